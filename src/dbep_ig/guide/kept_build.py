"""A whole build, kept as JSON for the next: of the same files, with what it wrote still in its place, nothing is made again."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from dbep_ig.engine.diagnostics import Location, Place, Source, Span

from .build import Built
from .kept_issues import CannotKeepError, issue_json, issue_of


def built_json(built: Built, digest: str, sources: Mapping[str, bytes]) -> Any:
    """None for what cannot be kept: without a package, or with an issue that is not in one of the sources.

    digest   of all that the build was made of
    sources  the files among that, by the names that issues give them
    """

    def location_json(location: Location) -> list[Any]:
        place = location.place()
        found = None
        if place is not None:
            source, span = place
            if sources.get(source.name) != source.text.encode():
                raise CannotKeepError(source.name)
            found = [source.name, *span]
        return [location.document, list(location.pointer), location.expression, location.on_key, found]

    if not built.counts:
        return None
    try:
        issues = [issue_json(issue, location_json) for issue in built.issues]
        findings = {
            path: [issue_json(issue, location_json) for issue in found]
            for path, found in built.findings.items()
        }
    except CannotKeepError:
        return None
    return {
        "digest": digest,
        "files": _digests(built.files),
        "issues": issues,
        "findings": findings,
        "documents": list(built.documents),
        "counts": dict(built.counts),
        "has_notice": built.has_notice,
    }


def built_of(
    kept: Any, digest: str, sources: Mapping[str, bytes], written: Mapping[str, bytes]
) -> Built | None:
    """None where it was kept of something else, is damaged, or what it wrote is not there as it was.

    written  the files that are there: path below `build/` -> bytes
    """

    @cache
    def source(name: str) -> Source:
        return Source(name, sources[name].decode())

    def location_of(kept: Any) -> Location:
        document, pointer, expression, on_key, found = kept
        exact = None if found is None else Place(source(found[0]), Span(*found[1:]))
        return Location(document, tuple(pointer), expression, on_key, exact=exact)

    try:
        if kept["digest"] != digest or kept["files"] != _digests(written):
            return None
        return Built(
            tuple(issue_of(one, location_of) for one in kept["issues"]),
            tuple(kept["documents"]),
            written,
            kept["counts"],
            {
                path: tuple(issue_of(one, location_of) for one in found)
                for path, found in kept["findings"].items()
            },
            kept["has_notice"],
        )
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, ImportError):
        return None


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {path: sha256(data).hexdigest() for path, data in files.items()}
