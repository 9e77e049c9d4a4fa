"""A FHIR package as a value: a manifest, an index, and resources that are read when they are asked for.

The same for an archive, a folder, an entry of the FHIR cache (all through `PackageFiles`), and for loose files that
have no manifest.
"""

import json
import re
import threading
from collections.abc import Iterable, Iterator
from decimal import Decimal

from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule, Severity, Text
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.type_model import TypeModel

from .files import PackageFiles
from .index import INDEX_PATH, Entry, agrees, index_entry, read_index
from .manifest import MANIFEST_MISSING, MANIFEST_PATH, Manifest, read_manifest

_SPEC = "https://hl7.org/fhir/R4/packages.html"
_GUIDE_AGAIN = re.compile(
    r"ig-r\d+b?\.json\Z"
)  # HL7's Publisher writes the ImplementationGuide a second time
_EXAMPLE_FOLDERS = ("package/example/", "package/examples/")

LYING_INDEX = Rule(
    code="DBEP3023",
    name="package-index-lies",
    severity=Severity.WARNING,
    issue_type="conflict",
    nb=".index.json i {name} stemmer ikke med filene ({what}); indeksen er bygget på nytt",
    en=".index.json of {name} does not match its files ({what}); the index was rebuilt",
    spec=_SPEC,
)
UNREADABLE_FILE = Rule(
    code="DBEP3024",
    name="unreadable-package-file",
    severity=Severity.WARNING,
    issue_type="structure",
    nb="{path} i {name} kan ikke leses: {reason}",
    en="{path} of {name} cannot be read: {reason}",
    spec="https://hl7.org/fhir/R4/json.html",
)
NOT_A_RESOURCE = Rule(
    code="DBEP3027",
    name="package-file-not-resource",
    severity=Severity.INFORMATION,
    issue_type="structure",
    nb="{path} i {name} er JSON, men ikke en FHIR-ressurs",
    en="{path} of {name} is JSON, but not a FHIR resource",
    spec="https://hl7.org/fhir/R4/json.html",
)
SAME_CANONICAL = Rule(
    code="DBEP3028",
    name="resources-with-same-canonical",
    severity=Severity.WARNING,
    issue_type="duplicate",
    nb="{first} og {second} i {name} har samme canonical {url}; den første brukes",
    en="{first} and {second} of {name} have the same canonical {url}; the first one is used",
    spec="https://hl7.org/fhir/R4/references.html#canonical",
)
OTHER_FHIR_VERSION = Rule(
    code="DBEP3029",
    name="package-for-other-fhir-version",
    severity=Severity.WARNING,
    issue_type="not-supported",
    nb="{name} er laget for FHIR {versions}, ikke for R4 (4.0.1)",
    en="{name} was made for FHIR {versions}, not for R4 (4.0.1)",
    spec=_SPEC,
)


