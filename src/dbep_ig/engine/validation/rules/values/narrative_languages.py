"""What a profile demands of the languages of a narrative: the extension narrative-language-control on a Narrative.

`_yes`: there are language sections; `_no`: there are none; `_resource`: there is one in the resource's language; a language
code: there is one in that language.

Source: http://hl7.org/fhir/extensions/StructureDefinition-narrative-language-control.html
"""

from collections.abc import Mapping
from typing import Any

from dbep_ig.engine.validation.ground.compile_context import CompileContext
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run

_CONTROL = "http://hl7.org/fhir/StructureDefinition/narrative-language-control"


class NarrativeLanguages:
    """The languages that a narrative must have sections for."""

    __slots__ = ("wanted",)
    applies_to = ("ElementDefinition.extension",)

    def __init__(self, wanted: tuple[str, ...]) -> None:
        self.wanted = wanted

    @classmethod
    def compile(cls, element: Mapping[str, Any], ctx: CompileContext) -> "NarrativeLanguages | None":
        """None without the extension."""
        wanted = tuple(
            str(one.get("valueCode") or one.get("valueString"))
            for one in element.get("extension", ())
            if one.get("url") == _CONTROL
        )
        return cls(wanted) if wanted else None

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """One Narrative."""
        # start-up: this file is imported for every profile, the other for narratives alone
        from dbep_ig.engine.validation.rules.narrative.narrative import (
            LANGUAGE_SECTIONS_FORBIDDEN,
            LANGUAGE_SECTIONS_MISSING,
            read,
        )

        div = value.get("div") if type(value) is dict else None
        found = read(div) if type(div) is str else None
        if found is None:
            return
        if "_no" in self.wanted:
            if found.languages:
                run.add(LANGUAGE_SECTIONS_FORBIDDEN, frame, found=found.languages)
            return
        missing = [one for one in self.wanted if not self._has(one, found.languages, frame)]
        if missing:
            run.add(LANGUAGE_SECTIONS_MISSING, frame, wanted=missing, found=found.languages or "–")

    @staticmethod
    def _has(wanted: str, languages: list[str], frame: Frame) -> bool:
        if wanted == "_yes":
            return bool(languages)
        if wanted == "_resource":
            wanted = str(frame.scope.resource.get("language", ""))
        return not wanted or wanted in languages
