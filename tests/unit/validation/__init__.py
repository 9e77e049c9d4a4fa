"""Tests of the validation room. `held` holds a resource to definitions written in the test."""

from decimal import Decimal
from functools import cache
from typing import Any

from dbep_ig.engine.core import CoreStore
from dbep_ig.engine.diagnostics import Issue, Source
from dbep_ig.engine.fhir.definitions import DefinitionMap
from dbep_ig.engine.fhir.documents import Document
from dbep_ig.engine.validation import Settings, Validator
from dbep_ig.host.core_data import open_core
from dbep_ig.workbench import Workbench


class Nowhere:
    """A locator for documents that were never text."""

    def locate(self, pointer: Any, *, key: bool = False) -> None:
        return None


@cache
def core() -> CoreStore:
    opened = open_core().value
    assert opened is not None, "R4 core is not installed: python -m dbep_ig.host.core_build"
    return opened


def validator(*definitions: dict, **settings: Any) -> Validator:
    found = DefinitionMap(definitions, core())
    return Workbench(core(), found, Settings(**{"warn_without_profile": False, **settings})).validator


def document(resource: dict, name: str = "test") -> Document:
    return Document(Source(name, ""), resource, Nowhere(), "json")


def held(resource: dict, *definitions: dict, profiles: Any = "auto", **settings: Any) -> list[Issue]:
    """The issues of one resource."""
    issues = validator(*definitions, **settings).validate(document(resource), profiles=profiles)[0]
    assert "DBEP9001" not in [issue.rule.code for issue in issues]
    return issues


def brief(issues: list[Issue]) -> list[tuple[str, str]]:
    """(code, expression) of each."""
    return [(issue.rule.code, issue.location.expression) for issue in issues]


def errors(issues: list[Issue]) -> list[tuple[str, str]]:
    """As `brief`, errors only."""
    return brief([issue for issue in issues if issue.is_error])


def profile(type_name: str, *elements: dict, url: str = "http://example.org/p", **more: Any) -> dict:
    """A profile with a differential; element ids stand for paths too."""
    return {
        "resourceType": "StructureDefinition",
        "url": url,
        "name": "P",
        "status": "active",
        "kind": "resource",
        "abstract": False,
        "type": type_name,
        "baseDefinition": f"http://hl7.org/fhir/StructureDefinition/{type_name}",
        "derivation": "constraint",
        **more,
        "differential": {
            "element": [
                {"path": ".".join(step.partition(":")[0] for step in one["id"].split(".")), **one}
                for one in elements
            ]
        },
    }


def patient(**members: Any) -> dict:
    """A Patient that claims the profile `profile()` makes."""
    return {"resourceType": "Patient", "meta": {"profile": ["http://example.org/p"]}, **members}


__all__ = ["Decimal", "brief", "core", "document", "errors", "held", "patient", "profile", "validator"]
