"""Values an element must, should or can have: fixed, pattern, bounds, default, examples, length.

A fixed value or pattern has one of the element's types and does not contradict what the base fixed.

Source: https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.fixed_x_
"""

from dbep_ig.engine.diagnostics import Rule, Severity
from dbep_ig.engine.fhir.documents import Json
from dbep_ig.engine.snapshots.differential import Change, name_of
from dbep_ig.engine.snapshots.element_order import choice_key
from dbep_ig.engine.snapshots.making import Making
from dbep_ig.engine.snapshots.tree import Element

from .types import type_code

VALUE_OF_OTHER_TYPE = Rule(
    code="DBEP3128",
    name="value-of-other-type",
    issue_type="business-rule",
    nb="{element} har {key}, men typen er {types}",
    en="{element} has {key}, but its type is {types}",
    spec="https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.fixed_x_",
)
VALUE_CONTRADICTS_BASE = Rule(
    code="DBEP3129",
    name="value-contradicts-base",
    issue_type="business-rule",
    nb="{element} har {key} {actual}, som basens {base_key} {expected} utelukker",
    en="{element} has {key} {actual}, which its base's {base_key} {expected} excludes",
    spec="https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.pattern_x_",
)
VALUE_OF_SEVERAL_TYPES = Rule(
    code="DBEP3133",
    name="value-of-several-types",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="{element} har {key}, men kan ha typene {types}; en fast verdi eller et mønster krever én type",
    en="{element} has {key}, but can be of the types {types}; a fixed value or pattern requires a single type",
    spec="https://hl7.org/fhir/R4/elementdefinition.html#eld-6",
)
FIXED_AND_PATTERN = Rule(
    code="DBEP3135",
    name="fixed-and-pattern",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="{element} har både {fixed} og {pattern}; en fast verdi gjør mønsteret overflødig",
    en="{element} has both {fixed} and {pattern}; a fixed value makes the pattern redundant",
    spec="https://hl7.org/fhir/R4/elementdefinition.html#eld-8",
)
_BOUNDS = ("minValue", "maxValue")


def merge_values(merged: Element, said: Element, change: Change, making: Making) -> None:
    """Writes fixed, pattern, bounds, examples and lengths into `merged`; types must be merged before.

    A value that the type or the base excludes is left out.
    """
    fixed, pattern = choice_key(said, "fixed"), choice_key(said, "pattern")
    if fixed is not None and pattern is not None:
        making.report(FIXED_AND_PATTERN, change, pattern, element=name_of(said), fixed=fixed, pattern=pattern)
    for prefix, key in (("fixed", fixed), ("pattern", pattern)):
        if key is None:
            continue
        if _has_type(merged, key, prefix, change, making) and _fits_base(merged, said, key, change, making):
            _replace(merged, said, prefix, key)
    # Only a type gives its elements default values: elementdefinition-definitions.html#ElementDefinition.defaultValue_x_
    for prefix in (*_BOUNDS, "defaultValue") if making.specialises else _BOUNDS:
        key = choice_key(said, prefix)
        if key is not None:
            _replace(merged, said, prefix, key)
    if "maxLength" in said:
        merged["maxLength"] = said["maxLength"]
    if "example" in said:
        inherited = [one for one in merged.get("example", ()) if one not in said["example"]]
        merged["example"] = [*inherited, *said["example"]]


def _replace(merged: Element, said: Element, prefix: str, key: str) -> None:
    for old in [
        one
        for one in merged
        if choice_key({one: None}, prefix) or choice_key({one.lstrip("_"): None}, prefix)
    ]:
        del merged[old]
    merged[key] = said[key]
    if f"_{key}" in said:
        merged[f"_{key}"] = said[f"_{key}"]


def _has_type(merged: Element, key: str, prefix: str, change: Change, making: Making) -> bool:
    codes = [type_code(one) for one in merged.get("type", ())]
    wanted = key[len(prefix) :]
    if not codes:
        return True
    if any(code[:1].upper() + code[1:] == wanted for code in codes):
        if len(codes) > 1:
            name = name_of(change.element or {})
            making.report(VALUE_OF_SEVERAL_TYPES, change, key, element=name, key=key, types=codes)
        return True
    # Element.id and Extension.url are http://hl7.org/fhirpath/System.String; profiles fix them as string, uri or id.
    if codes == ["String"] and wanted in ("String", "Uri", "Id", "Url"):
        return True
    making.report(
        VALUE_OF_OTHER_TYPE, change, key, element=name_of(change.element or {}), key=key, types=codes
    )
    return False


def _fits_base(merged: Element, said: Element, key: str, change: Change, making: Making) -> bool:
    own = said[key]
    agreed = True
    for base_prefix, agrees in (("fixed", _equal), ("pattern", fits)):
        base_key = choice_key(merged, base_prefix)
        if base_key is None:
            continue
        expected = merged[base_key]
        if base_prefix == "fixed" and key.startswith("pattern"):
            fine = fits(expected, own)  # a pattern beside a fixed value: the fixed value must satisfy it
        elif base_prefix == "pattern" and key.startswith("pattern"):
            fine = _compatible(expected, own)
        else:
            fine = agrees(own, expected)
        if not fine:
            agreed = False
            making.report(
                VALUE_CONTRADICTS_BASE,
                change,
                key,
                element=name_of(said),
                key=key,
                actual=own,
                base_key=base_key,
                expected=expected,
            )
    return agreed


def _equal(value: Json, expected: Json) -> bool:
    return value == expected


def fits(value: Json, pattern: Json) -> bool:
    """Whether `value` has everything the pattern asks for.

    Source: https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.pattern_x_
    """
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(
            key in value and fits(value[key], part) for key, part in pattern.items()
        )
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(fits(item, part) for item in value) for part in pattern)
    return value == pattern


def _compatible(one: Json, other: Json) -> bool:
    """Whether a value can satisfy both patterns: no single-valued member differs. Lists can always hold both."""
    if isinstance(one, dict) and isinstance(other, dict):
        return all(_compatible(one[key], other[key]) for key in one.keys() & other.keys())
    if isinstance(one, list) and isinstance(other, list):
        return True
    return one == other
