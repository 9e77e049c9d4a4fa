"""R4 core, packages, snapshots, terminology and validator, put together in one place for everything that works with them.

Imports inside functions are for start-up time.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from dbep_ig.engine.diagnostics import Result, Text
from dbep_ig.engine.fhir.definitions import Definitions

if TYPE_CHECKING:
    from dbep_ig.engine.core import CoreStore
    from dbep_ig.engine.fhir.documents import Resource
    from dbep_ig.engine.packages import Package, PackageSet
    from dbep_ig.engine.snapshots import Snapshots
    from dbep_ig.engine.terminology import Terminology, TerminologyService
    from dbep_ig.engine.validation import Settings, Validator
    from dbep_ig.engine.validation.choosing.guide_map import GuideMap
    from dbep_ig.host.packages import PackageSettings

D = TypeVar("D", bound=Definitions)


class Workbench(Generic[D]):
    """Definitions, and what is made of them when it is first asked for.

    core      R4: its types, and the definitions behind all others
    packages  the definitions: packages, or any others, with R4 core behind them
    guide     the guide among them, `id#version`, and `notes` of it and the packages for a report; see `open_workbench`
    """

    def __init__(
        self,
        core: "CoreStore",
        packages: D,
        settings: "Settings | None" = None,
        *,
        service: "TerminologyService | None" = None,
        guide: str | None = None,
        notes: Sequence[Text] = (),
    ) -> None:
        self.core = core
        self.packages = packages
        self.guide = guide
        self.notes = tuple(notes)
        self._settings = settings
        self._service = service

    @cached_property
    def snapshots(self) -> "Snapshots":
        """The definitions, each with its snapshot."""
        from dbep_ig.engine.snapshots import Snapshots  # start-up time: `dbep resolve` needs none

        return Snapshots(self.packages)

    @cached_property
    def terminology(self) -> "Terminology":
        """Over the same definitions, and the service where one was given."""
        from dbep_ig.engine.terminology import Terminology  # start-up time: `dbep snapshot` needs none

        return Terminology(self.snapshots, service=self._service)

    @cached_property
    def validator(self) -> "Validator":
        """Over the same definitions and terminology."""
        # start-up time: only to validate
        from dbep_ig.engine.validation import Validator
        from dbep_ig.host.invariant_texts import invariant_text

        return Validator(
            self.snapshots,
            self.core,
            self.terminology,
            self._settings,
            parsed_expression=self.core.parsed_expression,
            invariant_text=invariant_text,
        )


def open_workbench(
    asked: Sequence[str],
    places: "PackageSettings",
    here: Path | None,
    *,
    guide: str | None = None,
    without_guide: bool = False,
    settings: "Settings | None" = None,
    service: "TerminologyService | None" = None,
) -> "Result[Workbench[PackageSet]]":
    """R4 core, the guide, the packages and all they need; see `load_with_guide`.

    settings  None: nothing is to be validated; otherwise filled with how guide and packages choose profiles (`with_choices`)
    -> no value where R4 or the guide asked for is not available; the issues say what else could not be opened
    """
    from dbep_ig.host.core_data import open_core
    from dbep_ig.host.guide_with_packages import load_with_guide

    core = open_core()
    if core.value is None:
        return Result(None, core.issues)
    loaded = load_with_guide(asked, places, core.value, here, guide=guide, without_guide=without_guide)
    if loaded.value is None:
        return Result(None, loaded.issues)
    packages, source, notes = loaded.value
    settings = None if settings is None else with_choices(settings, packages)
    label = None if source is None else source.label
    bench = Workbench(core.value, packages, settings, service=service, guide=label, notes=notes)
    return Result(bench, loaded.issues)


def with_choices(settings: "Settings", packages: "PackageSet") -> "Settings":
    """The settings, and what the packages say that they leave open: how profiles are chosen, and earlier addresses."""
    from dbep_ig.engine.packages.aliases import canonical_aliases  # start-up time: only to validate

    if not settings.profile_map:
        choices = [_choice_of(one, packages) for one in packages.packages[: len(packages.roots)]]
        if choices:
            settings = settings._replace(profile_map=choices[0], further_maps=tuple(choices[1:]))
    if not settings.aliases:
        settings = settings._replace(aliases=canonical_aliases(packages.packages).value or {})
    return settings


def _choice_of(package: "Package", packages: "PackageSet") -> "GuideMap":
    """How a package that was asked for chooses a profile for a resource that claims none."""
    from dbep_ig.engine.validation.choosing.guide_map import GuideMap  # start-up time: only to validate

    profiles: dict[str, list[str]] = {}
    for entry in package.entries():
        if entry.get("derivation") == "constraint" and entry.get("kind") == "resource" and "type" in entry:
            profiles.setdefault(entry["type"], []).append(entry["url"])

    def of_type(type_name: str) -> "Iterator[Resource]":
        for url in profiles[type_name]:
            profile = packages.find(url, "StructureDefinition")
            if profile is not None:
                yield profile

    def find(canonical: str) -> "Resource | None":
        return packages.find(canonical, "StructureDefinition")

    return GuideMap(of_type, profiles, find)
