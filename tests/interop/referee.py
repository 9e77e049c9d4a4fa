"""HL7's own validator loads the package, accepts its definitions and its examples, and finds what is taken out of them.

It is driven through the referee that lies beside the project (../shared/referee, set up once); Java is needed.
"""

import copy
import json
import shutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from dbep_ig.engine.fhir.json.writing import json_bytes
from dbep_ig.engine.packages import Package

from .outcome import Outcome, Verdict

NAME = "HL7 validator"


def check(archive: Path, package: Package, root: Path) -> Outcome:
    """Skipped without Java or without the referee."""
    folder = root.parent / "shared" / "referee"
    if shutil.which("java") is None:
        return Outcome(NAME, Verdict.SKIPPED, "Java is not installed")
    if not (folder / "referee.py").is_file():
        return Outcome(NAME, Verdict.SKIPPED, "no ../shared/referee beside the project")
    sys.path.insert(0, str(folder))
    referee = import_module("referee")
    if not (referee.HOME / "classes").is_dir():
        return Outcome(NAME, Verdict.SKIPPED, "the referee is not set up: run ../shared/referee/setup once")
    examples = {path: json.loads(package.files.read(path)) for path in package.examples()}
    if not examples:
        return Outcome(NAME, Verdict.FAILED, f"{package.label} has no examples")
    profiles = {each["url"]: each for each in package.resources("StructureDefinition")}
    broken = [each for example in examples.values() for each in _broken(example, profiles)]
    found, beside = 0, _beside(package, root.parent / "shared" / "packages")
    with referee.Referee() as validator, tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "example.json"
        beside = _beside(package, root.parent / "shared" / "packages")
        definitions = [
            json.loads(package.files.read(f"package/{one['filename']}")) for one in package.entries()
        ]
        for definition in definitions:
            errors = _errors(validator, file, definition, [archive, *beside])
            if errors:
                name = f"{definition['resourceType']}/{definition.get('id', '')}"
                return Outcome(NAME, Verdict.FAILED, f"{name}: {errors[0]}")
        for path, example in examples.items():
            errors = _errors(validator, file, example, [archive])
            if errors:
                return Outcome(NAME, Verdict.FAILED, f"{path}: {errors[0]}")
        for what, example in broken:
            if _errors(validator, file, example, [archive]):
                found += 1
            else:
                return Outcome(NAME, Verdict.FAILED, f"nothing is said when {what} is taken out")
    if not broken:
        return Outcome(
            NAME, Verdict.FAILED, "no example claims a profile of the package, so nothing could be taken out"
        )
    return Outcome(
        NAME,
        Verdict.PASSED,
        f"{len(definitions)} definitions and {len(examples)} examples of {package.label} accepted, {found} of {len(broken)} broken ones refused",
    )


def _beside(package: Package, folder: Path) -> list[Path]:
    """The archives of the packages that it needs, or uses where they are, as far as they lie in the folder."""
    manifest = package.manifest
    if manifest is None:
        return []
    needed = {**manifest.dependencies, **manifest.other.get("peerDependencies", {})}
    found = (folder / f"{name}-{version}.tgz" for name, version in needed.items())
    return [path for path in found if path.is_file()]


def _errors(validator: Any, file: Path, resource: dict[str, Any], archives: list[Path]) -> list[str]:
    file.write_bytes(json_bytes(resource))
    answer = validator.validate(file, load=archives)
    if "outcome" not in answer:
        return [str(answer)]
    return [
        f"{(each.get('expression') or ['-'])[0]}: {each['details']['text']}"
        for each in answer["outcome"].get("issue", [])
        if each["severity"] in ("error", "fatal")
    ]


def _broken(example: dict[str, Any], profiles: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The example without an element that a profile of ours, but not R4, makes mandatory: one for each profile."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for number, entry in enumerate(example.get("entry", ())):
        resource = entry.get("resource", {})
        for url in resource.get("meta", {}).get("profile", ()):
            for element in profiles.get(url, {}).get("snapshot", {}).get("element", ()):
                name = element["path"].partition(".")[2]
                is_ours = element["min"] > 0 and element.get("base", {}).get("min") == 0
                if is_ours and name in resource and ":" not in element["id"] and url not in found:
                    changed = copy.deepcopy(example)
                    del changed["entry"][number]["resource"][name]
                    found[url] = (f"{element['path']} ({url})", changed)
    return list(found.values())
