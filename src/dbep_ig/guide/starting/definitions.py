"""`dbep new class|profile|extension|codesystem|valueset`: one file each, which says the least that is right."""

from collections.abc import Iterator, Sequence

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.fhir_elements import FhirElement, FhirElements
from dbep_ig.guide.languages import tool_language

from .required import is_required, least
from .writing import local, schema_line, shown

_SAY_WHAT = Text("Beskriv hva det er.", "Say what it is.")
_GROUP = "BackboneElement"
# What every resource has; none is what a class is about.
_OF_ALL = frozenset(
    (
        "id",
        "meta",
        "implicitRules",
        "language",
        "text",
        "contained",
        "extension",
        "modifierExtension",
    )
)
_FROM_R4 = Text(
    "det R4 krever; gi elementene fagets ord, og legg til de andre",
    "what R4 requires; give the elements the words of the field, and add the others",
)
_NONE_DEMANDED = Text(
    "R4 krever ingen; her er ett, og de andre skrives på samme måte",
    "R4 requires none; here is one, and the others are written the same way",
)
_USUAL = ("name", "title", "code", "identifier", "description")
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
    children = elements.children(root)
    demanded = any(is_required(one) for one in children.values())
    own = [name for name in children if name not in _OF_ALL]
    first = "" if demanded else next((name for name in _USUAL if name in children), own[0])
    written = _elements(root, resource, elements, languages, "  ", first)
    about = _FROM_R4 if demanded else _NONE_DEMANDED
    body = [f"elements:  # {about.in_language(language)}", *written]
    return {
        path: _file(
            path, "class", f"class: {name}", f"maps: {resource}", languages, title or shown(name), body
        )
    }


def _elements(
    above: FhirElement,
    path: str,
    elements: FhirElements,
    languages: Sequence[str],
    margin: str,
    first: str = "",
) -> Iterator[str]:
    for name, one in elements.children(above).items():
        if not is_required(one) and name != first:
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
        yield f"{inside}cardinality: {one.cardinality._replace(min=least(one))}"
        yield f"{inside}maps: {path}.{name}"
        if _GROUP in one.type_codes:
            yield f"{inside}elements:"
            yield from _elements(one, f"{path}.{name}", elements, languages, inside + "  ")


def _types(one: FhirElement) -> str:
    of_references = (kind for kind in one.definition.get("type", ()) if kind.get("code") == "Reference")
    targets = ", ".join(
        str(target).rsplit("/", 1)[-1] for kind in of_references for target in kind.get("targetProfile", ())
    )
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
