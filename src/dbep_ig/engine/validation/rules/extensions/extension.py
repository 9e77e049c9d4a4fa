"""An extension is unknown, stands where its definition does not allow it, or is used as a modifier when it is none.

Its value, its inner extensions and their cardinality follow from its definition, which is applied like any profile.

Sources: https://hl7.org/fhir/R4/extensibility.html, https://hl7.org/fhir/R4/defining-extensions.html#context
"""

from collections.abc import Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Rule, Severity
from dbep_ig.engine.diagnostics.slips import NO_HINT, did_you_mean
from dbep_ig.engine.fhir.uris import CORE_BASE, is_absolute
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.profile import Profile
from dbep_ig.engine.validation.ground.run import Run
from dbep_ig.engine.validation.ground.settings import trusted_by
from dbep_ig.engine.validation.rules.extensions.context import is_allowed
from dbep_ig.engine.validation.rules.extensions.hints import extension_hint
from dbep_ig.engine.validation.rules.known_errata import WIDER_CONTEXTS

SPEC = "https://hl7.org/fhir/R4/extensibility.html"

UNKNOWN_EXTENSION = Rule(
    code="DBEP4501",
    name="unknown-extension",
    issue_type="structure",
    nb="Utvidelsen {url} er ikke definert i de tilgjengelige pakkene{hint}",
    en="The extension {url} is not defined in the available packages{hint}",
    spec=SPEC,
)
EXTENSION_NOT_AVAILABLE = Rule(
    code="DBEP4502",
    name="extension-not-available",
    severity=Severity.INFORMATION,
    issue_type="incomplete",
    nb="Utvidelsen {url} er ikke tilgjengelig og er ikke kontrollert",
    en="The extension {url} is not available and was not checked",
    spec=SPEC,
)
TAKEN_ON_TRUST = Rule(
    code="DBEP4517",
    name="extension-taken-on-trust",
    severity=Severity.INFORMATION,
    issue_type="incomplete",
    nb="Utvidelsen {url} er godtatt uten definisjon, fordi den ligger under {domain}; innholdet er ikke kontrollert",
    en="The extension {url} was accepted without its definition, since it lies below {domain}; its content was not checked",
    spec=SPEC,
)
MODIFIER_NOT_TRUSTED = Rule(
    code="DBEP4518",
    name="modifier-extension-not-defined",
    issue_type="structure",
    nb="Modifikatoren {url} er ikke definert i de tilgjengelige pakkene; den kan endre betydningen av resten og godtas derfor ikke "
    "uten definisjon, selv om den ligger under {domain}",
    en="The modifier extension {url} is not defined in the available packages; it may change the meaning of the rest, so it is "
    "not accepted without its definition, although it lies below {domain}",
    spec=SPEC + "#modifierExtension",
)
MISSPELT_EXTENSION = Rule(
    code="DBEP4515",
    name="misspelt-extension",
    issue_type="structure",
    nb="HL7 har ingen utvidelse {url}; mente du {nearest}?",
    en="HL7 has no extension {url}; did you mean {nearest}?",
    spec=SPEC,
)
WRONG_CONTEXT = Rule(
    code="DBEP4503",
    name="extension-in-wrong-context",
    issue_type="structure",
    nb="Utvidelsen {url} kan ikke stå på {element}, bare på {allowed}",
    en="The extension {url} cannot be used on {element}, only on {allowed}",
    spec="https://hl7.org/fhir/R4/defining-extensions.html#context",
)
CONTEXT_INVARIANT_FAILED = Rule(
    code="DBEP4504",
    name="extension-context-invariant-failed",
    issue_type="structure",
    nb="Utvidelsen {url} kan bare brukes når {expression}",
    en="The extension {url} can only be used when {expression}",
    spec="https://hl7.org/fhir/R4/structuredefinition-definitions.html#StructureDefinition.contextInvariant",
)
NOT_A_MODIFIER = Rule(
    code="DBEP4505",
    name="extension-not-modifier",
    issue_type="structure",
    nb="Utvidelsen {url} er ikke en modifikator og skal stå i `extension`",
    en="The extension {url} is not a modifier and belongs in `extension`",
    spec=SPEC + "#modifierExtension",
)
IS_A_MODIFIER = Rule(
    code="DBEP4506",
    name="extension-is-a-modifier",
    issue_type="structure",
    nb="Utvidelsen {url} er en modifikator og skal stå i `modifierExtension`",
    en="The extension {url} is a modifier and belongs in `modifierExtension`",
    spec=SPEC + "#modifierExtension",
)
RELATIVE_URL = Rule(
    code="DBEP4507",
    name="relative-extension-url",
    issue_type="structure",
    nb="`{url}` er ikke en absolutt URL; bare utvidelser inni en annen kan ha et enkelt navn",
    en="`{url}` is not an absolute URL; only extensions inside another can have a plain name",
    spec="https://hl7.org/fhir/R4/extensibility.html#Extension",
)
VERSION_IN_URL = Rule(
    code="DBEP4508",
    name="version-in-extension-url",
    issue_type="structure",
    nb="`{url}` har en versjon; en utvidelses URL kan ikke ha det",
    en="`{url}` has a version; the url of an extension cannot",
    spec="https://hl7.org/fhir/R4/extensibility.html#Extension",
)
EXAMPLE_URL = Rule(
    code="DBEP4514",
    name="example-url",
    issue_type="business-rule",
    nb="`{url}` er en eksempeladresse, og slike er ikke tillatt her",
    en="`{url}` is an example address, and these are not allowed here",
    spec="https://www.rfc-editor.org/rfc/rfc2606",
)
UNKNOWN_INNER_EXTENSION = Rule(
    code="DBEP4509",
    name="unknown-inner-extension",
    issue_type="structure",
    nb="`{url}` er ikke en del av utvidelsen {parent}, som har {names}{hint}",
    en="`{url}` is not part of the extension {parent}, which has {names}{hint}",
    spec="https://hl7.org/fhir/R4/extensibility.html#Extension",
)

