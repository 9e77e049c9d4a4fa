"""The guide's own canonical written out where a name would do: it stays behind when the canonical is changed in guide.yaml."""

import re
from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue, Text
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.expressions import CANONICALS, strings
from dbep_ig.guide.authoring.model_rules import OWN_CANONICAL
from dbep_ig.guide.authoring.names import Names
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlDocument, YamlMapping, YamlScalar

_RESOURCE = re.compile(rf"/({'|'.join(CANONICALS)})/([A-Za-z0-9\-.]+)")
_OWN = Text("guidens egen adresse", "the guide's own canonical")
_FORMER = Text("en adresse som guiden hadde før", "a canonical that the guide had before")


def check_own_canonicals(bearings: Bearings) -> Iterator[Issue]:
    """DBEP2049 in `model/` and `profiles/`."""
    model = bearings.model
    defined = (model.classes, model.profiles, model.extensions, model.code_systems, model.value_sets)
    documents = {
        id(one.where.document): one.where.document
        for kind in (*defined, model.requirements)
        for one in kind.values()
    }
    for document in documents.values():
        yield from own_canonicals(document, model.names)


def own_canonicals(document: YamlDocument, names: Names) -> Iterator[Issue]:
    """DBEP2049 for every value of a document that holds an address beginning with the guide's canonical, or a former one."""
    bases = sorted((names.canonical, *names.former), key=len, reverse=True)
    address = re.compile(
        rf"({'|'.join(re.escape(base) for base in bases)})(?![A-Za-z0-9\-._~%])(/[^\s'\"`|#(),<>\[\]{{}}]*)?"
    )
    waiting = [document.at()]
    while waiting:
        where = waiting.pop()
        node = where.node
        if isinstance(node, YamlScalar):
            for found in address.finditer(node.text):
                yield _issue(where, node.text, found, names)
        elif isinstance(node, YamlMapping):
            waiting += [where / entry.key.text for entry in reversed(node.entries)]
        elif node is not None:
            waiting += [where / index for index in reversed(range(len(node.items)))]


def _issue(where: Where, text: str, found: "re.Match[str]", names: Names) -> Issue:
    url = found[0].rstrip(".,;:!?")
    params = {
        "url": url,
        "whose": _OWN if found[1] == names.canonical else _FORMER,
        "instead": _instead(where, text, found, url, names),
    }
    return Issue(OWN_CANONICAL, where.range(found.start(), found.start() + len(url)), params)


def _instead(where: Where, text: str, found: "re.Match[str]", url: str, names: Names) -> Text:
    resource = _RESOURCE.fullmatch(url.removeprefix(found[1]))
    known = {} if resource is None else names.of_type(resource[1])
    if resource is None or resource[2] not in known.values():
        hint = did_you_mean(resource[2] if resource is not None else "", known)
        return Text(f"guiden definerer ingenting der{hint.nb}", f"the guide defines nothing there{hint.en}")
    short = names.short(resource[2])
    spelled = _in_expression(text, found.start(), resource[1], short) if _is_expression(where) else None
    if spelled is None:
        alone = _is_value(where) and text.strip() == url
        spelled = f"{resource[1]}({short})" if alone else short
    return Text(
        f"skriv «{spelled}», som følger med når adressen endres",
        f"write `{spelled}`, which follows when the canonical is changed",
    )


def _is_expression(where: Where) -> bool:
    return "invariants" in where.pointer and where.pointer[-1] == "expression"


def _in_expression(text: str, at: int, resource_type: str, short: str) -> str | None:
    """The call to write; None outside texts in quotes."""
    for string, start, function in strings(text):
        if start < at <= start + len(string):
            return f"{function or resource_type}({short})"
    return None


def _is_value(where: Where) -> bool:
    """Whether a value of FHIR stands here, and not one of our keywords, which take ids; `system` and `url` take them too."""
    pointer = where.pointer
    fhir = bool({"pattern", "fixed"} & set(pointer)) or (
        isinstance(where.document.root, YamlMapping)
        and bool({"scenario", "invalid"} & {entry.key.text for entry in where.document.root})
    )
    return fhir and pointer[-1] not in ("system", "url")
