"""The XHTML of a narrative breaks the rules of narratives (txt-1, txt-2): elements, attributes, links, scripts.

The rules and their messages are those of `dbep_ig.engine.fhir.xhtml.narrative`; here they get their place in the resource.

Source: https://hl7.org/fhir/R4/narrative.html#xhtml
"""

from typing import Any

from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run


class NarrativeChecks:
    """One Narrative."""

    __slots__ = ()

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Check `div`."""
        div = value.get("div")
        if type(div) is not str:
            return
        from dbep_ig.engine.fhir.xhtml.narrative import check_narrative

        for rule, params in check_narrative(div):
            run.note(rule, frame, params, key="div")
