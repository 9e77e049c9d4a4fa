"""`dbep new class|profile|extension|codesystem|valueset`: one file each, which says the least that is right."""

from collections.abc import Iterator, Sequence

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.fhir_elements import FhirElement, FhirElements
from dbep_ig.guide.languages import tool_language

from .writing import local, schema_line, shown

_SAY_WHAT = Text("Beskriv hva det er.", "Say what it is.")
_GROUP = "BackboneElement"
# What R4's invariants demand where no cardinality does; the first way to meet them.
_ALSO = frozenset(
    (
        "AllergyIntolerance.clinicalStatus",  # ait-1
        "Appointment.participant.actor",  # app-1
        "Consent.policyRule",  # ppc-1
        "InsurancePlan.name",  # ipn-1
        "Organization.name",  # org-1
    )
)
_FROM_R4 = Text(
    "det R4 krever; gi elementene fagets ord, og legg til de andre",
    "what R4 requires; give the elements the words of the field, and add the others",
)
_NONE_DEMANDED = Text(
    "R4 krever ingen elementer; slik skrives ett:", "R4 requires no elements; one is written like this:"
)
_RULES = Text(
    "rules: {status: {pattern: active}} gir en fast verdi; category: 1..1 snevrer inn",
    "rules: {status: {pattern: active}} gives a fixed value; category: 1..1 narrows",
)
_OTHER_CODES = Text(
    "bare noen av kodene: concepts: [a, b] ved siden av system",
    "some of the codes alone: concepts: [a, b] beside system",
)


def class_file(
    name: str, resource: str, elements: FhirElements, languages: Sequence[str], title: str
) -> dict[str, str]:
    """A class with what R4 requires of its resource."""
    path = f"model/{name.lower()}.yaml"
    language = tool_language(languages[0])
    root = elements.root(resource)
    assert root is not None, resource
    written = list(_elements(root, resource, elements, languages, "  "))
    if written:
        body = [f"elements:  # {_FROM_R4.in_language(language)}", *written]
    else:
        example = [
            "elements:",
            "  name:",
            f"    title: {local('Name', languages)}",
            "    type: string",
            "    cardinality: 0..1",
        ]
        example.append(f"    maps: {resource}.…")
        body = [f"# {_NONE_DEMANDED.in_language(language)}", *(f"# {line}" for line in example)]
    return {
        path: _file(
            path, "class", f"class: {name}", f"maps: {resource}", languages, title or shown(name), body
        )
    }


def _elements(
    above: FhirElement, path: str, elements: FhirElements, languages: Sequence[str], margin: str
) -> Iterator[str]:
    for name, one in elements.children(above).items():
        also = f"{path}.{name}" in _ALSO
        if one.cardinality.min == 0 and not also:
            continue
        word = name.removesuffix("[x]")
        if word == "class":  # which means something else in a scenario
            word = f"{path[:1].lower()}{path[1:]}Class"
        yield f"{margin}{word}:"
        inside = margin + "  "
        said = str(one.definition.get("short") or shown(word))
        yield f"{inside}title: {local(shown(word), languages)}"
        yield f"{inside}definition: {local(said, languages)}"
        yield f"{inside}type: {_types(one)}"
        yield f"{inside}cardinality: {one.cardinality._replace(min=1) if also else one.cardinality}"
        yield f"{inside}maps: {path}.{name}"
        if _GROUP in one.type_codes:
            yield f"{inside}elements:"
            yield from _elements(one, f"{path}.{name}", elements, languages, inside + "  ")


def _types(one: FhirElement) -> str:
    targets = ", ".join(target.rsplit("/", 1)[-1] for target in one.targets)
    return " | ".join(
        f"{code}({targets})" if code == "Reference" and targets else code
        for code in dict.fromkeys(one.type_codes)
    )


def profile_file(name: str, class_name: str, resource: str, languages: Sequence[str]) -> dict[str, str]:
    """The profile of a class."""
    path = f"profiles/{name}.yaml"
    lines = [
        schema_line(path, "profile"),
        f"profile: {name}",
        f"implements: {class_name}",
        f"parent: {resource}",
        f"# {_RULES.in_language(tool_language(languages[0]))}",
    ]
    return {path: "\n".join(lines) + "\n"}


def extension_file(
    name: str, context: str, value: str, languages: Sequence[str], title: str
) -> dict[str, str]:
    """An extension with one value."""
    path = f"profiles/{name}.yaml"
    body = [f"context: [{context}]", f"type: {value}"]
    return {path: _file(path, "extension", f"extension: {name}", "", languages, title or shown(name), body)}


def codesystem_file(name: str, codes: Sequence[str], languages: Sequence[str], title: str) -> dict[str, str]:
    """A code system."""
    path = f"model/{name}-codesystem.yaml"
    say = _SAY_WHAT.in_language(tool_language(languages[0]))
    body = ["concepts:"]
    for code in codes:
        body += [
            f"  {code}:",
            f"    display: {local(shown(code), languages)}",
            f"    definition: {local(say, languages)}",
        ]
    return {path: _file(path, "codesystem", f"codesystem: {name}", "", languages, title or shown(name), body)}


def valueset_file(name: str, system: str, languages: Sequence[str], title: str) -> dict[str, str]:
    """A value set with all codes of a code system."""
    path = f"model/{name}-valueset.yaml"
    body = ["include:", f"  - system: {system}  # {_OTHER_CODES.in_language(tool_language(languages[0]))}"]
    return {path: _file(path, "valueset", f"valueset: {name}", "", languages, title or shown(name), body)}


def _file(
    path: str, kind: str, first: str, second: str, languages: Sequence[str], title: str, body: Sequence[str]
) -> str:
    lines = [
        schema_line(path, kind),
        first,
        *([second] if second else []),
        f"title: {local(title, languages)}",
        f"definition: {local(_SAY_WHAT.in_language(tool_language(languages[0])), languages)}",
        *body,
    ]
    return "\n".join(lines) + "\n"
