"""Extensions in paths: each is known, on what it may be on, of its kind, and agrees with what the model says of it."""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue, Text
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.element_paths import ElementPath
from dbep_ig.guide.authoring.extension_parts import definition_at
from dbep_ig.guide.authoring.fhir_elements import FhirElement
from dbep_ig.guide.authoring.model import Context, Element, ElementType, Extension
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.authoring.yaml_nodes import Where

from .as_written import as_written, name_at, said_at
from .fhir_rules import (
    EXTENSION_DISAGREES,
    EXTENSION_ELSEWHERE,
    MODIFIER_ELSEWHERE,
    UNKNOWN_EXTENSION,
    UNKNOWN_PART,
    WIDER_THAN_PART,
)
from .narrower import within

_GROUP = "BackboneElement"
_IS_MODIFIER = Text("endrer betydningen (modifier: true)", "changes meaning (modifier: true)")
_NO_MODIFIER = Text("endrer ikke betydningen", "does not change meaning")


def check_extension_steps(
    path: ElementPath, spelled: ElementPath, reached: int, at: Where, bearings: Bearings
) -> Iterator[Issue]:
    """DBEP2037, DBEP2073 and DBEP2074 for the first `reached` steps of a path, which is `spelled` so at `at`."""
    for index, step in enumerate(path.steps[:reached]):
        above = definition_at(path.steps[:index], bearings.model)
        if step.extension is not None:
            own = bearings.model.extensions.get(step.extension)
            other = bearings.extension(step.extension) if own is None else None
            if own is None and other is None:
                known = [*(above.parts if above is not None else ()), *bearings.model.names.extensions]
                hint = did_you_mean(step.extension, known)
                params: dict[str, object] = {"name": step.extension, "hint": hint}
                if above is not None and above.parts:
                    params = {"extension": above.called, "part": step.extension, "hint": hint}
                rule = UNKNOWN_PART if above is not None and above.parts else UNKNOWN_EXTENSION
                yield Issue(rule, name_at(spelled, index, at), params)
                continue
            modifies = own.modifier if own is not None else _modifies(other or {})
            if modifies != (step.name == "modifierExtension"):
                params = {
                    "extension": spelled.steps[index].extension,
                    "is_what": _IS_MODIFIER if modifies else _NO_MODIFIER,
                    "instead": "modifierExtension" if modifies else "extension",
                }
                yield Issue(MODIFIER_ELSEWHERE, name_at(spelled, index, at), params)
        elif above is not None and step.name == "extension" and step.slice_name not in (None, *above.parts):
            hint = did_you_mean(step.slice_name or "", above.parts)
            params = {"extension": above.called, "part": step.slice_name, "hint": hint}
            yield Issue(UNKNOWN_PART, name_at(spelled, index, at), params)


def _modifies(definition: dict[str, object]) -> bool:
    snapshot = definition.get("snapshot")
    elements = snapshot.get("element", ()) if isinstance(snapshot, dict) else ()
    return any(one.get("isModifier") is True for one in elements if one.get("id") == "Extension")


def check_extension_use(
    element: Element, path: ElementPath, holder: FhirElement, at: Where, bearings: Bearings
) -> Iterator[Issue]:
    """DBEP2038, DBEP2046 and DBEP2075 for an element that maps to an extension or a part of one."""
    spelled = as_written(path, at)
    definition = definition_at(path.steps, bearings.model)
    last = path.steps[-1]
    if definition is None or isinstance(definition, Extension):
        yield from _context(path, spelled, holder, at, bearings)
    elif not definition.cardinality.holds(element.cardinality):
        params: dict[str, object] = {
            "cardinality": str(element.cardinality),
            "part": definition.name,
            "part_cardinality": str(definition.cardinality),
        }
        yield Issue(WIDER_THAN_PART, said_at(element.where / "cardinality", element).location(), params)
    if definition is not None:
        allowed = definition.types
        if not all(_is_type(one, bearings) for one in (*allowed, *element.types)):
            return  # reported as unknown
        if isinstance(definition, Extension) and bool(allowed) == bool(definition.parts):
            return  # what the extension is, is reported as not clear
        same = all(any(within(one, other, bearings) for other in allowed) for one in element.types)
        if not allowed:
            same = any(one.name == _GROUP for one in element.types)
        shown = " | ".join(str(one) for one in allowed) or _GROUP
    else:
        codes = _value_types(bearings.extension(last.extension or "") or {})
        same = not codes or all(one.name in codes for one in element.types)
        shown = " | ".join(codes)
    if not same:
        name = spelled.steps[-1].extension or spelled.steps[-1].slice_name
        written = " | ".join(str(one) for one in element.types)
        params = {"type": written, "extension": name, "extension_type": shown}
        yield Issue(EXTENSION_DISAGREES, said_at(element.where / "type", element).location(), params)


def _is_type(one: ElementType, bearings: Bearings) -> bool:
    return one.name == _GROUP or bearings.types.kind(one.name) in ("complex-type", "primitive-type")


def _value_types(definition: dict[str, object]) -> list[str]:
    snapshot = definition.get("snapshot")
    return [
        one["code"]
        for part in (snapshot.get("element", ()) if isinstance(snapshot, dict) else ())
        if part["path"] == "Extension.value[x]" and part.get("max") != "0"
        for one in part.get("type", ())
    ]


def _context(
    path: ElementPath, spelled: ElementPath, holder: FhirElement, at: Where, bearings: Bearings
) -> Iterator[Issue]:
    """DBEP2046: one of the contexts is the element that the extension is on, by path or by type, or the extension."""
    name = path.steps[-1].extension or ""
    own = bearings.model.extensions.get(name)
    if own is not None:
        contexts = list(own.context)
        if not all(one.kind != "element" or _is_element(one.expression, bearings) for one in contexts):
            return  # reported at the extension
    else:
        found = (bearings.extension(name) or {}).get("context", ())
        contexts = [Context(str(one.get("type")), str(one.get("expression"))) for one in found]
    if not contexts or any(one.kind == "fhirpath" for one in contexts):
        return  # an expression is for the validator, which has a resource to evaluate it on
    stands_on = str(holder.definition["path"])
    types = [stands_on] if "." not in stands_on else list(holder.type_codes)
    around = _extension_around(path, bearings)
    for context in contexts:
        if context.kind == "extension":
            if own is None or context.expression == around:
                return
        elif context.expression == stands_on or any(
            bearings.types.is_subtype(one, context.expression) for one in types
        ):
            return
    shown = [str(one) for one in contexts]
    where = f"extension({around})" if around is not None else stands_on
    params = {"extension": spelled.steps[-1].extension, "context": shown, "path": where}
    yield Issue(EXTENSION_ELSEWHERE, name_at(spelled, len(spelled.steps) - 1, at), params)


def _is_element(path: str, bearings: Bearings) -> bool:
    type_name, _, rest = path.partition(".")
    element = bearings.elements.root(type_name)
    for name in rest.split(".") if rest else ():
        element = bearings.elements.children(element).get(name) if element is not None else None
    return element is not None


def _extension_around(path: ElementPath, bearings: Bearings) -> str | None:
    """`frist`, or `frist#antall` for a part of it, where the path leads into an extension of the guide."""
    parts: list[str] = []
    for index in range(len(path.steps) - 1, 0, -1):
        found = definition_at(path.steps[:index], bearings.model)
        if found is None:
            return None
        parts.append(found.called)
        if isinstance(found, Extension):
            return "#".join(reversed(parts))
    return None
