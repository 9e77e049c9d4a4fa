"""The options that every command with packages has: where they are looked for, and whether a registry may be asked."""

import argparse
import os
from pathlib import Path

from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.parser import CommandParser
from dbep_ig.engine.core import CoreStore
from dbep_ig.engine.diagnostics import Result, Text
from dbep_ig.engine.packages import PackageSet
from dbep_ig.host.packages import PackageSettings, load_packages


def add_package_option(parser: CommandParser) -> None:
    """`--package`, which may be given several times."""
    parser.add_argument(
        "--package",
        metavar=parser.say(nb="PAKKE", en="PACKAGE"),
        action="append",
        default=[],
        help=parser.say(
            nb="pakke med profiler: en .tgz, en mappe, en JSON- eller XML-fil, eller ID#VERSJON fra FHIR-cachen; kan gjentas",
            en="a package of profiles: a .tgz, a folder, a JSON or XML file, or ID#VERSION from the FHIR cache; may be repeated",
        ),
    )


def add_guide_option(parser: CommandParser, *, by_default: bool = False) -> None:
    """`--guide`.

    by_default  the command uses a guide when none is named
    """
    more = Text(
        "; ellers brukes den som «dbep version» merker med *",
        "; else the one that `dbep version` marks with * is used",
    )
    parser.add_argument(
        "--guide",
        metavar=parser.say(nb="VERSJON", en="VERSION"),
        help=parser.say(
            nb="guiden i denne versjonen: VERSJON eller ID#VERSJON, også 0.1.x og latest; pakker kommer i tillegg",
            en="the guide in this version: VERSION or ID#VERSION, also 0.1.x and latest; packages come beside it",
        )
        + (more.in_language(parser.language) if by_default else ""),
    )


def add_place_options(parser: CommandParser) -> None:
    """`--cache` and `--registry`."""
    parser.add_argument(
        "--cache",
        metavar=parser.say(nb="MAPPE", en="FOLDER"),
        help=parser.say(
            nb="FHIR-cachen (ellers DBEP_PACKAGES eller ~/.fhir/packages)",
            en="the FHIR cache (default: DBEP_PACKAGES, or ~/.fhir/packages)",
        ),
    )
    parser.add_argument(
        "--registry",
        metavar="URL",
        help=parser.say(
            nb="hent det som mangler, fra dette registeret (ellers DBEP_REGISTRY); uten det brukes aldri nettet",
            en="fetch missing packages from this registry (default: DBEP_REGISTRY); without it the network is never used",
        ),
    )


def package_settings(arguments: argparse.Namespace, console: Console) -> PackageSettings:
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


def load_asked(arguments: argparse.Namespace, console: Console, core: CoreStore | None) -> Result[PackageSet]:
    """What `--guide` and `--package` name, with all it needs; see `load_packages`. No value when there is no such guide."""
    settings = package_settings(arguments, console)
    if arguments.guide is None:
        return load_packages(arguments.package, settings, core)
    from dbep_ig.host.guide_choice import choose_guide
    from dbep_ig.host.home import working_folder

    chosen = choose_guide(arguments.guide, working_folder(), settings)
    if chosen.value is None:
        return Result(None, chosen.issues)
    loaded = load_packages([chosen.value.package, *arguments.package], settings, core)
    return Result(loaded.value, (*chosen.issues, *loaded.issues))
