"""Reads `bundled.toml` and the licence texts."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dbep_ig.engine.diagnostics import Text


@dataclass(frozen=True, slots=True)
class Component:
    """Something that others have made.

    licence   SPDX expression; "" where the owner's own terms apply, which `note` tells of
    by        the package it was taken from, where that is not the owner's own
    artefacts repository, sdist, wheel, package (FHIR), site
    files     paths in the repository, or below the site's `assets/`
    """

    id: str
    name: Text
    version: str
    owner: str
    copyright: str
    licence: str
    source: str
    by: str
    artefacts: frozenset[str]
    files: tuple[str, ...]
    what: Text
    note: Text | None


@dataclass(frozen=True, slots=True)
class Trademark:
    """Marks of one owner, and what is to be said of them."""

    marks: tuple[str, ...]
    owner: str
    note: Text | None


@cache
def components() -> tuple[Component, ...]:
    """Everything, in the order of the file."""
    return tuple(_component(row) for row in _bundled()["component"])


@cache
def trademarks() -> tuple[Trademark, ...]:
    """The marks that the project uses."""
    return tuple(Trademark(tuple(row["marks"]), row["owner"], _text(row)) for row in _bundled()["trademark"])


@cache
def licence_texts() -> Mapping[str, str]:
    """SPDX identifier -> the whole text."""
    folder = files(__package__) / "LICENSES"
    return {
        file.name.removesuffix(".txt"): file.read_text(encoding="utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
    }


def _component(row: Mapping[str, Any]) -> Component:
    what, name = _text(row["what"]), row["name"]
    assert what is not None
    return Component(
        id=row["id"],
        name=Text(name, name) if isinstance(name, str) else Text(name["nb"], name["en"]),
        version=row.get("version", ""),
        owner=row["owner"],
        copyright=row.get("copyright", ""),
        licence=row["licence"],
        source=row["source"],
        by=row.get("by", ""),
        artefacts=frozenset(row["in"]),
        files=tuple(row["files"]),
        what=what,
        note=_text(row.get("note", {})),
    )


def _text(row: Mapping[str, Any]) -> Text | None:
    return Text(row["nb"], row["en"]) if "nb" in row else None


@cache
def _bundled() -> Mapping[str, Any]:
    return tomllib.loads((files(__package__) / "bundled.toml").read_text(encoding="utf-8"))
