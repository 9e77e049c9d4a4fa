"""Validation as a library: open once, check many.

    from dbep_ig import Validator

    validator = Validator.open()               # the DBEP guide; guide="0.1.0" for a version of it, or packages="my-guide.tgz"
    report = validator.check(plan)             # bytes or str of JSON, XML or NDJSON, a dict, or a pathlib.Path
    for issue in report.issues:
        print(issue.code, issue.line, issue.expression, issue.message("nb"))

    with open("export.ndjson", "rb") as lines:  # however many
        for report in validator.check_ndjson(lines):
            print(report.ok)

An open validator may be shared between threads; each `check` has a state of its own.

Imports inside functions are for start-up time.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, overload

from dbep_ig.engine.diagnostics import Beyond, Issue
from dbep_ig.engine.diagnostics import Report as EngineReport
from dbep_ig.workbench import Workbench, open_workbench

if TYPE_CHECKING:
    from dbep_ig.engine.packages import PackageSet
    from dbep_ig.engine.terminology import TerminologyService
    from dbep_ig.engine.validation import Settings
    from dbep_ig.engine.validation.ground.documents import Documents, Inputs
    from dbep_ig.engine.validation.validator import Judged
    from dbep_ig.engine.validation.validator import Profiles as EngineProfiles
    from dbep_ig.host.packages import PackageSettings
    from dbep_ig.library.arguments import Packages, Profiles
    from dbep_ig.library.documents import Before, Content, Given, GivenInputs
    from dbep_ig.library.ndjson import Lines
    from dbep_ig.library.report import Report

__all__ = ["CouldNotOpen", "Packages", "Profiles", "Report", "Validator"]

_NOT_GIVEN: Any = object()


class CouldNotOpen(Exception):  # noqa: N818  reads as what it says
    """The validator cannot work: R4 core, or a package that was asked for, is not available.

    issues  what is wrong and how to fix it
    """

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        super().__init__(issues)
        self.issues = issues

    def __str__(self) -> str:
        return "; ".join(issue.message("en") for issue in self.issues)


class Validator:
    """Definitions opened and, as they are met, compiled. `open` makes one."""

    def __new__(cls, *given: object, **named: object) -> "Validator":
        """Says what to write where somebody calls the class."""
        if not isinstance(next(iter(given), None), Workbench):
            raise TypeError("Validator.open(…) opens a validator")
        return super().__new__(cls)

    def __init__(self, bench: "Workbench[PackageSet]", *, issues: Sequence[Issue] = ()) -> None:
        """See `open`, which makes one."""
        self.types = bench.core
        self.packages = bench.packages
        self.guide = bench.guide
        self.notes = bench.notes
        self._issues = tuple(issues)
        self._engine = bench.validator

    @classmethod
    def open(
        cls,
        packages: "Packages" = (),
        *,
        guide: str | None = None,
        folder: str | os.PathLike[str] | None = None,
        without_guide: bool = False,
        extension_domains: str | Sequence[str] = (),
        package_settings: "PackageSettings | None" = None,
        settings: "Settings | None" = None,
        service: "TerminologyService | None" = None,
    ) -> "Validator":
        """Opens R4 core, the packages and all they need.

        packages  paths of .tgz files, folders or JSON files, or `id#version`: one, or several; they come beside the guide. A
                  copy or another version of the guide itself takes its place
        guide     the guide to use, by version: `0.1.0`, `my.guide#0.1.0`, `0.1.x`, `latest`. None: the guide of the checkout
                  that `folder` (the working folder) lies in, else the one that comes with dbep
        without_guide  None means none: R4 and the packages alone
        extension_domains  addresses below which extensions need no definition: `https://my.example/fhir`
        raises    CouldNotOpen; TypeError or ValueError where an argument cannot be meant
        """
        from dbep_ig.engine.validation import Settings
        from dbep_ig.engine.validation.ground.settings import checked_domains
        from dbep_ig.host.guide_with_packages import without_wishes
        from dbep_ig.host.home import working_folder
        from dbep_ig.host.packages import PackageSettings
        from dbep_ig.library.arguments import check_open, packages_asked

        check_open(guide, folder, without_guide, settings, service, package_settings)
        packages = packages_asked(packages)
        found = settings or Settings()
        found = found._replace(extension_domains=checked_domains(found.extension_domains, extension_domains))
        here = working_folder() if folder is None else Path(folder)
        places = package_settings or PackageSettings.of(os.environ, here)
        if places.here is None:
            places = places._replace(here=here)
        opened = open_workbench(
            packages,
            places,
            here,
            guide=guide,
            without_guide=without_guide,
            settings=found,
            service=service,
        )
        issues = opened.issues
        if opened.value is not None:
            issues = without_wishes(issues, opened.value.packages, opened.value.guide)
        if opened.value is None or any(issue.is_error for issue in issues):
            raise CouldNotOpen(issues)
        return cls(opened.value, issues=issues)

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What is wrong with the packages themselves; `check` and `check_all` report it too."""
        return (*self._issues, *self.packages.issues)

    @overload
    def check(
        self,
        data: "Content",
        /,
        *,
        profiles: "Profiles" = "auto",
        before: "Before | None" = None,
        by: str | None = None,
    ) -> "Report": ...
    @overload
    def check(
        self,
        name: str | os.PathLike[str],
        data: "Content",
        *,
        profiles: "Profiles" = "auto",
        before: "Before | None" = None,
        by: str | None = None,
    ) -> "Report": ...
    def check(
        self,
        name: Any = None,
        data: Any = _NOT_GIVEN,
        *,
        profiles: "Profiles" = "auto",
        before: "Before | None" = None,
        by: str | None = None,
    ) -> "Report":
        """One document, `check(data)` or `check(name, data)`: JSON, XML or NDJSON.

        name      what the report calls it; `-`, and a file by its path, without one
        data      bytes; str, which is always content and never a path; a dict, which is not changed and has no lines and
                  columns; a pathlib.Path, which is what PATH is to `dbep validate`: of a folder, all its files are read
        profiles  "auto": what each resource claims in meta.profile, else the guide's own choice; "none": R4 only; or one
                  canonical URL or several, that the document's own resource is validated against besides
        before    the earlier version, in any form that `data` has, or a list of such: whether the life cycles of the profiles
                  allow the change is checked too. Resources of Bundles are found by type and id, fullUrl or identifier. An empty
                  list: the resource is new. The earlier version itself is not validated
        by        the role that has made the change, as the life cycle names it; None: not known

        Faults of the document are in the report, also that a file cannot be read. Raises TypeError or ValueError where an
        argument cannot be meant, or a dict holds what JSON does not have.
        """
        from dbep_ig.library.documents import given_document

        if data is _NOT_GIVEN:
            name, data = None, name
        _is_open(self, "check")
        return self._checked(given_document(name, data), profiles, before, by)

    def check_all(
        self,
        documents: "Iterable[Given]",
        *,
        profiles: "Profiles" = "auto",
        before: "Before | None" = None,
        by: str | None = None,
    ) -> "Report":
        """Documents that may refer to each other, in one report.

        documents   each as for `check`, or (name, document); one without a name is called by its number, `[0]` the first
        before, by  as for `check`
        """
        from dbep_ig.library.documents import given_documents

        _is_open(self, "check_all")
        return self._checked(given_documents(documents), profiles, before, by)

    def _checked(
        self, inputs: "GivenInputs", profiles: "Profiles", before: "Before | None", by: str | None
    ) -> "Report":
        from dbep_ig.library.arguments import check_role, profiles_asked
        from dbep_ig.library.documents import earlier_documents
        from dbep_ig.library.report import Report

        issues, held, names = list(self.issues), [], []
        beyond: list[Beyond] = []
        check_role(by, before)
        earlier = None if before is None else earlier_documents(before)
        asked = profiles_asked(profiles)
        for judged in self._judged(inputs, asked, given=inputs, before=earlier, by=by):
            issues += judged.issues
            held += judged.held
            beyond += judged.beyond
            names += [judged.name] if judged.is_first else []
        return Report(EngineReport.of(issues, held=held, documents=names, notes=self.notes, beyond=beyond))

    def check_ndjson(
        self,
        lines: "Iterable[bytes | str] | os.PathLike[str]",
        *,
        name: str | None = None,
        profiles: "Profiles" = "auto",
    ) -> "Iterator[Report]":
        """A report for each resource of NDJSON, as soon as it is judged; all lines together need not fit into memory.

        lines  with or without their line feed: an open file, a pathlib.Path, bytes or str of content, or anything that
               gives lines
        name   what the reports call them; `-`, and a file by its path, without one

        Resources may refer to each other across lines. The first that refers to something outside itself makes all lines be
        read on to the last; they are kept in a temporary file meanwhile.
        """
        from dbep_ig.library.arguments import profiles_asked
        from dbep_ig.library.ndjson import ndjson_lines

        _is_open(self, "check_ndjson")
        return self._of_lines(ndjson_lines(lines, name), profiles_asked(profiles))

    def _of_lines(self, lines: "Lines", profiles: "EngineProfiles") -> "Iterator[Report]":
        from dbep_ig.library.report import Report

        with lines.inputs as inputs:
            name = inputs.name(0)
            for report in self.check_stream(inputs, profiles=profiles, are_lines=True):
                yield Report(report._replace(documents=(name,)))
        if lines.given is not None:
            lines.given.raise_fault()

    def check_stream(
        self,
        inputs: "Inputs",
        *,
        profiles: "EngineProfiles" = "auto",
        are_lines: bool = False,
        before: "Inputs | None" = None,
        by: str | None = None,
    ) -> Iterator[EngineReport]:
        """The engine's report for each document of inputs that may refer to each other, judged one by one and let go.

        For the command, whose formats take the engine's reports.

        A report names its input in `documents` when it is the input's first; an input that cannot be opened is none. After the
        last line of NDJSON there may be one more, of what is true of the whole input (DBEP4526).

        are_lines   all inputs are NDJSON, whatever they look like, and each line is reported by itself
        before, by  the earlier versions, and the role that has made the changes; see `check`
        """
        for judged in self._judged(inputs, profiles, are_lines=are_lines, before=before, by=by):
            yield EngineReport.of(
                judged.issues,
                held=judged.held,
                documents=(judged.name,) if judged.is_first else (),
                beyond=judged.beyond,
            )

    def _judged(
        self,
        inputs: "Inputs",
        profiles: "EngineProfiles",
        *,
        are_lines: bool = False,
        given: "GivenInputs | None" = None,
        before: "Inputs | None" = None,
        by: str | None = None,
    ) -> "Iterator[Judged]":
        from dbep_ig.engine.diagnostics import own_fault_issue
        from dbep_ig.engine.validation.ground.documents import InputDocuments
        from dbep_ig.host.spooling import SpilledTable

        on_fault = None if self._engine.settings.raise_own_faults else own_fault_issue
        documents: Documents = InputDocuments(inputs, self.types, are_lines=are_lines, on_fault=on_fault)
        if given is not None and given.has_bare:
            from dbep_ig.library.documents import WithoutPlaces

            documents = WithoutPlaces(documents, given)
        earlier = None if before is None else InputDocuments(before, self.types, on_fault=on_fault)
        return self._engine.judge(
            documents, profiles=profiles, table=SpilledTable, by_itself=are_lines, earlier=earlier, by=by
        )

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Validator cannot be pickled: open one in each process; threads may share one")


if not TYPE_CHECKING:

    def __getattr__(name):
        """The types of the library that are imported here when somebody asks for them."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import dbep_ig

        return getattr(dbep_ig, name)


def _is_open(validator: object, name: str) -> None:
    """Says what to write where a method is asked of the class."""
    if not isinstance(validator, Validator):
        raise TypeError(f"{name} is asked of an open validator: Validator.open().{name}(…)")
