"""The guide as a FHIR package.

Source: https://hl7.org/fhir/R4/packages.html
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from dbep_ig.engine.diagnostics import Result
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.packages.manifest import Manifest
from dbep_ig.engine.packages.tar_writing import pack_tgz
from dbep_ig.engine.packages.writing import package_date, write_package
from dbep_ig.guide.authoring.model import CanonicalAlias, GuideMetadata
from dbep_ig.guide.languages import Words

from .origin import Generated
from .package_notice import PATH as NOTICE
from .package_notice import package_notice


def manifest_of(guide: GuideMetadata) -> Manifest:
    """`package.json`. What is optional is a peer: tools may take it in, and none has to fetch it."""
    needed = {one.package_id: one.version for one in guide.dependencies.values() if not one.optional}
    peers = {one.package_id: one.version for one in guide.dependencies.values() if one.optional}
    return Manifest(
        name=guide.id,
        version=guide.version,
        date=package_date(seconds_of(guide)),
        license=guide.license or "",
        canonical=guide.canonical,
        url=guide.canonical,
        title=guide.title.main,
        description=_description(guide),
        fhir_versions=(guide.fhir_version,),
        dependencies=needed,
        author=guide.publisher.main,
        maintainers=tuple(
            {
                "name": guide.publisher.main,
                "email" if "@" in one and "://" not in one else "url": one.removeprefix("mailto:"),
            }
            for one in guide.contact
        ),
        jurisdiction=guide.jurisdiction or "",
        canonical_aliases=tuple(_alias(one, guide) for one in guide.canonical_aliases),
        notice={}
        if guide.notice is None
        else {language: guide.notice.in_language(language) for language in guide.languages},
        other={"peerDependencies": peers} if peers else {},
    )


def _alias(alias: CanonicalAlias, guide: GuideMetadata) -> str | dict[str, Any]:
    if alias.prefix in (None, guide.prefix):
        return alias.canonical
    return {"canonical": alias.canonical, "ids": {f"{alias.prefix}-": f"{guide.prefix}-"}}


def _description(guide: GuideMetadata) -> str:
    """In the main language, as the title; what a reader must know first is there in all, for a registry has readers of each."""
    notices = () if guide.notice is None else (text for _, text in guide.notice.translations)
    return " ".join((guide.description.main, *notices))


def seconds_of(guide: GuideMetadata) -> int:
    """Midnight (UTC) of the guide's date: the only time that is in what is built."""
    day = datetime.strptime(guide.date, "%Y-%m-%d").replace(tzinfo=UTC)
    return int(day.timestamp())


def package_files(
    guide: GuideMetadata,
    resources: Iterable[Generated],
    examples: Iterable[Resource] = (),
    other: Mapping[str, bytes] | None = None,
    words: Mapping[str, Words] | None = None,
) -> Result[dict[str, bytes]]:
    """`package/…` -> bytes; `other/NOTICE.md` tells of the terms."""
    made, held = [one.resource for one in resources], list(examples)
    others = {NOTICE: package_notice(guide, [*made, *held], words or {}), **(other or {})}
    return write_package(manifest_of(guide), made, held, others)


def archive_of(guide: GuideMetadata, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What of the files is the package, packed as `<id>-<version>.tgz`."""
    package = {path: data for path, data in files.items() if path.startswith("package/")}
    return {f"{guide.id}-{guide.version}.tgz": pack_tgz(package, seconds=seconds_of(guide))}
