"""Which guide `--guide VERSION` means: of the checkout's build, its releases, the guides that come with dbep, the FHIR cache."""

import re
from collections.abc import Iterable
from pathlib import Path

from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule, Severity, Text
from dbep_ig.engine.diagnostics.slips import ALIKE_OF_FEW, NO_HINT, nearest
from dbep_ig.engine.packages.versions import best_version, is_exact, is_range, version_key

from .guide_source import GuideSource, find_guide, guides_here
from .packages import PackageCatalog, PackageSettings, cached_versions

_ASKED = re.compile(r"(?:([A-Za-z0-9][A-Za-z0-9\-._]*)[#@])?([A-Za-z0-9*][A-Za-z0-9\-._+*]*)\Z")

GUIDE_NOT_AVAILABLE = Rule(
    code="DBEP3044",
    name="guide-not-available",
    issue_type="not-found",
    nb="Guiden {asked} er ikke tilgjengelig{hint}; tilgjengelig: {available}",
    en="The guide {asked} is not available{hint}; available: {available}",
    spec="https://hl7.org/fhir/R4/packages.html",
)


def available_guides(start: Path | None, settings: PackageSettings) -> Result[list[GuideSource]]:
    """Every version of every guide of the checkouts and the installation, and further ones of the same in the FHIR cache.

    -> in order of precedence, always a value; DBEP3045 (a warning here) for releases that cannot be used
    """
    here = guides_here(start)
    found = here.value or []
    ids = dict.fromkeys(guide.id for guide in found)
    found += [guide for package_id in ids for guide in _cached(package_id, settings)]
    return Result(found, tuple(issue._replace(override=Severity.WARNING) for issue in here.issues))


def choose_guide(asked: str, start: Path | None, settings: PackageSettings) -> Result[GuideSource]:
    """The guide that is asked for.

    asked  VERSION (of the default guide), ID#VERSION or ID; a version may be `0.1.x` or `latest`, which mean the newest
           that is available
    -> no value with DBEP3044 where there is none such
    """
    available = available_guides(start, settings)
    guides = available.value or []
    parts = _ASKED.match(asked)
    if parts is not None:
        name, wanted = parts[1] or "", parts[2]
        if not name and wanted in {guide.id for guide in guides}:
            name, wanted = wanted, "latest"
        name = name or _default_id(guides, start)
        if is_range(wanted):
            guide = _best(name, wanted, guides)
            found = Result(guide) if guide is not None else _elsewhere(name, wanted, settings)
            if found.value is not None:
                return Result(found.value, (*available.issues, *found.issues))
            return Result(None, (*available.issues, *found.issues, _not_available(asked, guides)))
    return Result(None, (*available.issues, _not_available(asked, guides)))


def chosen_by_label(guide: GuideSource, guides: Iterable[GuideSource]) -> bool:
    """Whether `--guide ID#VERSION` means this one, of several with the label."""
    return _best(guide.id, guide.version, guides) == guide


def _default_id(guides: list[GuideSource], start: Path | None) -> str:
    """Whose versions are meant where no id is given; "" where there is no guide."""
    default = find_guide(start) or next(iter(guides), None)
    return "" if default is None else default.id


def _best(name: str, wanted: str, guides: Iterable[GuideSource]) -> GuideSource | None:
    meant = [guide for guide in guides if guide.id == name]
    version = wanted if is_exact(wanted) else best_version(wanted, [guide.version for guide in meant])
    first = next((guide for guide in meant if guide.version == version), None)
    # A build of a version that is released is the same, or was made before the release: the release decides.
    released = (
        guide for guide in meant if first is not None and guide.label == first.label and guide.is_released
    )
    return next(released, first)


def _elsewhere(name: str, wanted: str, settings: PackageSettings) -> Result[GuideSource]:
    """A guide that only the FHIR cache knows, or the registry if there is one."""
    catalog = PackageCatalog(settings)
    version = catalog.choose(name, wanted) if name else None
    found = None if version is None else _from_cache(f"{name}#{version}", settings)
    return Result(found, catalog.issues)


def _cached(package_id: str, settings: PackageSettings) -> list[GuideSource]:
    versions = sorted(cached_versions(settings.cache, package_id), key=version_key, reverse=True)
    return [_from_cache(f"{package_id}#{version}", settings) for version in versions]


def _from_cache(label: str, settings: PackageSettings) -> GuideSource:
    return GuideSource(label, label, "cache", settings.cache / label)


def _not_available(asked: str, guides: Iterable[GuideSource]) -> Issue:
    labels = list(dict.fromkeys(guide.label for guide in guides))
    by_name = {
        **{label.partition("#")[2]: label for label in reversed(labels)},
        **{label: label for label in labels},
    }
    near = nearest(asked.replace("@", "#"), by_name, alike=ALIKE_OF_FEW, numbered=True)
    hint = (
        NO_HINT
        if near is None
        else Text(f" (mente du {by_name[near]}?)", f" (did you mean {by_name[near]}?)")
    )
    shown = asked if asked.strip() else Text("uten navn (tom verdi)", "without a name (an empty value)")
    params = {"asked": shown, "hint": hint, "available": labels or Text("ingen", "none")}
    return Issue(GUIDE_NOT_AVAILABLE, Location(asked if asked.strip() else "--guide"), params)
