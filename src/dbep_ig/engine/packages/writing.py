"""A package that others load: HL7's validator, SUSHI, Firely, and `dbep` itself.

    package/package.json                    manifest
    package/.index.json                     index version 2, of the files directly in package/
    package/<Type>-<id>.json                conformance resources
    package/example/<Type>-<id>.json        examples
    package/<path>                          further files (openapi/…, xml/…, other/…)

Source: https://hl7.org/fhir/R4/packages.html; what each consumer needs was measured.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.json.writing import json_bytes

from .archives import is_safe_path
from .index import INDEX_PATH, index_entry, index_json
from .manifest import MANIFEST_MISSING, MANIFEST_PATH, Manifest
from .package import Package
from .tar_writing import pack_tgz

_SPEC = "https://hl7.org/fhir/R4/packages.html"

NO_ID = Rule(
    code="DBEP3025",
    name="resource-without-id",
    issue_type="required",
    nb="{type} «{url}» har ingen id, og filnavnet i pakken lages av id-en",
    en="{type} '{url}' has no id, from which its file name in the package is made",
    spec=_SPEC,
)
SAME_FILE = Rule(
    code="DBEP3026",
    name="resources-with-same-id",
    issue_type="duplicate",
    nb="To ressurser i pakken har filnavnet {path}",
    en="Two resources of the package have the file name {path}",
    spec=_SPEC,
)


def write_package(
    manifest: Manifest,
    resources: Iterable[Resource],
    examples: Iterable[Resource] = (),
    other: Mapping[str, bytes] | None = None,
) -> Result[dict[str, bytes]]:
    """The package's files by path, in the order in which an archive holds them.

    other  path below package/ (`openapi/x.json`) -> content
    -> no value if a resource has no usable id (DBEP3025) or two want the same file (DBEP3026)

    `pack_tgz(files, seconds=…)` makes the `.tgz`; write the same files below a folder for the unpacked form.
    """
    files: dict[str, bytes] = {}
    issues: list[Issue] = []
    entries: dict[str, dict[str, str]] = {}
    for folder, held in (("package/", resources), ("package/example/", examples)):
        for resource in held:
            type_name, resource_id = resource.get("resourceType"), resource.get("id")
            path = f"{folder}{type_name}-{resource_id}.json"
            if not isinstance(resource_id, str) or not is_safe_path(path) or "/" in resource_id:
                params = {"type": type_name, "url": resource.get("url", "")}
                issues.append(Issue(NO_ID, Location(manifest.label), params))
            elif path in files:
                issues.append(Issue(SAME_FILE, Location(manifest.label), {"path": path}))
            else:
                files[path] = json_bytes(resource)
                if folder == "package/":
                    entries[path] = index_entry(path.removeprefix(folder), resource)
    for path, content in (other or {}).items():
        files.setdefault(f"package/{path}", content)
    return Result(None, tuple(issues)) if issues else Result(_assembled(manifest, files, entries))


def rewrite_package(package: Package) -> Result[dict[str, bytes]]:
    """A package's files as we would have written them, each under its own name; the same again from what this gives.

    Manifest and index are rebuilt, resources are formatted as `write_json` does it, all other files stay as they are.
    -> no value for loose files, which have no manifest: name one and use `write_package`
    """
    manifest = package.manifest
    if manifest is None:
        return Result(None, (Issue(MANIFEST_MISSING, Location(package.label), {"name": package.label}),))
    files: dict[str, bytes] = {}
    entries: dict[str, dict[str, str]] = {}
    indexed = {f"package/{entry['filename']}" for entry in package.entries()}
    for path in sorted({*package.files.paths()} - {MANIFEST_PATH, INDEX_PATH}):
        if any(part.startswith(".") for part in path.split("/")):
            continue  # other tools' indexes, and what operating systems leave behind
        resource = package.resource(path.removeprefix("package/")) if path in indexed else None
        files[path] = package.files.read(path) if resource is None else json_bytes(resource)
        if resource is not None and path.count("/") == 1:
            entries[path] = index_entry(path.removeprefix("package/"), resource)
    return Result(_assembled(manifest, files, entries))


def _assembled(
    manifest: Manifest, files: Mapping[str, bytes], entries: Mapping[str, dict[str, str]]
) -> dict[str, bytes]:
    """Manifest and index first, then everything by path: tools that read a stream look for the manifest."""
    head = {
        MANIFEST_PATH: json_bytes(manifest.to_json()),
        INDEX_PATH: json_bytes(index_json(entries[path] for path in sorted(entries))),
    }
    return head | {path: files[path] for path in sorted(files)}


def package_date(seconds: int) -> str:
    """Seconds since 1970 as package.json writes a date: `20261122101500`."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y%m%d%H%M%S")


__all__ = ["Manifest", "pack_tgz", "package_date", "rewrite_package", "write_package"]
