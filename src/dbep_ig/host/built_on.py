"""What a guide builds on, as far as it is on this machine, and its own package with all it needs."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from dbep_ig.engine.core import CoreStore
from dbep_ig.engine.diagnostics import Result, Text
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.json.writing import json_bytes
from dbep_ig.engine.packages import MemoryFiles, Package, PackageSet, open_package
from dbep_ig.engine.packages.lock import package_digest
from dbep_ig.engine.packages.manifest import MANIFEST_PATH
from dbep_ig.guide.authoring import read_model
from dbep_ig.guide.authoring.model import Acceptance, GuideMetadata
from dbep_ig.guide.generation.package import manifest_of
from dbep_ig.guide.stages import digest_of

from .guide_source import GUIDE_FILE
from .packages import PACKAGE_NOT_FOUND, PackageCatalog, PackageSettings, load_packages, load_roots


class BuiltOn(NamedTuple):
    """R4 core with what the guide builds on in front of it.

    digest  over the content of all packages that the guide is built on, and that its examples are validated with
    notes   what is not on this machine
    accepted  what guide.yaml accepts of what is found
    """

    definitions: Definitions
    digest: str
    notes: tuple[Text, ...]
    accepted: tuple[Acceptance, ...] = ()


def built_on(guide_yaml: bytes, settings: PackageSettings, core: CoreStore) -> Result[BuiltOn]:
    """Without a value when something that is here cannot be used: a wrong digest in `dbep.lock`, a damaged archive."""
    model = read_model({GUIDE_FILE: guide_yaml}).value  # its faults are reported when all is read
    if model is None:
        return Result(BuiltOn(core, "", ()))
    here: list[str] = []
    missing: list[str] = []
    for one in model.guide.dependencies.values():
        label = f"{one.package_id}#{one.version}"
        rules = {issue.rule for issue in load_packages([label], settings, core).issues if issue.is_error}
        (missing if rules == {PACKAGE_NOT_FOUND} else here).append(label)
    notes = []
    if missing:
        listed = ", ".join(missing)
        nb = f"Ikke på denne maskinen, og ikke nødvendig for å bygge: {listed}."
        notes.append(Text(nb, f"Not on this machine, and not needed to build: {listed}."))
    needed = _needed(model.guide, settings, core)
    if not here:
        return Result(BuiltOn(core, _digest(needed), tuple(notes), model.guide.accepted))
    loaded = load_packages(here, settings, core)
    errors = tuple(issue for issue in loaded.issues if issue.is_error)
    if errors or loaded.value is None:
        return Result(None, errors)
    digest = _digest([*loaded.value.packages, *needed])
    return Result(BuiltOn(loaded.value, digest, tuple(notes), model.guide.accepted))


def packages_of_guide(files: Mapping[str, bytes], settings: PackageSettings, core: CoreStore) -> PackageSet:
    """A guide's package, `package/…` among the files, with all it needs, as `dbep validate` loads it."""
    held = {path: data for path, data in files.items() if path.startswith("package/")}
    package = open_package("guide", MemoryFiles.of(held)).value
    loaded = load_roots([] if package is None else [package], PackageCatalog(settings, types=core), core)
    assert loaded.value is not None  # it always has one
    return loaded.value


def _needed(guide: GuideMetadata, settings: PackageSettings, core: CoreStore) -> list[Package]:
    """What the guide's package will need when there is one."""
    manifest = json_bytes(manifest_of(guide).to_json())
    return list(packages_of_guide({MANIFEST_PATH: manifest}, settings, core).packages[1:])


def _digest(packages: Iterable[Package]) -> str:
    return digest_of({one.label: package_digest(one).encode() for one in packages})
