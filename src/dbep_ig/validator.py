"""Validation as a library: open once, check many.

    from dbep_ig.validator import Validator

    validator = Validator.open()                       # the DBEP guide; guide="0.1.0" for a version of it, or packages=["my-guide.tgz"]
    report = validator.check("plan.json", plan_bytes)  # bytes of JSON, XML or NDJSON
    for issue in report.issues:
        print(issue.rule.code, issue.location.expression, issue.message("nb"))

An open validator may be shared between threads; each `check` has a state of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from dbep_ig.engine.diagnostics import Issue, Report, Text

if TYPE_CHECKING:
    from dbep_ig.engine.core import CoreStore
    from dbep_ig.engine.fhir.documents import Document
    from dbep_ig.engine.fhir.json_types import Resource
    from dbep_ig.engine.packages import PackageSet
    from dbep_ig.engine.terminology import TerminologyService
    from dbep_ig.engine.validation import Settings
    from dbep_ig.engine.validation.guide_map import GuideMap
    from dbep_ig.host.packages import PackageSettings

Profiles = Literal["auto", "none"] | Sequence[str]


class CouldNotOpen(Exception):  # noqa: N818  reads as what it says
    """The validator cannot work: R4 core, or a package that was asked for, is not available.

    issues  what is wrong and how to fix it
    """

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        super().__init__("; ".join(issue.message("en") for issue in issues))
        self.issues = issues


class Validator:
    """Definitions opened and, as they are met, compiled."""

    def __init__(
        self,
        core: "CoreStore",
        packages: "PackageSet",
        settings: "Settings",
        *,
        service: "TerminologyService | None" = None,
        guide: str | None = None,
        notes: Sequence[Text] = (),
        issues: Sequence[Issue] = (),
    ) -> None:
        """See `open`, which makes one. `guide` is the guide that is used, `id#version`; `notes` go into every report."""
        from dbep_ig.engine.snapshots import Snapshots
        from dbep_ig.engine.terminology import Terminology
        from dbep_ig.engine.validation import Validator as Engine

        definitions = Snapshots(packages)
        self.types = core
        self.packages = packages
        self.guide = guide
        self.notes = tuple(notes)
        self._issues = tuple(issues)
        self._engine = Engine(
            definitions,
            core,
            Terminology(definitions, service=service),
            settings,
            parsed_expression=core.parsed_expression,
        )

    @classmethod
    def open(
        cls,
        packages: Sequence[str] = (),
        *,
        guide: str | None = None,
        folder: Path | None = None,
        without_guide: bool = False,
        package_settings: "PackageSettings | None" = None,
        settings: "Settings | None" = None,
        service: "TerminologyService | None" = None,
    ) -> "Validator":
        """Opens R4 core, the packages and all they need.

        packages  paths of .tgz files, folders or JSON files, or `id#version`
        guide     the guide to use, by version: `0.1.0`, `my.guide#0.1.0`, `0.1.x`, `latest`; the packages come beside it.
                  None: the guide of the checkout that `folder` (the working folder) lies in, else the one that comes with
                  dbep; no guide when packages are given
        without_guide  None means none: R4 alone
        raises    CouldNotOpen
        """
        import os

        from dbep_ig.engine.packages.aliases import canonical_aliases
        from dbep_ig.engine.packages.dependencies import DEPENDENCY_MISSING
        from dbep_ig.engine.validation import Settings
        from dbep_ig.host.core_data import open_core
        from dbep_ig.host.guide_source import NO_GUIDE, GuideSource, find_guide, package_note
        from dbep_ig.host.packages import PackageSettings, load_packages

        core = open_core()
        if core.value is None:
            raise CouldNotOpen(core.issues)
        here = folder or Path.cwd()
        places = package_settings or PackageSettings.of(os.environ, here)
        notes: list[Text] = []
        before: tuple[Issue, ...] = ()
        source: GuideSource | None = None
        if guide is not None:
            from dbep_ig.host.guide_choice import choose_guide

            chosen = choose_guide(guide, here, places)
            source, before = chosen.value, chosen.issues
            if source is None:
                raise CouldNotOpen(before)
        elif not packages and not without_guide:
            source = find_guide(here)
            if source is None:
                notes.append(NO_GUIDE)
        asked = [*([] if source is None else [source.package]), *packages]
        loaded = load_packages(asked, places, core.value)
        if loaded.value is None or any(issue.is_error for issue in loaded.issues):
            raise CouldNotOpen((*before, *loaded.issues))
        if source is not None:
            notes.append(source.note(_status_of(source.label, loaded.value)))
        notes += [
            package_note(label, _status_of(label, loaded.value))
            for label in loaded.value.roots
            if source is None or label != source.label
        ]
        issues = (*before, *loaded.issues)
        if (
            not packages
        ):  # what our own guide would like beside it is said where it matters: at the imposed profile
            issues = tuple(issue for issue in issues if issue.rule is not DEPENDENCY_MISSING)
        found = settings or Settings()
        if not found.profile_map:
            found = replace(found, profile_map=_choices_of(loaded.value, len(asked)))
        if not found.aliases:
            found = replace(found, aliases=canonical_aliases(loaded.value.packages).value or {})
        used = None if source is None else source.label
        return cls(core.value, loaded.value, found, service=service, guide=used, notes=notes, issues=issues)

    def check(self, name: str, data: bytes, *, profiles: Profiles = "auto") -> Report:
        """One document: JSON, XML or NDJSON. `name` is what the report calls it."""
        return self.check_all([(name, data)], profiles=profiles)

    def check_all(
        self,
        documents: Iterable[tuple[str, bytes]],
        *,
        profiles: Profiles = "auto",
        issues: Iterable[Issue] = (),
        names: Iterable[str] = (),
    ) -> Report:
        """Documents that may refer to each other.

        issues  what is known already (files that could not be read), for the report
        names   the documents in the report's order, where `documents` are not all
        """
        from dbep_ig.engine.fhir.sniffing import read_document

        read: list[Document] = []
        found = [*self._issues, *issues]
        seen: list[str] = []
        for name, data in documents:
            seen.append(name)
            result = read_document(data, name, self.types)
            found.extend(result.issues)
            read.extend(result.value or ())
        more, held = self._engine.validate_all(read, profiles=profiles)
        return Report.of(
            [*found, *self.packages.issues, *more], held=held, documents=list(names) or seen, notes=self.notes
        )


def _status_of(label: str, packages: "PackageSet") -> str | None:
    """The publication status of the guide among the packages."""
    from dbep_ig.host.guide_facts import facts_of

    return next((facts_of(one).status for one in packages.packages if one.label == label), None)


def _choices_of(packages: "PackageSet", count: int) -> "GuideMap":
    """How the packages that were asked for (the first `count`) choose a profile for a resource that claims none."""
    from dbep_ig.engine.validation.guide_map import GuideMap

    profiles: dict[str, list[str]] = {}
    for package in packages.packages[:count]:
        for entry in package.entries():
            if (
                entry.get("derivation") == "constraint"
                and entry.get("kind") == "resource"
                and "type" in entry
            ):
                profiles.setdefault(entry["type"], []).append(entry["url"])

    def of_type(type_name: str) -> "Iterator[Resource]":
        for url in profiles[type_name]:
            profile = packages.find(url, "StructureDefinition")
            if profile is not None:
                yield profile

    return GuideMap(of_type, profiles)
