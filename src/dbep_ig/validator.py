"""Validation as a library: open once, check many.

    from dbep_ig.validator import Validator

    validator = Validator.open()                       # the DBEP guide; guide="0.1.0" for a version of it, or packages=["my-guide.tgz"]
    report = validator.check("plan.json", plan_bytes)  # bytes of JSON, XML or NDJSON
    for issue in report.issues:
        print(issue.rule.code, issue.location.expression, issue.message("nb"))

    with open("export.ndjson", "rb") as lines:         # however many
        for report in validator.check_ndjson(lines):
            print(report.has_errors)

An open validator may be shared between threads; each `check` has a state of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from dbep_ig.engine.diagnostics import Beyond, Issue, Report, Text

if TYPE_CHECKING:
    from dbep_ig.engine.core import CoreStore
    from dbep_ig.engine.fhir.json_types import Resource
    from dbep_ig.engine.packages import PackageSet
    from dbep_ig.engine.terminology import TerminologyService
    from dbep_ig.engine.validation import Settings
    from dbep_ig.engine.validation.documents import Inputs
    from dbep_ig.engine.validation.guide_map import GuideMap
    from dbep_ig.engine.validation.validator import Judged
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
        from dbep_ig.host.invariant_texts import invariant_text

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
            invariant_text=invariant_text,
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
        from dbep_ig.host.home import working_folder
        from dbep_ig.host.packages import PackageSettings, load_packages

        core = open_core()
        if core.value is None:
            raise CouldNotOpen(core.issues)
        here = folder or working_folder()
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

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What is wrong with the packages themselves; `check` and `check_all` report it too."""
        return (*self._issues, *self.packages.issues)

    def check(self, name: str, data: bytes, *, profiles: Profiles = "auto") -> Report:
        """One document: JSON, XML or NDJSON. `name` is what the report calls it."""
        return self.check_all([(name, data)], profiles=profiles)

    def check_all(self, documents: Iterable[tuple[str, bytes]], *, profiles: Profiles = "auto") -> Report:
        """Documents that may refer to each other, in one report."""
        from dbep_ig.host.spooling import GivenInputs

        issues, held, names = list(self.issues), [], []
        beyond: list[Beyond] = []
        for judged in self._judged(GivenInputs(list(documents)), profiles, are_lines=False):
            issues += judged.issues
            held += judged.held
            beyond += judged.beyond
            names += [judged.name] if judged.is_first else []
        return Report.of(issues, held=held, documents=names, notes=self.notes, beyond=beyond)

    def check_ndjson(
        self, lines: "Iterable[bytes | str]", *, name: str = "-", profiles: Profiles = "auto"
    ) -> Iterator[Report]:
        """A report for each resource of NDJSON, as soon as it is judged; all lines together need not fit into memory.

        lines  with or without their line feed: an open file, or anything that gives lines
        name   what the reports call them

        Resources may refer to each other across lines. The first that refers to something outside itself makes all lines be
        read on to the last; they are kept in a temporary file meanwhile.
        """
        from dbep_ig.host.spooling import SpooledLines

        with SpooledLines(lines, name) as inputs:
            for report in self.check_stream(inputs, profiles=profiles, are_lines=True):
                yield replace(report, documents=(name,))

    def check_stream(
        self, inputs: "Inputs", *, profiles: Profiles = "auto", are_lines: bool = False
    ) -> Iterator[Report]:
        """A report for each document of inputs that may refer to each other, judged one by one and let go.

        A report names its input in `documents` when it is the input's first; an input that cannot be opened is none. After the
        last line of NDJSON there may be one more, of what is true of the whole input (DBEP4526).

        are_lines  all inputs are NDJSON, whatever they look like, and each line is reported by itself
        """
        for judged in self._judged(inputs, profiles, are_lines=are_lines):
            yield Report.of(
                judged.issues,
                held=judged.held,
                documents=(judged.name,) if judged.is_first else (),
                beyond=judged.beyond,
            )

    def _judged(self, inputs: "Inputs", profiles: Profiles, *, are_lines: bool) -> "Iterator[Judged]":
        from dbep_ig.engine.diagnostics import own_fault_issue
        from dbep_ig.engine.validation.documents import InputDocuments
        from dbep_ig.host.spooling import SpilledTable

        on_fault = None if self._engine.settings.raise_own_faults else own_fault_issue
        documents = InputDocuments(inputs, self.types, are_lines=are_lines, on_fault=on_fault)
        return self._engine.judge(documents, profiles=profiles, table=SpilledTable, by_itself=are_lines)


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
