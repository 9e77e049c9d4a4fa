"""What the walk notes down, and how it becomes an `Issue` when it is shown."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from dbep_ig.engine.diagnostics import Asker, Issue, Location, Pointer, Rule, Severity, Text
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.documents import Document
from dbep_ig.engine.fhir.translations import own_name
from dbep_ig.engine.fhir.uris import CORE_BASE

from .compile_context import World
from .documents import Key

_R4 = "FHIR R4"
_WHOSE = frozenset(("profile", "expression"))
Same = tuple[str, Key, Pointer, tuple[str, ...]]


class Finding(NamedTuple):
    """A rule, where, and the values of its message. Everything for people is made later.

    More than a `Remark`: its pointer is from a document of several, and it is sorted, compared, and explained by others.

    document  the key of its document
    severity  when a definition or a setting decides it; None for the rule's own
    """

    rule: Rule
    document: Key
    pointer: Pointer
    params: Mapping[str, Any]
    severity: Severity | None = None
    on_key: bool = False
    detail: "tuple[Finding, ...]" = ()

    @property
    def same(self) -> Same:
        """What two findings of one thing share: a base type and several profiles can find it; whose demand it was does not make it two."""
        params = self.params
        return (
            self.rule.code,
            self.document,
            self.pointer,
            tuple(str(params[name]) for name in sorted(params) if name not in _WHOSE),
        )

    @property
    def gravity(self) -> Severity:
        """The rule's, or what was decided instead."""
        return self.rule.severity if self.severity is None else self.severity

    @property
    def is_error(self) -> bool:
        """Error or fatal."""
        return self.gravity <= Severity.ERROR


def render(finding: Finding, document_of: Callable[[Key], Document | None], world: World) -> Issue:
    """A finding -> an issue with location, expression, details, and what asks for it."""
    from dbep_ig.engine.fhir.expressions import expression_of  # start-up: only where something is found

    document = document_of(finding.document)
    if document is None:  # it was there, and cannot be read again
        return Issue(finding.rule, Location("?", finding.pointer), finding.params, override=finding.severity)
    location = Location(
        document.source.name,
        finding.pointer,
        expression_of(document.resource, finding.pointer, world.types),
        on_key=finding.on_key,
        locator=document.locator,
    )
    detail = tuple(render(one, document_of, world) for one in finding.detail)
    return Issue(
        finding.rule,
        location,
        finding.params,
        detail=detail,
        override=finding.severity,
        asker=asker_of(finding.rule, finding.params, world.definitions),
    )


def asker_of(rule: Rule, params: Mapping[str, Any], definitions: Definitions) -> Asker | None:
    """The profile among a finding's values; None where there is none, or where the finding is about that profile."""
    canonical = params.get("profile")
    if type(canonical) is not str or "{profile}" in rule.message.en:
        return None
    return Asker(name_of(canonical, definitions), canonical)


def name_of(canonical: str, definitions: Definitions) -> Text:
    """A profile's title in the reader's language; `FHIR R4` for a type's own definition, which needs no canonical."""
    if not canonical:
        return Text(_R4, _R4)
    url = canonical.partition("|")[0]
    definition = definitions.find(canonical, "StructureDefinition")
    if url.startswith(CORE_BASE) and (definition is None or definition.get("name") == url[len(CORE_BASE) :]):
        name = f"{_R4} {url[len(CORE_BASE) :]}"
        return Text(name, name)
    return Text(canonical, canonical) if definition is None else own_name(definition)
