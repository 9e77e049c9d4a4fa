"""What is validated against: the guide, the packages given beside it, and all they need.

Packages add to the guide. Only another copy or version of the guide itself takes its place: one of them is loaded, and a
note says which.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from dbep_ig.engine.core import CoreStore
from dbep_ig.engine.diagnostics import Issue, Result, Text
from dbep_ig.engine.packages import PackageSet
from dbep_ig.engine.packages.dependencies import DEPENDENCY_MISSING

from .guide_choice import choose_guide
from .guide_facts import facts_of
from .guide_source import NO_GUIDE, NO_GUIDE_BESIDE, GuideSource, find_guide, package_note
from .packages import PackageCatalog, PackageSettings, Root, load_roots, open_each


class InUse(NamedTuple):
    """The packages with all they need, the guide among them (None where there is none), and what a report says of both."""

    packages: PackageSet
    guide: GuideSource | None
    notes: tuple[Text, ...]


def load_with_guide(
    asked: Sequence[str],
    settings: PackageSettings,
    core: CoreStore | None,
    here: Path | None,
    *,
    guide: str | None = None,
    without_guide: bool = False,
) -> Result[InUse]:
    """The guide and the packages.

    asked          see `load_packages`
    guide          see `choose_guide`; None: the one that `find_guide` finds from `here`
    without_guide  None means none
    -> no value where `guide` is not available (DBEP3044); the issues say what else could not be opened
    """
    chosen = _chosen(guide, here, settings, without_guide=without_guide)
    if guide is not None and chosen.value is None:
        return Result(None, chosen.issues)
    catalog = PackageCatalog(settings, types=core)
    given = open_each(asked, catalog)
    issues = [*chosen.issues, *given.issues]
    source, roots = chosen.value, list(given.value or ())
    notes: list[Text] = []
    before: GuideSource | None = None
    if source is not None:
        copies = [root for root in roots if _is_copy(root, source)]
        roots = [root for root in roots if root not in copies]
        used = copies[0] if copies and guide is None and not _is_at(copies[0], source, catalog) else None
        if used is None:
            opened = open_each([source.package], catalog)
            issues += opened.issues
            roots = [*(opened.value or ()), *roots]
        else:
            before, source = source, GuideSource(used.asked, used.package.label, "given", Path(used.asked))
            roots = [used, *roots]
        left = [root for root in copies if root is not used and not _is_at(root, source, catalog)]
        notes = [_left_out(root, source) for root in left]
    loaded = load_roots([root.package for root in roots], catalog, core)
    issues += loaded.issues
    assert loaded.value is not None  # it always has one
    packages = loaded.value
    if source is not None:
        notes.insert(0, source.note(_stage_of(source.label, packages), instead_of=before))
    elif not without_guide:
        notes.append(NO_GUIDE_BESIDE if roots else NO_GUIDE)
    notes += [
        package_note(label, _status_of(label, packages))
        for label in packages.roots
        if source is None or label != source.label
    ]
    return Result(InUse(packages, source, tuple(notes)), tuple(issues))


def without_wishes(issues: Iterable[Issue], packages: PackageSet, guide: str | None) -> tuple[Issue, ...]:
    """The issues but for what only the guide would like beside it: that is said where it matters, at the imposed profile."""
    others = {each for label in packages.roots if label != guide for each in packages.reach_of(label)}
    wishes = set() if guide is None else set(packages.reach_of(guide)) - others
    return tuple(
        one for one in issues if one.rule is not DEPENDENCY_MISSING or one.params["package"] not in wishes
    )


def _chosen(
    guide: str | None, here: Path | None, settings: PackageSettings, *, without_guide: bool
) -> Result[GuideSource]:
    if guide is not None:
        return choose_guide(guide, here, settings)
    return Result(None if without_guide else find_guide(here))


def _is_copy(root: Root, source: GuideSource) -> bool:
    """Whether a package is the guide, in this or another version."""
    manifest = root.package.manifest
    return manifest is not None and manifest.name == source.id


def _is_at(root: Root, source: GuideSource, catalog: PackageCatalog) -> bool:
    """Whether a package is where the guide is."""
    return root.package.label == source.label and catalog.place(root.asked) == catalog.place(source.package)


def _left_out(root: Root, source: GuideSource) -> Text:
    label, where = root.package.label, source.after_name()
    name = label if root.asked == label else f"{root.asked} ({label})"
    return Text(
        f"{name} er ikke brukt, for bare ett eksemplar av guiden brukes: {source.label}, {where.nb}.",
        f"{name} is not used, since only one copy of the guide is: {source.label}, {where.en}.",
    )


def _stage_of(label: str, packages: PackageSet) -> str | None:
    return next((facts_of(one).stage for one in packages.packages if one.label == label), None)


def _status_of(label: str, packages: PackageSet) -> str | None:
    """The publication status of a package's guide."""
    return next((facts_of(one).status for one in packages.packages if one.label == label), None)
