"""What a publisher asks of conformance resources besides FHIR itself; only where a setting says that it publishes.

HL7 asks that its own resources name the work group that owns them; a publication may refuse experimental content.

Source: https://hl7.org/fhir/R4/extension-structuredefinition-wg.html
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Remark, Rule
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run

from .faults import is_hl7, numbered, report

WORK_GROUP = "http://hl7.org/fhir/StructureDefinition/structuredefinition-wg"

WITHOUT_WORK_GROUP = Rule(
    code="DBEP4855",
    name="work-group-not-named",
    issue_type="business-rule",
    nb="HL7 publiserer {url}, men utvidelsen structuredefinition-wg, som nevner arbeidsgruppen, mangler",
    en="HL7 publishes {url}, but the extension structuredefinition-wg, which names the work group, is missing",
    spec="https://hl7.org/fhir/R4/extension-structuredefinition-wg.html",
)
EXPERIMENTAL = Rule(
    code="DBEP4856",
    name="experimental-content-published",
    issue_type="business-rule",
    nb="{url} er merket som eksperimentell, og det er ikke tillatt her",
    en="{url} is marked as experimental, which is not allowed here",
    spec="https://hl7.org/fhir/R4/structuredefinition-definitions.html#StructureDefinition.experimental",
)


class PublicationChecks:
    """One conformance resource."""

    __slots__ = ()
    applies_to = ("CanonicalResource",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Nothing, unless the settings say that it is for publication."""
        settings = run.settings
        if settings.for_publication:
            report(publication_faults(value), frame, run)
        if not settings.experimental and value.get("experimental") is True:
            report((Remark(EXPERIMENTAL, {"url": value.get("url", "?")}),), frame, run)


def publication_faults(resource: Mapping[str, Any]) -> Iterator[Remark]:
    """What is missing in a resource that HL7 publishes; nothing of anyone else's."""
    if not is_hl7(resource):
        return
    if not any(extension.get("url") == WORK_GROUP for _, extension in numbered(resource.get("extension"))):
        yield Remark(WITHOUT_WORK_GROUP, {"url": resource["url"]})
