"""The input of the operation $validate: a Parameters with a resource and how to validate it.

It is one when its parameters are `resource`, `mode` and `profile` and nothing else, and it has a `mode` or a `profile`.
The profiles are those that the resource is validated against, besides what it claims.

Source: https://hl7.org/fhir/R4/resource-operation-validate.html
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from dbep_ig.engine.diagnostics import Rule, Severity, Text
from dbep_ig.engine.diagnostics.slips import nearest
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.walking.run import DocumentRun

SPEC = "https://hl7.org/fhir/R4/resource-operation-validate.html"

UNKNOWN_MODE = Rule(
    code="DBEP4532",
    name="unknown-validation-mode",
    issue_type="code-invalid",
    nb="`{mode}` er ingen måte å validere på; de som finnes, er create, update, delete og profile{hint}",
    en="`{mode}` is not a mode of validation; the modes are create, update, delete and profile{hint}",
    spec="https://hl7.org/fhir/R4/valueset-resource-validation-mode.html",
)
MODE_NEEDS = Rule(
    code="DBEP4533",
    name="validation-mode-needs-more",
    issue_type="required",
    nb="Med mode `{mode}` må {what}",
    en="With the mode `{mode}`, {what}",
    spec=SPEC,
)
DELETE_NOT_CHECKED = Rule(
    code="DBEP4534",
    name="delete-not-checked",
    severity=Severity.INFORMATION,
    issue_type="incomplete",
    nb="Om ressursen kan slettes, vet bare serveren som har den; det er ikke kontrollert",
    en="Whether the resource can be deleted is known only to the server that has it, and was not checked",
    spec=SPEC,
)
_MODES = ("create", "update", "delete", "profile")
_NAMES = frozenset(("resource", "mode", "profile"))
_URIS = ("valueUri", "valueCanonical", "valueUrl", "valueString")
_HAS_ID = Text("ressursen ha en id", "the resource must have an id")
_HAS_PROFILE = Text(
    "en profil være oppgitt (parameteren profile)", "a profile must be given (the parameter profile)"
)


class ValidateInput(NamedTuple):
    """How to validate the resource of a Parameters.

    resource  the number of its parameter; -1: there is none
    profiles  (number of the parameter, its member, canonical)
    mode      the mode, "" for none, and the number of its parameter and its member
    """

    resource: int
    profiles: tuple[tuple[int, str, str], ...]
    mode: tuple[str, int, str]


def input_of(parameters: Mapping[str, Any]) -> ValidateInput | None:
    """None for a Parameters that is no clear input of $validate."""
    items = parameters.get("parameter")
    resource, mode = -1, ("", -1, "")
    profiles: list[tuple[int, str, str]] = []
    for number, one in enumerate(items if type(items) is list else ()):
        name = one.get("name") if type(one) is dict else None
        if type(name) is not str or name not in _NAMES:
            return None
        if name == "resource":
            if resource >= 0 or type(one.get("resource")) is not dict:
                return None
            resource = number
            continue
        keys = _URIS if name == "profile" else ("valueCode", "valueString")
        key = next((key for key in keys if type(one.get(key)) is str), None)
        if key is None or (name == "mode" and mode[2]):
            return None
        if name == "profile":
            profiles.append((number, key, one[key]))
        else:
            mode = (one[key], number, key)
    if (resource < 0 and mode[0] != "delete") or not (profiles or mode[2]):
        return None
    return ValidateInput(resource, tuple(profiles), mode)


def input_around(frame: Frame) -> ValidateInput | None:
    """The input that a resource is to be validated by; None when it is not the resource of one."""
    owner = frame.parent
    root = None if owner is None else owner.parent
    if owner is None or root is None or root.parent is not None or root.type_name != "Parameters":
        return None
    found = _read(root)
    return found if found is not None and owner.key == "parameter" and owner.index == found.resource else None


def check_mode(frame: Frame, run: DocumentRun) -> None:
    """What the mode of a document that is such an input asks for. `frame` is the Parameters."""
    found = _read(frame)
    if found is None or not found.mode[2]:
        return
    mode, number, key = found.mode
    one = frame.value["parameter"][number]
    at = Frame(frame, "parameter", number, one, "Parameters.parameter", "Parameters.parameter", frame.scope)
    if mode not in _MODES:
        near = nearest(mode, _MODES)
        hint = Text("", "") if near is None else Text(f"; mente du {near}?", f"; did you mean {near}?")
        run.add_at(UNKNOWN_MODE, at, key, mode=mode, hint=hint)
    elif mode == "delete":
        run.add_at(DELETE_NOT_CHECKED, at, key)
    elif mode == "profile" and not found.profiles:
        run.add_at(MODE_NEEDS, at, key, mode=mode, what=_HAS_PROFILE)
    elif mode == "update" and "id" not in frame.value["parameter"][found.resource]["resource"]:
        inner = run.index.frame_of(frame.value["parameter"][found.resource]["resource"])
        run.add(MODE_NEEDS, inner or at, mode=mode, what=_HAS_ID)


def _read(root: Frame) -> ValidateInput | None:
    shared = root.scope.shared
    if "validate-input" not in shared:
        shared["validate-input"] = input_of(root.value)
    found: ValidateInput | None = shared["validate-input"]
    return found
