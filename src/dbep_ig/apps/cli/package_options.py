"""The options that every command with packages has: where they are looked for, and whether a registry may be asked."""

import argparse
import os
from pathlib import Path

from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.parser import CommandParser
from dbep_ig.engine.core import CoreStore
from dbep_ig.engine.diagnostics import Result, Text
from dbep_ig.engine.packages import PackageSet
from dbep_ig.host.packages import PackageSettings


def add_package_option(parser: CommandParser) -> None:
    """`--package`, which may be given several times."""
    parser.add_argument(
        "--package",
        metavar=parser.say(nb="PAKKE", en="PACKAGE"),
        type=parser.not_empty,
        action="append",
        default=[],
        help=parser.say(
            nb="pakke med profiler: en .tgz, en mappe, en JSON- eller XML-fil, eller ID#VERSJON (som «dbep version» viser, eller i FHIR-cachen); "
            "kan gjentas",
            en="a package of profiles: a .tgz, a folder, a JSON or XML file, or ID#VERSION (that `dbep version` lists, or in the FHIR cache); "
            "may be repeated",
        ),
    )


def add_guide_option(parser: CommandParser, *, by_default: bool = False) -> None:
    """`--guide`; and `--no-guide`, where a guide is used by default.

    by_default  the command uses a guide when none is named
    """
    group = parser.add_mutually_exclusive_group()
    more = Text(
        "; ellers brukes den som «dbep version» merker med *",
        "; else the one that `dbep version` marks with * is used",
    )
    group.add_argument(
        "--guide",
        metavar=parser.say(nb="VERSJON", en="VERSION"),
        help=parser.say(
            nb="guiden i denne versjonen: VERSJON eller ID#VERSJON, også 0.1.x og latest; pakker kommer i tillegg",
            en="the guide in this version: VERSION or ID#VERSION, also 0.1.x and latest; packages come beside it",
        )
        + (more.in_language(parser.language) if by_default else ""),
    )
    if by_default:
        group.add_argument(
            "--no-guide",
            action="store_true",
            help=parser.say(
                nb="uten guiden: bare R4 og pakkene", en="without the guide: R4 and the packages alone"
            ),
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
    from dbep_ig.host.guide_with_packages import load_with_guide
    from dbep_ig.host.home import working_folder

    loaded = load_with_guide(
        arguments.package,
        package_settings(arguments, console),
        core,
        working_folder(),
        guide=arguments.guide,
        without_guide=arguments.guide is None,
    )
    return Result(None if loaded.value is None else loaded.value.packages, loaded.issues)
