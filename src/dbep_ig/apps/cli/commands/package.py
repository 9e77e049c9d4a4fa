"""`dbep package ACTION`: the packages of this machine, what they hold and need, their lock, and rewriting them.

Imports inside functions are for start-up time.
"""

from collections import Counter
from pathlib import Path
from typing import Any

from dbep_ig.apps.cli.command import Arguments, command
from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.format_option import FORMAT_OPTION
from dbep_ig.apps.cli.group import Group
from dbep_ig.apps.cli.package_options import PLACE_OPTIONS, PackageName, package_settings
from dbep_ig.apps.cli.parameters import Argument, Option
from dbep_ig.apps.cli.values import Place
from dbep_ig.engine.diagnostics import Issue, Report, Text
from dbep_ig.engine.fhir.json.writing import write_json
from dbep_ig.engine.packages import Package
from dbep_ig.engine.packages.lock import LOCK_NAME, Lock, lock_of, package_digest
from dbep_ig.host.packages import (
    PackageSettings,
    cached_labels,
    cached_versions,
    load_packages,
    open_lock,
    open_named,
    put_into_cache,
    write_lock,
)

COULD_NOT_RUN = 2


ACTIONS = {
    "list": Text("pakkene i FHIR-cachen", "the packages in the FHIR cache"),
    "add": Text(
        "legg pakker, med avhengigheter, i FHIR-cachen og i dbep.lock",
        "add packages, and their dependencies, to the FHIR cache and dbep.lock",
    ),
    "info": Text(
        "vis hva en pakke inneholder og er avhengig av", "show what a package contains and depends on"
    ),
    "lock": Text(
        "skriv dbep.lock: SHA-256 av hver pakke og av avhengighetene",
        "write dbep.lock: SHA-256 of each package and of its dependencies",
    ),
    "verify": Text("kontroller pakkene mot dbep.lock", "check the packages against dbep.lock"),
    "export": Text(
        "skriv en pakke på nytt: samme innhold gir samme bytes",
        "rewrite a package: the same content gives the same bytes",
    ),
}
_NAME = Text("PAKKE", "PACKAGE")
_ANY = Text("en .tgz, en mappe eller ID#VERSJON", "a .tgz, a folder, or ID#VERSION")
_ELSE_LOCKED = Text(
    f"{_ANY.nb} (uten PAKKE: de som er låst, ellers de som guiden er avhengig av)",
    f"{_ANY.en} (without PACKAGE: those that are locked, otherwise those the guide depends on)",
)
_ONE = Argument("package", _NAME, _ANY, type=PackageName())
_SOME = Argument("packages", _NAME, _ANY, many=True, required=True, type=PackageName())
_NONE_OR_SOME = Argument("packages", _NAME, _ELSE_LOCKED, many=True, type=PackageName())
_MORE = (*PLACE_OPTIONS, FORMAT_OPTION)


@command(*_MORE)
def _list(arguments: Arguments, console: Console) -> int:
    settings = package_settings(arguments, console)
    labels = cached_labels(settings.cache)
    if arguments.format == "json":
        console.json(write_json({"cache": str(settings.cache), "packages": list(labels)}))
        return 0
    console.lines(labels)
    where = settings.cache
    console.note(Text(f"{len(labels)} pakker i {where}", f"{len(labels)} packages in {where}"))
    return 0


@command(_SOME, *_MORE)
def _add(arguments: Arguments, console: Console) -> int:
    settings = package_settings(arguments, console)
    loaded = load_packages(arguments.packages, settings, None)
    issues = list(loaded.issues)
    added: list[Package] = []
    for package in loaded.value.packages if loaded.value is not None and not _has_errors(issues) else ():
        put = put_into_cache(package, settings.cache)
        issues += put.issues
        if put.value is not None:
            added.append(package)
    if added and not _has_errors(issues):
        held = open_lock(Path(LOCK_NAME)) if settings.lock is not None else None
        before = held.value.digests if held is not None and held.value is not None else {}
        issues += write_lock(Path(LOCK_NAME), Lock(LOCK_NAME, {**before, **lock_of(added).digests})).issues
    _report(issues, arguments, console)
    if arguments.format == "json":
        console.json(write_json({"added": [each.label for each in added]}))
    else:
        console.lines(each.label for each in added)
    return COULD_NOT_RUN if _has_errors(issues) else 0


@command(_ONE, *_MORE)
def _info(arguments: Arguments, console: Console) -> int:
    settings = package_settings(arguments, console)
    opened = open_named(arguments.package, settings)
    package = opened.value
    if package is None:
        _report(list(opened.issues), arguments, console)
        return COULD_NOT_RUN
    counts = Counter(entry["resourceType"] for entry in package.entries())
    manifest = package.manifest
    facts: dict[str, Any] = {"package": package.label}
    if manifest is not None:
        facts |= {
            "title": manifest.title,
            "canonical": manifest.canonical,
            "fhirVersions": list(manifest.fhir_versions),
            "date": manifest.date,
            "license": manifest.license,
            "author": manifest.author,
            "dependencies": dict(manifest.dependencies),
            "sha256": package_digest(package),
        }
    facts["resources"] = dict(sorted(counts.items()))
    facts["examples"] = len(package.examples())
    facts = {key: value for key, value in facts.items() if value not in ("", [], {})}
    issues = [*opened.issues, *package.issues]
    _report(issues, arguments, console)
    if arguments.format == "json":
        console.json(write_json(facts))
    else:
        console.lines(_as_lines(facts))
    return 1 if _has_errors(issues) else 0