class Package:
    """Resources by canonical and by file. Reading is lazy, safe between threads, and each resource is read once.

    label     `id#version`; the name it was given by for loose files, which have no manifest
    manifest  None for loose files
    types     for loose files in XML; without it they are left out, as they always are from packages
    """

    def __init__(
        self,
        label: str,
        files: PackageFiles,
        manifest: Manifest | None = None,
        *,
        with_examples: bool = False,
        types: TypeModel | None = None,
    ) -> None:
        self.label = label
        self.manifest = manifest
        self.files = files
        self._with_examples = with_examples
        self._types = types
        self._lock = threading.RLock()
        self._issues: list[Issue] = []
        self._entries: tuple[Entry, ...] | None = None
        self._indexed_by_claim = False
        self._resources: dict[str, Resource | None] = {}

    def __repr__(self) -> str:
        return f"Package({self.label})"

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What has been found wrong so far; reading more may add to it."""
        return tuple(self._issues)

    def paths(self) -> list[str]:
        """The resource files' paths, sorted: JSON directly in `package/` (anywhere, for loose files), examples if asked for."""
        return sorted(path for path in self.files.paths() if self._holds_resource(path))

    def examples(self) -> list[str]:
        """The paths of the examples, whether or not they are part of the package's index."""
        return sorted(
            path
            for path in self.files.paths()
            if path.startswith(_EXAMPLE_FOLDERS) and path.endswith(".json") and not _is_hidden(path)
        )

    def entries(self) -> tuple[Entry, ...]:
        """The index: for each resource its `filename` (path below `package/`), `resourceType`, and `id`, `url`, `version`… if any."""
        entries = self._entries
        if entries is None:
            with self._lock:
                entries = self._entries
                if entries is None:
                    entries = self._entries = self._read_index() or self._make_index()
        return entries

    def resource(self, filename: str) -> Resource | None:
        """The resource of an index entry, shared: do not change it. None if the file is unreadable (DBEP3024)."""
        if filename not in self._resources:
            with self._lock:
                if filename not in self._resources:
                    self._resources[filename] = self._read(self._path(filename))
        return self._resources[filename]

    def resources(self, resource_type: str | None = None) -> Iterator[Resource]:
        """Every resource, or every one of a type, in order of file name."""
        for entry in self.entries():
            if resource_type is None or entry["resourceType"] == resource_type:
                resource = self.resource(entry["filename"])
                if resource is not None:
                    yield resource

    def checked(self, entry: Entry) -> Resource | None:
        """The resource of an entry, or None if it is not what the entry says: then the index is rebuilt (DBEP3023).

        After that, ask `entries` again.
        """
        resource = self.resource(entry["filename"])
        if not self._indexed_by_claim or (resource is not None and agrees(entry, resource)):
            return resource
        with self._lock:
            if self._indexed_by_claim:
                self._lies(
                    Text(f"{entry['filename']} er noe annet", f"{entry['filename']} is something else")
                )
                self._entries = self._make_index()
        return None

    def _holds_resource(self, path: str) -> bool:
        if _is_hidden(path):
            return False
        if self.manifest is None:
            is_xml = path.endswith(".xml") and self._types is not None
            return is_xml or (path.endswith(".json") and not path.endswith("package.json"))
        if not path.endswith(".json"):
            return False
        if self._with_examples and path.startswith(_EXAMPLE_FOLDERS):
            return True
        return path.startswith("package/") and path.count("/") == 1 and path != MANIFEST_PATH

    def _path(self, filename: str) -> str:
        return filename if self.manifest is None else f"package/{filename}"

    def _filename(self, path: str) -> str:
        return path if self.manifest is None else path.removeprefix("package/")

    def _read_index(self) -> tuple[Entry, ...] | None:
        if self.manifest is None or self._with_examples:
            return None  # the index tells nothing of examples
        try:
            content = self.files.read(INDEX_PATH)
        except KeyError:
            return None
        entries = read_index(content)
        if entries is None:
            self._lies(Text("den er ikke en indeks", "it is not an index"))
            return None
        claimed = {self._path(entry["filename"]) for entry in entries}
        there = set(self.paths())
        # A JSON file that is no resource belongs in no index; so what is left out is looked into.
        wrong = sorted(claimed - there) or [
            each for each in sorted(there - claimed) if self._read(each) is not None
        ]
        if wrong:
            self._lies(Text(f"den tar feil om {wrong[0]}", f"it is wrong about {wrong[0]}"))
            return None
        self._indexed_by_claim = True
        entries.sort(key=lambda each: each["filename"])
        self._report_duplicates(entries)
        return tuple(entries)

    def _make_index(self) -> tuple[Entry, ...]:
        entries: list[Entry] = []
        for path in self.paths():
            resource = self._read(path)
            if resource is not None:
                entries.append(index_entry(self._filename(path), resource))
        self._indexed_by_claim = False
        self._report_duplicates(entries)
        return tuple(entries)

    def _lies(self, what: Text) -> None:
        self._issues.append(Issue(LYING_INDEX, Location(self.label), {"name": self.label, "what": what}))

    def _report_duplicates(self, entries: Iterable[Entry]) -> None:
        first: dict[tuple[str, str, str], str] = {}
        for entry in entries:
            if "url" not in entry or _GUIDE_AGAIN.match(entry["filename"]):
                continue
            key = (entry["resourceType"], entry["url"], entry.get("version", ""))
            held = first.setdefault(key, entry["filename"])
            if held != entry["filename"] and self.resource(held) != self.resource(entry["filename"]):
                params = {"name": self.label, "first": held, "second": entry["filename"], "url": entry["url"]}
                self._issues.append(Issue(SAME_CANONICAL, Location(self.label), params))

    def _read(self, path: str) -> Resource | None:
        """A file's resource; what cannot be read is reported once, whatever reads it first."""
        try:
            if path.endswith(".xml"):
                return self._read_xml(path)
            value = json.loads(self.files.read(path), parse_float=Decimal)
        except (KeyError, ValueError, RecursionError) as error:
            self._report(UNREADABLE_FILE, path, reason=_reason(error))
            return None
        if isinstance(value, dict) and isinstance(value.get("resourceType"), str):
            return value
        self._report(NOT_A_RESOURCE, path)
        return None

    def _read_xml(self, path: str) -> Resource | None:
        from dbep_ig.engine.fhir.xml.reading import read_xml  # seldom needed

        assert self._types is not None  # without it no XML is among the paths
        document = read_xml(self.files.read(path), path, self._types)
        if document.value is None:
            reasons = [Text(issue.message("nb"), issue.message("en")) for issue in document.issues]
            self._report(UNREADABLE_FILE, path, reason=reasons[0])
            return None
        return document.value.resource

    def _report(self, rule: Rule, path: str, **params: object) -> None:
        issue = Issue(rule, Location(self.label), {"name": self.label, "path": path, **params})
        if issue not in self._issues:
            self._issues.append(issue)


