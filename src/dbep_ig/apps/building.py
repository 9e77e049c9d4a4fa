"""The whole line of `dbep build`: files in, model, resources, examples validated against their profiles, package, site.

Each step is a function of the guide's rooms; this is where they meet the disk.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dbep_ig.engine.diagnostics import Issue, Location, Report, Result, Rule, Severity, Text

if TYPE_CHECKING:
    from dbep_ig.catalogue import Entry
    from dbep_ig.engine.core import CoreStore
    from dbep_ig.engine.fhir.definitions import Definitions
    from dbep_ig.guide.authoring import YamlDocument
    from dbep_ig.guide.building import Guide
    from dbep_ig.guide.scenarios import CheckedExample, Example
    from dbep_ig.guide.scenarios.checking import Findings
    from dbep_ig.host.packages import PackageSettings

NOT_A_GUIDE = Rule(
    code="DBEP6020",
    name="folder-without-guide",
    severity=Severity.FATAL,
    issue_type="not-found",
    nb="Verken «{folder}» eller en mappe over den har en guide.yaml",
    en="Neither `{folder}` nor a folder above it has a guide.yaml",
)
AUTHORED = ("model", "profiles")
YAML = (".yaml", ".yml")

Say = Callable[[Text], None]


class Built(NamedTuple):
    """What came of a build.

    build   the folder it goes to; None without a guide
    site    None where it was not asked for or could not be made
    counts  empty where nothing was built
    """

    report: Report
    build: Path | None
    site: Path | None
    counts: Mapping[str, int]


def build(
    folder: Path, *, with_site: bool, package_settings: "PackageSettings", say: Say = lambda _: None
) -> Built:
    """Builds the guide that `folder` lies in, into its `build/`.

    What can be made is made: without errors in the model there is a package, whatever the examples say.
    """
    from dbep_ig.guide.building import build_guide
    from dbep_ig.host.core_data import open_core
    from dbep_ig.host.guide_source import GUIDE_FILE, find_checkout

    from .released_versions import check_released

    root = find_checkout(folder)
    if root is None:
        return _stopped([Issue(NOT_A_GUIDE, Location(str(folder)), {"folder": folder})], None)
    target = root / "build"
    core = open_core()
    if core.value is None:
        return _stopped(core.issues, target)
    say(Text("leser modellen", "reading the model"))
    files = _files(root, (GUIDE_FILE, *AUTHORED), YAML)
    definitions, notes = _definitions(files[GUIDE_FILE], package_settings, core.value)
    if definitions.value is None:
        return _stopped(definitions.issues, target)
    made = build_guide(files, core.value, definitions.value)
    documents = sorted(files)
    if made.value is None:
        _write_schemas(target)  # just when the YAML is wrong, an editor needs them
        return Built(Report.of(made.issues, documents=documents, notes=notes), target, None, {})
    guide = made.value
    say(Text("validerer eksemplene mot profilene", "validating the examples against the profiles"))
    issues = list(made.issues)
    written = _files(root, ("examples",), YAML)
    examples = _examples(written, guide, core.value, issues)
    say(Text("skriver pakken", "writing the package"))
    valid = [one.example.bundle for one in examples if one.example.of is None]
    packed = guide.files(valid)
    issues.extend(packed.issues)
    released = check_released(root, guide.model.guide, packed.value or {})
    issues.extend(released.issues)
    if released.value is None:
        _write_schemas(target)
        return Built(
            Report.of(issues, documents=[*documents, *sorted(written)], notes=notes), target, None, {}
        )
    _write_parts(packed.value or {}, examples, target)
    site = None
    if with_site:
        say(Text("bygger nettstedet", "building the site"))
        site = _site(root, guide, examples, packed.value or {}, issues)
    report = Report.of(issues, documents=[*documents, *sorted(written)], notes=notes)
    counts = {
        "classes": len(guide.model.classes),
        "resources": len(guide.resources),
        "examples": len(examples),
        "invalid": len(examples) - len(valid),
    }
    return Built(report, target, site, counts)


def _stopped(issues: Iterable[Issue], target: Path | None) -> Built:
    return Built(Report.of(issues), target, None, {})


def _files(root: Path, names: Iterable[str], endings: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Path below `root` -> bytes, of files and of all files in folders; links are not followed out of the folder."""
    found: dict[str, bytes] = {}
    for name in names:
        path = root / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            hidden = any(part.startswith(".") for part in file.relative_to(root).parts)
            if file.is_file() and not hidden and (not endings or file.suffix in endings):
                found[file.relative_to(root).as_posix()] = file.read_bytes()
    return found


def _definitions(
    guide_yaml: bytes, settings: "PackageSettings", core: "CoreStore"
) -> "tuple[Result[Definitions], list[Text]]":
    """R4 core with what the guide builds on in front of it, as far as it is on this machine; and what is not.

    Without a value when something that is here cannot be used: a wrong digest in `dbep.lock`, a damaged archive.
    """
    from dbep_ig.guide.authoring import read_model
    from dbep_ig.host.guide_source import GUIDE_FILE
    from dbep_ig.host.packages import PACKAGE_NOT_FOUND, load_packages

    model = read_model({GUIDE_FILE: guide_yaml}).value  # its faults are reported when all is read
    wanted = (
        []
        if model is None
        else [f"{one.package_id}#{one.version}" for one in model.guide.dependencies.values()]
    )
    here: list[str] = []
    missing: list[str] = []
    for label in wanted:
        rules = {issue.rule for issue in load_packages([label], settings, core).issues if issue.is_error}
        (missing if rules == {PACKAGE_NOT_FOUND} else here).append(label)
    notes = []
    if missing:
        listed = ", ".join(missing)
        notes.append(
            Text(
                f"Ikke på denne maskinen, og ikke nødvendig for å bygge: {listed}.",
                f"Not on this machine, and not needed to build: {listed}.",
            )
        )
    if not here:
        return Result(core), notes
    loaded = load_packages(here, settings, core)
    errors = tuple(issue for issue in loaded.issues if issue.is_error)
    return Result(None if errors else loaded.value, errors), notes


