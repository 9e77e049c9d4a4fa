"""What a user names as a version of a guide or a package -> its definitions, ready to be compared.

A folder with a guide.yaml is the guide as it is written now; another folder, an archive, `id#version` a package; all else a
revision of git in the guide's repository. What is written is generated in memory; nothing is built into any folder.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from dbep_ig.engine.comparison import Side
from dbep_ig.engine.core import CoreStore
from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule, Text
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.snapshots import Snapshots
from dbep_ig.engine.terminology import Terminology
from dbep_ig.guide.build import AUTHORED, build_guide

from .built_on import built_on
from .git_revisions import commit_of, files_of, has_git
from .guide_source import GUIDE_FILE, find_checkout
from .package_files import is_file, is_folder
from .packages import PackageCatalog, PackageSettings, load_roots, open_each
from .trees import read_tree

NOTHING_TO_COMPARE = Rule(
    code="DBEP6072",
    name="nothing-to-compare",
    issue_type="not-found",
    nb="«{asked}» er verken en mappe, en pakke eller en revisjon i git{hint}",
    en="`{asked}` is neither a folder, a package nor a revision of git{hint}",
)
VERSION_WITH_ERRORS = Rule(
    code="DBEP6074",
    name="version-with-errors",
    issue_type="invalid",
    nb="Guiden i {label} har feil, så den kan ikke sammenlignes: {first}",
    en="The guide in {label} has errors, so it cannot be compared: {first}",
)
_NO_GIT = Text("; git er ikke installert", "; git is not installed")
_NO_GUIDE = Text(
    ", og mappa kommandoen kjøres i, har ingen guide",
    ", and the folder that the command runs in has no guide",
)
_YAML = (".yaml", ".yml")


def open_side(asked: str, here: Path, settings: PackageSettings, core: CoreStore) -> Result[Side]:
    """The version that `asked` names.

    here  the folder the command runs in; revisions are those of the guide that it lies in
    -> DBEP6072 when there is no such version, DBEP6074 when its YAML has errors, or what is wrong with the package
    """
    place = here / asked
    if is_folder(place) and is_file(place / GUIDE_FILE):
        return _written(read_tree(place, AUTHORED, _YAML), str(asked), settings, core)
    is_package = is_file(place) or (is_folder(place) and _has_json(place)) or "#" in asked
    root = find_checkout(here)
    commit = None if is_package or root is None else commit_of(asked, root)
    if commit is not None and root is not None:
        files = files_of(commit, root, AUTHORED, _YAML)
        if files.value is None:
            return Result(None, files.issues)
        return _written(files.value, f"{asked} ({commit[:10]})", settings, core)
    if is_package or "@" in asked:
        return _packaged(asked, settings, core)
    hint = _NO_GIT if not has_git() else _NO_GUIDE if root is None else Text("", "")
    return Result(None, (Issue(NOTHING_TO_COMPARE, Location(asked), {"asked": asked, "hint": hint}),))


def _has_json(folder: Path) -> bool:
    return any(is_file(folder / name) for name in ("package.json", "package/package.json")) or any(
        folder.glob("*.json")
    )


def _written(
    files: Mapping[str, bytes], label: str, settings: PackageSettings, core: CoreStore
) -> Result[Side]:
    """What `dbep build` would put into the package, with its snapshots."""
    if GUIDE_FILE not in files:
        params = {"asked": label, "hint": Text(f": {GUIDE_FILE} mangler", f": {GUIDE_FILE} is missing")}
        return Result(None, (Issue(NOTHING_TO_COMPARE, Location(label), params),))
    on = built_on(files[GUIDE_FILE], settings, core)
    if on.value is None:
        return Result(None, on.issues)
    sources = {path: data for path, data in files.items() if not path.startswith("examples/")}
    made = build_guide(sources, core, on.value.definitions)
    if made.value is None:
        errors = [issue for issue in made.issues if issue.is_error]
        first = Text(*(_told(errors[0], language) for language in ("nb", "en")))
        params = {"label": label, "first": first}
        return Result(None, (Issue(VERSION_WITH_ERRORS, Location(label), params),))
    guide = made.value.model.guide
    return Result(
        _side(
            f"{guide.id}#{guide.version}, {label}",
            (one.resource for one in made.value.resources),
            made.value.definitions,
            guide.canonical,
        )
    )


def _told(issue: Issue, language: str) -> str:
    place = issue.location.place()
    at = issue.document if place is None else f"{place.source.name}:{place.span.line}"
    return f"{at} {issue.code} {issue.message('nb' if language == 'nb' else 'en')}"


def _packaged(asked: str, settings: PackageSettings, core: CoreStore) -> Result[Side]:
    """The definitions of a package, without its examples."""
    catalog = PackageCatalog(settings, types=core)
    opened = open_each([asked], catalog)
    roots = opened.value or ()
    if not roots:
        return Result(None, opened.issues)
    package = roots[0].package
    loaded = load_roots([package], catalog, core)
    assert loaded.value is not None  # it always has one
    model = package.manifest.canonical if package.manifest is not None else ""
    return Result(_side(package.label, package.resources(), loaded.value, model or ""))


def _side(label: str, resources: Iterable[Resource], definitions: Definitions, model: str) -> Side:
    snapshots = Snapshots(definitions)
    own = tuple(one for one in resources if isinstance(one.get("url"), str))
    return Side(label, own, snapshots, Terminology(snapshots), model)