def _reason(error: Exception) -> str | Text:
    if isinstance(error, KeyError):
        from dbep_ig.engine.diagnostics.os_faults import reason_of  # seldom needed

        cause = error.__cause__
        return (
            reason_of(cause) if isinstance(cause, OSError) else Text("den finnes ikke", "it does not exist")
        )
    if isinstance(error, RecursionError):
        return Text("den er nøstet for dypt", "it is nested too deeply")
    return str(error)


def _is_hidden(path: str) -> bool:
    """Indexes, and what operating systems leave behind (`._profile.json`)."""
    return any(part.startswith(".") for part in path.split("/"))


def open_package(name: str, files: PackageFiles, *, with_examples: bool = False) -> Result[Package]:
    """A package that has a manifest.

    name  what messages call it until its manifest is read
    -> no value if the manifest is missing (DBEP3020) or invalid (DBEP3021)
    """
    try:
        content = files.read(MANIFEST_PATH)
    except KeyError:
        return Result(None, (Issue(MANIFEST_MISSING, Location(name), {"name": name}),))
    manifest = read_manifest(name, content)
    if manifest.value is None:
        return Result(None, manifest.issues)
    issues = list(manifest.issues)
    versions = manifest.value.fhir_versions
    if versions and not any(each.startswith("4.0") for each in versions):
        params = {"name": manifest.value.label, "versions": versions}
        issues.append(Issue(OTHER_FHIR_VERSION, Location(name), params))
    package = Package(manifest.value.label, files, manifest.value, with_examples=with_examples)
    return Result(package, tuple(issues))


def loose_package(name: str, files: PackageFiles, types: TypeModel | None = None) -> Package:
    """Files without a manifest as a package: every JSON file, in subfolders too, and with `types` every XML file."""
    return Package(name, files, types=types)
