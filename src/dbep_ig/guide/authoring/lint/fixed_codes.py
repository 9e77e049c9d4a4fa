"""Codes that a profile fixes: each exists in its code system, and R4's required value set has it."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.engine.fhir.documents import Json
from dbep_ig.engine.terminology import Terminology
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.fhir_elements import FhirElement
from dbep_ig.guide.authoring.model_rules import UNKNOWN_CODE
from dbep_ig.guide.authoring.yaml_nodes import Where

from .fhir_rules import FIXED_CODE_OUTSIDE


class FixedCodes:
    """Checks values of `pattern` and `fixed`; the terminology is opened when the first code is met."""

    def __init__(self, bearings: Bearings) -> None:
        self._bearings = bearings

    @cached_property
    def _terminology(self) -> Terminology:
        return Terminology(self._bearings.definitions)

    def check(self, value: Json, type_name: str, base: FhirElement, path: str, at: Where) -> Iterator[Issue]:
        """DBEP2022 for a code that its system does not have, DBEP2062 for one that the required value set does not."""
        codings = _codings(value, type_name)
        own = {self._bearings.model.code_system_url(one) for one in self._bearings.model.code_systems}
        for coding in codings:
            system, code = coding.get("system"), str(coding["code"])
            if not isinstance(system, str) or system in own:
                continue
            found = self._terminology.validate_code(system, code)
            if found.is_outside and found.reason is not None:
                params = {"code": code, "system": system, "hint": found.reason.params.get("hint", "")}
                yield Issue(UNKNOWN_CODE, at.location(), params)
                return
        binding = base.definition.get("binding", {})
        value_set = binding.get("valueSet")
        if binding.get("strength") != "required" or not isinstance(value_set, str) or not codings:
            return
        compiled = self._terminology.compiled_value_set(value_set)
        for coding in codings:
            system = coding.get("system")
            answer = self._terminology.member_of(
                value_set, code=str(coding["code"]), system=system if isinstance(system, str) else None
            )
            if not answer.is_outside:
                return
        params = {
            "code": str(codings[0]["code"]),
            "path": path,
            "value_set": value_set.partition("|")[0],
            "hint": self._terminology.hints.in_value_set(compiled, codings, None).settled(),
        }
        yield Issue(FIXED_CODE_OUTSIDE, at.location(), params)


def _codings(value: Json, type_name: str) -> list[Mapping[str, Any]]:
    """The codes of a value; a plain code has no system."""
    if type_name == "code" and isinstance(value, str):
        return [{"code": value}]
    if not isinstance(value, dict):
        return []
    listed = (
        value.get("coding") if type_name == "CodeableConcept" else [value] if type_name == "Coding" else []
    )
    found = listed if isinstance(listed, list) else []
    return [one for one in found if isinstance(one, dict) and isinstance(one.get("code"), str)]
