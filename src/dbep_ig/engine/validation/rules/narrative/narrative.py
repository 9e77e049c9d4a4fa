"""The XHTML of a narrative breaks the rules of narratives, its links lead nowhere, or its languages are not the resource's.

What may stand in a narrative at all (txt-1, txt-2: elements, attributes, links, scripts) is said by
`dbep_ig.engine.fhir.xhtml.narrative`, with its messages; here that gets its place in the resource.

Source: https://hl7.org/fhir/R4/narrative.html#xhtml, https://hl7.org/fhir/R4/narrative.html#id,
https://hl7.org/fhir/R4/resource-definitions.html#Resource.language
"""

from typing import Any

from dbep_ig.engine.diagnostics import Rule, Severity
from dbep_ig.engine.fhir.xhtml.narrative import check_narrative
from dbep_ig.engine.fhir.xml.parsing import Attributes, Name, parse_xml
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run

LINK_LEADS_NOWHERE = Rule(
    code="DBEP4651",
    name="narrative-link-leads-nowhere",
    issue_type="invalid",
    nb="Lenken `{href}` ved {path} fører ikke til noe i ressursen",
    en="The link `{href}` at {path} leads to nothing in the resource",
    spec="https://hl7.org/fhir/R4/narrative.html#id",
)
LINK_SCHEME_NOT_ALLOWED = Rule(
    code="DBEP4652",
    name="narrative-link-scheme",
    issue_type="invalid",
    nb="Lenken `{href}` ved {path} kan ikke åpnes: `{scheme}:` er ikke en adresse nettlesere åpner",
    en="The link `{href}` at {path} cannot be opened: `{scheme}:` is not an address that browsers open",
    spec="https://hl7.org/fhir/R4/narrative.html#xhtml",
)
LANGUAGE_DIFFERS = Rule(
    code="DBEP4653",
    name="narrative-language-differs",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="Ressursen har språket `{resource}`, men narrativet oppgir `{narrative}`",
    en="The resource has the language `{resource}`, but the narrative states `{narrative}`",
    spec="https://hl7.org/fhir/R4/resource-definitions.html#Resource.language",
)
LANGUAGE_MISSING = Rule(
    code="DBEP4658",
    name="narrative-language-missing",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="Ressursen har språket `{resource}`, men narrativet oppgir ikke språket sitt (lang og xml:lang)",
    en="The resource has the language `{resource}`, but the narrative does not state its language (lang and xml:lang)",
    spec="https://hl7.org/fhir/R4/resource-definitions.html#Resource.language",
)
LANGUAGE_SECTIONS_MISSING = Rule(
    code="DBEP4654",
    name="narrative-language-sections-missing",
    issue_type="business-rule",
    nb="Profilen krever at narrativet har en del for hvert språk ({wanted}), men det har {found}",
    en="The profile requires that the narrative has a section for each language ({wanted}), but it has {found}",
    spec="http://hl7.org/fhir/extensions/StructureDefinition-narrative-language-control.html",
)
LANGUAGE_SECTIONS_FORBIDDEN = Rule(
    code="DBEP4655",
    name="narrative-language-sections-forbidden",
    issue_type="business-rule",
    nb="Profilen tillater ikke deler for språk i narrativet, men det har {found}",
    en="The profile does not allow language sections in the narrative, but it has {found}",
    spec="http://hl7.org/fhir/extensions/StructureDefinition-narrative-language-control.html",
)
MIXED_LANGUAGE_SECTIONS = Rule(
    code="DBEP4656",
    name="narrative-mixes-language-sections",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="Narrativet har deler for språk ({found}), men også innhold utenfor dem",
    en="The narrative has language sections ({found}), but also content outside them",
    spec="https://hl7.org/fhir/R4/languages.html",
)

_OPENABLE = frozenset(
    ("http", "https", "mailto", "tel", "sms", "ftp", "data", "javascript")
)  # script: told by xhtml


class _Reader:
    """See `XmlHandler`: gathers what the rules here ask."""

    __slots__ = ("anchors", "languages", "links", "outside", "path", "root_language")

    def __init__(self) -> None:
        self.path: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.anchors: set[str] = set()
        self.languages: list[str] = []
        self.root_language = ""
        self.outside = False

    def start(self, name: Name, attributes: Attributes, at: int) -> None:
        self.path.append(name.local)
        language = ""
        for attribute, value in attributes:
            if attribute.local in ("id", "name"):
                self.anchors.add(value)
            elif attribute.local == "lang":
                language = value
            elif (attribute.local == "href" and name.local == "a") or (
                attribute.local == "src" and name.local == "img"
            ):
                self.links.append((value, "/".join(self.path)))
        if len(self.path) == 1:
            self.root_language = language
        elif len(self.path) == 2:
            if name.local == "div" and language:
                self.languages.append(language)
            else:
                self.outside = True

    def end(self, name: Name, at: int, after: int) -> None:
        self.path.pop()

    def characters(self, text: str, at: int) -> None:
        if len(self.path) == 1 and text.strip():
            self.outside = True

    def instruction(self, target: str, at: int) -> None:
        """Told by xhtml."""


def read(div: str) -> _Reader | None:
    """What a narrative links to and in which languages; None when it is not well-formed."""
    parsed = parse_xml(div.encode("utf-8", errors="replace"), _Reader)
    return parsed.handler if parsed.whole else None


class NarrativeChecks:
    """One Narrative."""

    __slots__ = ()
    applies_to = ("Narrative",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Check `div`."""
        div = value.get("div")
        if type(div) is not str:
            return
        for remark in check_narrative(div):
            run.note(remark.rule, frame, remark.params, key="div")


class NarrativeLinks:
    """One Narrative."""

    __slots__ = ()
    applies_to = ("Narrative",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Links and languages."""
        div = value.get("div")
        if type(div) is not str:
            return
        language = frame.scope.resource.get("language")
        if type(language) is not str and "href" not in div and "src" not in div and "lang" not in div:
            return
        found = read(div)
        if found is None:
            return
        for href, path in found.links:
            scheme, colon, _ = href.partition(":")
            if href.startswith("#"):
                name = href[1:]
                if name and name not in found.anchors and not _is_in(frame.scope.root.resource, name):
                    run.add_at(LINK_LEADS_NOWHERE, frame, "div", href=href, path=path)
            elif colon and scheme.isalnum() and scheme.lower() not in _OPENABLE:
                run.add_at(LINK_SCHEME_NOT_ALLOWED, frame, "div", href=href, path=path, scheme=scheme)
        if frame.parent is not None and type(language) is str:
            if not found.root_language and not found.languages:
                run.add(LANGUAGE_MISSING, frame.parent, resource=language)
            other = _other_language(found, language)
            if other:
                run.add(LANGUAGE_DIFFERS, frame.parent, resource=language, narrative=other)
        if found.languages and found.outside:
            run.add_at(MIXED_LANGUAGE_SECTIONS, frame, "div", found=found.languages)


def _is_in(value: Any, name: str) -> bool:
    """Whether something in the resource has this id."""
    if type(value) is dict:
        return value.get("id") == name or any(_is_in(one, name) for one in value.values())
    return type(value) is list and any(_is_in(one, name) for one in value)


def _other_language(found: _Reader, language: str) -> str:
    """The language of a narrative that does not have the resource's; sections in others beside it are translations."""
    if found.root_language and not _same(found.root_language, language):
        return found.root_language
    if found.languages and not any(_same(one, language) for one in found.languages):
        return found.languages[0]
    return ""


def _same(one: str, other: str) -> bool:
    return one.partition("-")[0].lower() == other.partition("-")[0].lower()
