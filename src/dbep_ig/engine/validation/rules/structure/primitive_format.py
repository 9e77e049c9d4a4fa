"""A primitive whose JSON type is right but whose form is not that of its FHIR type.

Source: https://hl7.org/fhir/R4/datatypes.html#primitive
"""

from typing import Any

from dbep_ig.engine.diagnostics import Rule
from dbep_ig.engine.fhir.primitives.checking import JSON_KINDS
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run
from dbep_ig.engine.validation.ground.schema import Member, is_of_kind
from dbep_ig.engine.validation.rules.structure.json_shape import (
    NULL_VALUE,
    UNEXPECTED_LIST,
    WRONG_JSON_TYPE,
    kind_of,
)

SPEC = "https://hl7.org/fhir/R4/datatypes.html#primitive"

MALFORMED_PRIMITIVE = Rule(
    code="DBEP4114",
    name="malformed-primitive",
    issue_type="value",
    nb="`{value}` er ikke en gyldig {type}: den {reason}",
    en="`{value}` is not a valid {type}: it {reason}",
    spec=SPEC,
)
EMPTY_STRING = Rule(
    code="DBEP4110",
    name="empty-string",
    issue_type="value",
    nb="{element} er en tom streng; et element uten verdi skal utelates",
    en="{element} is an empty string; an element without a value must be omitted",
    spec="https://hl7.org/fhir/R4/datatypes.html#string",
)
MALFORMED_RESOURCE_ID = Rule(
    code="DBEP4117",
    name="malformed-id",
    issue_type="value",
    nb="`{value}` er ikke en gyldig id: 1–64 bokstaver, sifre, bindestrek og punktum",
    en="`{value}` is not a valid id: 1–64 letters, digits, hyphens and dots",
    spec="https://hl7.org/fhir/R4/datatypes.html#id",
)


def explain(value: Any, member: Member, owner: Frame, index: int, run: Run) -> None:
    """Why a value was not accepted."""
    name = member.type_name
    if value is None:
        run.add_at(NULL_VALUE, owner, member.key, index, element=member.path)
    elif type(value) is list:
        run.add_at(UNEXPECTED_LIST, owner, member.key, index, element=member.path)
    elif not is_of_kind(value, name):
        run.add_at(
            WRONG_JSON_TYPE,
            owner,
            member.key,
            index,
            element=member.path,
            type=name,
            expected=kind_of(JSON_KINDS.get(name, str)()),
            actual=kind_of(value),
        )
    else:
        _report_format(value, member, owner, index, run)


def _report_format(value: Any, member: Member, owner: Frame, index: int, run: Run) -> None:
    """The rule that fits."""
    if value == "":
        run.add_at(EMPTY_STRING, owner, member.key, index, element=member.path)
    elif member.type_name == "id":
        run.add_at(MALFORMED_RESOURCE_ID, owner, member.key, index, value=value)
    else:
        reason = member.fault(value) if member.fault is not None else None
        run.add_at(
            MALFORMED_PRIMITIVE, owner, member.key, index, value=value, type=member.type_name, reason=reason
        )