# Elements of other versions of FHIR, which HL7 publishes apart from R4 core.
_HL7_VERSIONS = tuple(
    f"http://hl7.org/fhir/{version}/StructureDefinition/extension-"
    for version in ("1.0", "3.0", "4.0", "4.3", "5.0")
)
_EXAMPLES = ("://example.org/", "://example.com/", "://acme.com/", "://acme.org/")


class ExtensionChecks:
    """One Extension."""

    __slots__ = ()
    applies_to = ("Extension",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Find its definition and validate against it; inner extensions are validated against their outer one's definition."""
        url = value.get("url")
        if type(url) is not str:
            return
        if not is_absolute(url):
            owner = frame.parent
            if owner is None or owner.type_name != "Extension":
                run.add(RELATIVE_URL, frame, url=url)
            return
        if not run.settings.example_urls and any(one in url for one in _EXAMPLES):
            run.add_at(EXAMPLE_URL, frame, "url", url=url)
        profile = run.profile(url)
        if "|" in url:
            run.add(VERSION_IN_URL, frame, url=url)
            profile = profile or run.profile(url.partition("|")[0])
            if profile is None:
                return
        if profile is None:
            _report_unknown(url, frame, run)
            return
        _check_kind(profile, frame, run)
        _check_context(profile, url, frame, run)
        run.apply(frame, profile)
        if "extension" in value:
            _check_inner(profile, value, frame, run)


def _report_unknown(url: str, frame: Frame, run: Run) -> None:
    owner = frame.parent
    if owner is not None and owner.type_name == "Extension" and type(owner.value) is dict:
        outer = owner.value.get("url")
        definition = run.profile(outer) if type(outer) is str else None
        if definition is not None and url in inner_urls(definition):
            return
    settings = run.settings
    domain = trusted_by(url, settings.extension_domains)
    if domain is not None and frame.key == "modifierExtension":
        run.add(MODIFIER_NOT_TRUSTED, frame, url=url, domain=domain)
    elif domain is not None:
        run.say_once(TAKEN_ON_TRUST, frame, url=url, domain=domain)
    elif url.startswith(_HL7_VERSIONS) or (settings.example_urls and any(one in url for one in _EXAMPLES)):
        run.add(EXTENSION_NOT_AVAILABLE, frame, url=url)
    elif not url.startswith(CORE_BASE):
        run.add(UNKNOWN_EXTENSION, frame, url=url, hint=extension_hint(url, run))
    else:
        _report_unknown_of_hl7(url, frame, run)


def _report_unknown_of_hl7(url: str, frame: Frame, run: Run) -> None:
    """R4 core does not have it; the extensions pack may, where it is not loaded."""
    from .hl7 import knows_all, nearest_extension  # start-up: only for what nobody knows

    nearest = nearest_extension(url, run)
    if nearest is not None:
        run.add(MISSPELT_EXTENSION, frame, url=url, nearest=nearest)
    elif knows_all(run.definitions):
        run.add(UNKNOWN_EXTENSION, frame, url=url, hint=NO_HINT)
    else:
        run.add(EXTENSION_NOT_AVAILABLE, frame, url=url)


def _check_kind(profile: Profile, frame: Frame, run: Run) -> None:
    elements = profile.definition.get("snapshot", {}).get("element", ())
    is_modifier = bool(elements and elements[0].get("isModifier"))
    if frame.key == "modifierExtension" and not is_modifier:
        run.add(NOT_A_MODIFIER, frame, url=profile.url)
    elif frame.key == "extension" and is_modifier:
        run.add(IS_A_MODIFIER, frame, url=profile.url)


def _check_context(profile: Profile, url: str, frame: Frame, run: Run) -> None:
    owner = frame.parent
    if owner is None:
        return
    contexts = [one for one in profile.definition.get("context", ()) if type(one) is dict]
    if url in WIDER_CONTEXTS:
        contexts.append({"type": "element", "expression": WIDER_CONTEXTS[url]})
    if contexts and not any(is_allowed(one, owner, run) for one in contexts):
        run.add(
            WRONG_CONTEXT,
            frame,
            url=url,
            element=owner.element,
            allowed=[str(one.get("expression")) for one in contexts],
        )
    for expression in profile.definition.get("contextInvariant", ()):
        if run.evaluate(expression, owner) is False:
            run.add(CONTEXT_INVARIANT_FAILED, frame, url=url, expression=expression)


def _check_inner(profile: Profile, value: Mapping[str, Any], frame: Frame, run: Run) -> None:
    names = inner_urls(profile)
    inner = value.get("extension")
    for index, one in enumerate(inner if type(inner) is list else ()):
        url = one.get("url") if type(one) is dict else None
        if type(url) is str and url not in names and not is_absolute(url):
            run.add_at(
                UNKNOWN_INNER_EXTENSION,
                frame,
                "extension",
                index,
                url=url,
                parent=profile.url,
                names=sorted(names),
                hint=did_you_mean(url, names),
            )


def inner_urls(profile: Profile) -> frozenset[str]:
    """The urls of the extensions that a complex extension is made of."""
    return frozenset(
        element["fixedUri"]
        for element in profile.definition.get("snapshot", {}).get("element", ())
        if element.get("path") == "Extension.extension.url" and "fixedUri" in element
    )
