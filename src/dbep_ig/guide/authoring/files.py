"""Files -> blocks of keywords, each file by the kind its first word names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dbep_ig.engine.diagnostics import Issue, Rule

from .blocks import Block, Fields
from .keywords.guide_metadata import LANGUAGES_OF_GUIDE
from .places import FILES, RESOURCE
from .shapes import wrong_shape
from .strays import EXAMPLE_KEYWORDS, OTHER_FOLDER, folder_of
from .suggestions import did_you_mean
from .yaml_nodes import Where, YamlDocument, YamlMapping
from .yaml_reading import read_yaml

UNKNOWN_KIND = Rule(
    code="DBEP1026",
    name="unknown-file-kind",
    issue_type="structure",
    nb="Filen har ingen av nøkkelordene som sier hva den definerer: {kinds}{hint}",
    en="The file has none of the keywords that say what it defines: {kinds}{hint}",
)
FOLDERS = ("model/", "profiles/")
GUIDE_FILE = "guide.yaml"


@dataclass(frozen=True, slots=True)
class AuthoredFile:
    """A file as read: its kind and its keywords."""

    kind: Block
    fields: Fields

    @property
    def name(self) -> str:
        """The name or id that the file defines; empty where it could not be read."""
        value = self.fields.values.get(self.kind.name)
        return value if isinstance(value, str) else ""

    @property
    def name_at(self) -> Where:
        """Where the name stands."""
        return self.fields.where / self.kind.name


def authored(paths: Iterable[str]) -> list[str]:
    """The paths that hold the model, in the order they are read: guide.yaml, then model/ and profiles/ by name."""
    yaml = sorted(path for path in paths if path.endswith((".yaml", ".yml")))
    return [path for path in yaml if path == GUIDE_FILE] + [
        path for folder in FOLDERS for path in yaml if path.startswith(folder)
    ]


def stated_languages(guide: YamlDocument) -> tuple[str, ...]:
    """The languages that `guide.yaml` names, before anything else of it is read; empty where they cannot be told.

    What is wrong with `languages` is reported where the keyword is read; texts are then taken in any language.
    """
    at = guide.at(LANGUAGES_OF_GUIDE.name)
    issues: list[Issue] = []
    found = None if at.node is None else LANGUAGES_OF_GUIDE.shape.read(at.node, at, issues)
    return () if issues or found is None else found


def guide_languages(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """As `stated_languages`, of all files of the guide."""
    data = files.get(GUIDE_FILE)
    read = None if data is None else read_yaml(GUIDE_FILE, data).value
    return () if read is None else stated_languages(read)


def read_files(files: Mapping[str, bytes], issues: list[Issue]) -> list[AuthoredFile]:
    """Every file of the model that could be read; what is wrong with the others is in `issues`."""
    found: list[AuthoredFile] = []
    languages: tuple[str, ...] = ()
    for path in authored(files):
        result = read_yaml(path, files[path])
        example = _example_keyword(result.value)
        if result.value is not None and example is not None:
            where: dict[str, object] = {
                "keyword": example,
                "folder": path.partition("/")[0],
                "right": folder_of(example),
            }
            issues.append(Issue(OTHER_FOLDER, (result.value.at() / example).location(on_key=True), where))
            continue
        issues.extend(result.issues)
        if result.value is None:
            continue
        if path == GUIDE_FILE:
            languages = stated_languages(result.value)
        result.value.languages = languages
        at = result.value.at()
        root = result.value.root
        if not isinstance(root, YamlMapping):
            wrong_shape(root, at, issues, "mapping")
            continue
        # A resource's own elements may be called `extension`, `profile` or `class`.
        kind = next((block for block in (RESOURCE, *FILES) if block.name in root), None)
        if kind is None:
            kinds = [block.name for block in FILES]
            first = root.entries[0].key.text if root.entries else ""
            params = {"kinds": kinds, "hint": did_you_mean(first, kinds)}
            place = at / first if root.entries else at
            issues.append(Issue(UNKNOWN_KIND, place.location(on_key=True), params))
            continue
        fields = kind.read(root, at, issues)
        if fields is not None:
            found.append(AuthoredFile(kind, fields))
    return found


def _example_keyword(document: YamlDocument | None) -> str | None:
    """The word that makes it an example."""
    root = document.root if document is not None else None
    if not isinstance(root, YamlMapping) or not root.entries:
        return None
    first = root.entries[0].key.text
    return first if first in EXAMPLE_KEYWORDS else None