@command(_NONE_OR_SOME, *_MORE)
def _lock(arguments: Arguments, console: Console) -> int:
    settings = package_settings(arguments, console)
    asked, issues = _asked(arguments, settings)
    loaded = load_packages(asked, settings._replace(lock=None), None)
    issues += loaded.issues
    packages = loaded.value.packages if loaded.value is not None else ()
    lock = lock_of(packages)
    if not _has_errors(issues):
        issues += write_lock(Path(LOCK_NAME), lock).issues
    _report(issues, arguments, console)
    if arguments.format == "json":
        console.json(lock.text())
    else:
        console.lines(lock.digests)
    return COULD_NOT_RUN if _has_errors(issues) else 0


@command(_NONE_OR_SOME, *_MORE)
def _verify(arguments: Arguments, console: Console) -> int:
    settings = package_settings(arguments, console)
    lock = open_lock(Path(LOCK_NAME))
    if lock.value is None:
        _report(list(lock.issues), arguments, console)
        return COULD_NOT_RUN
    asked, issues = _asked(arguments, settings)
    loaded = load_packages(asked, settings._replace(lock=None), None)
    issues += loaded.issues
    if loaded.value is not None:
        issues += lock.value.check(loaded.value.packages, complete=True)
    _report(issues, arguments, console, always=True)
    if _has_errors(loaded.issues):
        return COULD_NOT_RUN
    return 1 if _has_errors(issues) else 0


@command(
    _ONE,
    *PLACE_OPTIONS,
    Option(
        "-o",
        "--output",
        required=True,
        metavar=Text("STI", "PATH"),
        type=Place(),
        about=Text(
            "en .tgz-fil, eller en mappe som ikke finnes ennå",
            "a .tgz file, or a folder that does not exist yet",
        ),
    ),
    Option(
        "--name",
        metavar="ID#VERSION",
        about=Text("navnet på en mappe med løse ressurser", "the name of a folder of loose resources"),
    ),
    FORMAT_OPTION,
)
def _export(arguments: Arguments, console: Console) -> int:
    settings = package_settings(arguments, console)
    from dbep_ig.host.package_export import export_package

    opened = open_named(arguments.package, settings._replace(with_examples=True))
    issues = list(opened.issues)
    if opened.value is not None:
        epoch = console.environment.get("SOURCE_DATE_EPOCH", "")
        seconds = int(epoch) if epoch.isdecimal() else None
        exported = export_package(opened.value, Path(arguments.output), name=arguments.name, seconds=seconds)
        issues += [*exported.issues, *opened.value.issues]
    _report(issues, arguments, console)
    if opened.value is None or exported.value is None:
        return COULD_NOT_RUN
    if arguments.format == "json":
        console.json(write_json({"written": str(exported.value)}))
    else:
        console.lines([str(exported.value)])
    return 0


def _asked(arguments: Arguments, settings: PackageSettings) -> tuple[list[str], list[Issue]]:
    """The packages named; else all that the lock holds; else, inside a guide, what it depends on."""
    if arguments.packages:
        return list(arguments.packages), []
    from dbep_ig.host.guide_source import GUIDE_FILE

    if settings.lock is None and Path(GUIDE_FILE).is_file():
        return _needed_by_guide(settings, Path(GUIDE_FILE))
    lock = open_lock(settings.lock or Path(LOCK_NAME))
    return ([] if lock.value is None else list(lock.value.digests)), list(lock.issues)


def _needed_by_guide(settings: PackageSettings, guide: Path) -> tuple[list[str], list[Issue]]:
    """The guide's dependencies; an optional one only where it is available."""
    from dbep_ig.guide.authoring import read_model

    read = read_model({guide.name: guide.read_bytes()})
    if read.value is None:
        return [], list(read.issues)
    return [
        f"{each.package_id}#{each.version}"
        for each in read.value.guide.dependencies.values()
        if not each.optional or each.version in cached_versions(settings.cache, each.package_id)
    ], []


def _has_errors(issues: Any) -> bool:
    return any(issue.is_error for issue in issues)


def _report(issues: list[Issue], arguments: Arguments, console: Console, *, always: bool = False) -> None:
    """Issues go beside the answer, to standard error; with `always` they are the answer."""
    if always:
        from dbep_ig.engine.reports import format_named

        form = format_named(arguments.format)
        console.write(form.render(Report.of(issues), console.language, colour=console.colour))
    elif issues:
        console.report(issues)


def _as_lines(facts: dict[str, Any]) -> list[str]:
    lines: list[str] = []
    for key, value in facts.items():
        if isinstance(value, dict):
            lines.append(key)
            lines += [f"  {name} {each}" for name, each in value.items()]
        else:
            lines.append(f"{key:13} {', '.join(map(str, value)) if isinstance(value, list) else value}")
    return lines


_DO = {"list": _list, "add": _add, "info": _info, "lock": _lock, "verify": _verify, "export": _export}
run = Group(
    ACTIONS,
    _DO.__getitem__,
    metavar=Text("HANDLING", "ACTION"),
    title=Text("handlinger", "actions"),
)
