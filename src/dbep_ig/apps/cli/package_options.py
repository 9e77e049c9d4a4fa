"""The options that every command with packages has: where they are looked for, and whether a registry may be asked.

Imports inside functions are for start-up time.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dbep_ig.apps.cli.command import Arguments
from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.parameters import Option
from dbep_ig.apps.cli.values import NotEmpty, Place, Word
from dbep_ig.engine.diagnostics import Result, Text
from dbep_ig.host.packages import PackageSettings
from dbep_ig.workbench import Workbench, open_workbench

if TYPE_CHECKING:
    from dbep_ig.engine.packages import PackageSet
    from dbep_ig.engine.terminology import TerminologyService

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class PackageName(NotEmpty):
    """A package: `ID#VERSION`, or where it is."""

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem[str]]":
        """What the FHIR cache has, else files."""
        return super().shell_complete(ctx, param, incomplete) or Place().shell_complete(
            ctx, param, incomplete
        )

    def offered(self, ctx: click.Context, incomplete: str) -> dict[str, str]:
        """What the FHIR cache has that begins so."""
        from dbep_ig.host.packages import cached_labels

        cached = cached_labels(package_settings(Arguments(**ctx.params), ctx.obj).cache) if incomplete else ()
        return dict.fromkeys(cached, "")


class GuideVersion(Word):
    """A guide, by its version or by `ID#VERSION`."""

    def offered(self, ctx: click.Context, incomplete: str) -> dict[str, str]:
        """The guides that `dbep version` lists."""
        from dbep_ig.host.guide_choice import available_guides
        from dbep_ig.host.home import working_folder

        settings = package_settings(Arguments(**ctx.params), ctx.obj)
        guides = available_guides(working_folder(), settings).value or []
        by_version = {guide.version: guide.label for guide in guides}
        return {**by_version, "latest": "", **{guide.label: "" for guide in guides if incomplete}}


PACKAGE_OPTION = Option(
    "--package",
    metavar=Text("PAKKE", "PACKAGE"),
    type=PackageName(),
    multiple=True,
    about=Text(
        "pakke med profiler: en .tgz, en mappe, en JSON- eller XML-fil, eller ID#VERSJON (som «dbep version» viser, eller i FHIR-cachen); "
        "kan gjentas",
        "a package of profiles: a .tgz, a folder, a JSON or XML file, or ID#VERSION (that `dbep version` lists, or in the FHIR cache); "
        "may be repeated",
    ),
)
_GUIDE = Text(
    "guiden i denne versjonen: VERSJON eller ID#VERSJON, også 0.1.x og latest; pakker kommer i tillegg",
    "the guide in this version: VERSION or ID#VERSION, also 0.1.x and latest; packages come beside it",
)
_VERSION = Text("VERSJON", "VERSION")
GUIDE_OPTION = Option("--guide", metavar=_VERSION, type=GuideVersion(), about=_GUIDE)
# where the command uses a guide when none is named
GUIDE_OPTIONS = (
    Option(
        "--guide",
        metavar=_VERSION,
        type=GuideVersion(),
        about=Text(
            f"{_GUIDE.nb}; ellers brukes den som «dbep version» merker med *",
            f"{_GUIDE.en}; else the one that `dbep version` marks with * is used",
        ),
    ),
    Option(
        "--no-guide",
        is_flag=True,
        not_with="guide",
        about=Text("uten guiden: bare R4 og pakkene", "without the guide: R4 and the packages alone"),
    ),
)
PLACE_OPTIONS = (
    Option(
        "--cache",
        metavar=Text("MAPPE", "FOLDER"),
        type=Place("dir"),
        about=Text(
            "FHIR-cachen (ellers DBEP_PACKAGES eller ~/.fhir/packages)",
            "the FHIR cache (default: DBEP_PACKAGES, or ~/.fhir/packages)",
        ),
    ),
    Option(
        "--registry",
        metavar="URL",
        about=Text(
            "hent det som mangler, fra dette registeret (ellers DBEP_REGISTRY); uten det brukes aldri nettet",
            "fetch missing packages from this registry (default: DBEP_REGISTRY); without it the network is never used",
        ),
    ),
)
WITHIN_OPTION = Option(
    "--within",
    metavar="ID#VERSION",
    about=Text(
        "slå opp slik denne pakken gjør: dens egne avhengigheter avgjør versjonen",
        "resolve as this package does: its own dependencies decide the version",
    ),
)


def package_settings(arguments: Arguments, console: Console) -> PackageSettings:
    """The settings from options and environment; `dbep.lock` is the one in the folder the command runs in."""
    settings = PackageSettings.of(console.environment, Path())
    if arguments.cache:
        settings = settings._replace(cache=Path(os.path.expanduser(arguments.cache)))
    if arguments.registry:
        settings = settings._replace(registry=arguments.registry)

    def show(so_far: int, total: int | None) -> None:
        share = f"{so_far / 1e6:.1f}" + (f" / {total / 1e6:.1f} MB" if total else " MB")
        console.progress(Text(f"Laster ned: {share}", f"Downloading: {share}"))

    return settings._replace(progress=show)


def open_asked(
    arguments: Arguments,
    console: Console,
    service: "TerminologyService | None" = None,
    *,
    guide_by_default: bool = False,
) -> "Result[Workbench[PackageSet]]":
    """What `--guide` and `--package` name, with all it needs; no value without R4, or when there is no such guide.

    guide_by_default  the guide is used without `--guide` too, unless `--no-guide` says otherwise
    """
    from dbep_ig.host.home import working_folder

    return open_workbench(
        arguments.package,
        package_settings(arguments, console),
        working_folder(),
        guide=arguments.guide,
        without_guide=arguments.no_guide if guide_by_default else arguments.guide is None,
        service=service,
    )