def _examples(
    files: Mapping[str, bytes], guide: "Guide", core: "CoreStore", issues: list[Issue]
) -> "list[CheckedExample]":
    """The scenarios as bundles, each validated against the profiles that its resources claim."""
    from dbep_ig.guide.authoring import read_yaml_documents
    from dbep_ig.guide.scenarios import check_examples, compile_scenarios

    documents: list[YamlDocument] = []
    for name, data in files.items():
        read = read_yaml_documents(name, data)
        issues.extend(read.issues)
        documents.extend(read.value or ())
    compiled = compile_scenarios(documents, guide.model, core, guide.definitions)
    issues.extend(compiled.issues)
    complete = not any(issue.is_error for issue in issues)
    checked = check_examples(compiled.value or (), guide.model, _validation(guide, core), complete=complete)
    issues.extend(checked.issues)
    return checked.value or []


def _validation(guide: "Guide", core: "CoreStore") -> "Callable[[Example], Findings]":
    from dbep_ig.engine.diagnostics import Source
    from dbep_ig.engine.fhir.documents import Document
    from dbep_ig.engine.packages.aliases import aliases_of_manifests
    from dbep_ig.engine.snapshots import Snapshots
    from dbep_ig.engine.terminology import Terminology
    from dbep_ig.engine.validation import Settings, Validator
    from dbep_ig.guide.generation.package import manifest_of
    from dbep_ig.guide.scenarios.checking import Findings
    from dbep_ig.host.invariant_texts import invariant_text

    definitions = Snapshots(guide.definitions)
    settings = Settings(aliases=aliases_of_manifests([manifest_of(guide.model.guide)]).value or {})
    validator = Validator(
        definitions,
        core,
        Terminology(definitions),
        settings,
        parsed_expression=core.parsed_expression,
        invariant_text=invariant_text,
    )

    def validate(example: "Example") -> Findings:
        source = Source(example.document, example.yaml)
        found, held = validator.validate(Document(source, example.bundle, example.origin, "yaml"))
        return Findings(tuple(found), tuple(held))

    return validate


def _write_schemas(target: Path) -> None:
    from dbep_ig.guide.authoring.json_schema import schema_files

    for path, data in schema_files().items():
        file = target / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _write_parts(files: Mapping[str, bytes], examples: "list[CheckedExample]", target: Path) -> None:
    """`build/package/`, `build/schema/`, `build/examples/` hold just what was made now; the archive lies beside them."""
    from dbep_ig.engine.fhir.json.writing import json_bytes
    from dbep_ig.host.site_builder import write_tree

    parts: dict[str, dict[str, bytes]] = {"package": {}, "schema": {}, "examples": {}}
    for path, data in files.items():
        part, _, rest = path.partition("/")
        if rest:
            parts[part][rest] = data
    for one in examples:
        kind = "valid" if one.example.of is None else "invalid"
        parts["examples"][f"{kind}/{one.example.name}.json"] = json_bytes(one.example.bundle)
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.tgz"):
        if old.name not in files:
            old.unlink()
    for part, held in parts.items():
        write_tree(held, target / part)
    for path, data in files.items():
        if "/" not in path:
            (target / path).write_bytes(data)
    manifest = target / "package" / "package.json"
    if manifest.is_file():
        manifest.touch()  # what is the same is not written again, and is no older than the YAML all the same


def _site(
    root: Path,
    guide: "Guide",
    examples: "list[CheckedExample]",
    packed: Mapping[str, bytes],
    issues: list[Issue],
) -> Path | None:
    from dbep_ig.host.site_builder import build_site, without_generator

    missing = without_generator()
    if missing is not None:  # before publishing, whose templates come with the generator
        issues.append(missing)
        return None
    from dbep_ig.guide.publishing import NOTICE_MARK, publish
    from dbep_ig.guide.publishing import Guide as Published
    from dbep_ig.licences import bundled

    changelog = root / "CHANGELOG.md"
    published = publish(
        Published(
            model=guide.model,
            resources=tuple(one.resource for one in guide.resources),
            examples=tuple(examples),
            catalogue=_catalogue(),
            rules=_rules(),
            site={path.removeprefix("site/"): data for path, data in _files(root, ("site",)).items()},
            changelog=changelog.read_text(encoding="utf-8") if changelog.is_file() else "",
            downloads={path: data for path, data in packed.items() if "/" not in path},
            bundled=bundled(),
        )
    )
    issues.extend(published.issues)
    if published.value is None:
        return None
    site = build_site(
        published.value, root / "build", on_each_page=NOTICE_MARK if guide.model.guide.notice else b""
    )
    issues.extend(site.issues)
    return site.value


def _catalogue() -> "dict[str, Entry]":
    from dbep_ig import catalogue

    entries = {code: catalogue.entry(code) for code in catalogue.codes()}
    return {code: entry for code, entry in entries.items() if entry is not None}


def _rules() -> dict[str, Rule]:
    """Every rule of the package, for the severities on the catalogue's pages."""
    from importlib import import_module
    from pkgutil import walk_packages

    import dbep_ig

    found: dict[str, Rule] = {}
    for module in walk_packages(dbep_ig.__path__, "dbep_ig."):
        for value in vars(import_module(module.name)).values():
            if isinstance(value, Rule):
                found[value.code] = value
    return found
