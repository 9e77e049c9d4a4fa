"""A program that uses the library, for mypy (`make check`): each line with `type: ignore` is an error, and no other."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dbep_ig
from dbep_ig import (
    Content,
    CouldNotOpen,
    Issue,
    Packages,
    Profiles,
    Report,
    Severity,
    Validator,
)


def opened(packages: Packages) -> Validator:
    try:
        return Validator.open(packages)
    except CouldNotOpen as refused:
        raise SystemExit(refused.issues[0].message("nb")) from refused


def right(
    validator: Validator, content: Content, profiles: Profiles, plan: dict[str, Any]
) -> Iterator[Report]:
    yield validator.check(content, profiles=profiles)
    yield validator.check("name", plan, profiles="none")
    yield validator.check(Path("plan.json"), profiles=["http://example.org/p"])
    yield validator.check_all([plan, b"{}", ("name", "{}"), Path("plan.json")])
    yield from validator.check_ndjson(Path("x.ndjson"))
    Validator.open(Path("x.tgz"))
    Validator.open(["x.tgz", Path("y.tgz")], folder="here")


def told(report: Report) -> tuple[bool, str, dict[str, Any], tuple[Issue, ...]]:
    line: int | None = report.errors[0].line
    severity: Severity = report.errors[0].severity
    return (
        report.ok and line is None,
        f"{severity}{report.to_json('nb')}",
        report.operation_outcome(),
        report.issues,
    )


def wrong(validator: Validator, report: Report) -> None:
    validator.check(3)  # type: ignore[call-overload]
    validator.check(None)  # type: ignore[call-overload]
    validator.check([{}])  # type: ignore[call-overload]
    validator.check({}, profiles=None)  # type: ignore[call-overload]
    validator.check({}, profiles=3)  # type: ignore[call-overload]
    validator.check_all(3)  # type: ignore[arg-type]
    validator.check_ndjson(3)  # type: ignore[arg-type]
    report.to_json("no")  # type: ignore[arg-type]
    report.ok = True  # type: ignore[misc]
    report.nosuch()  # type: ignore[attr-defined]
    dbep_ig.Validater  # type: ignore[attr-defined]  # noqa: B018
    Validator()  # type: ignore[call-arg]
    Validator.open(3)  # type: ignore[arg-type]
    Validator.open(settings={})  # type: ignore[arg-type]
