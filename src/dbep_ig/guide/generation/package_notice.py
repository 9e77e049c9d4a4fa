"""`package/other/NOTICE.md`: the terms, for a reader who has the package alone, in each of the guide's languages."""

from collections.abc import Iterable, Mapping

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.guide.authoring.licensed_systems import FHIR_MARKS, LICENSED_SYSTEMS, LicensedSystem, system_at
from dbep_ig.guide.authoring.local_text import of_the_tool
from dbep_ig.guide.authoring.model import GuideMetadata
from dbep_ig.guide.languages import Words, words_of

from .terminology_use import users

PATH = "other/NOTICE.md"


def package_notice(guide: GuideMetadata, resources: Iterable[Resource], words: Mapping[str, Words]) -> bytes:
    """The file's content.

    resources  all that is in the package, examples too
    words      what the guide's languages call things; the tool's own words for one that is not there
    """
    by_system: dict[str, list[str]] = {}
    for address, found in users(resources).items():
        system = system_at(address)
        if system is not None:
            names = by_system.setdefault(system.name, [])
            names += [f"{one['resourceType']}/{one['id']}" for one in found if "id" in one]
    used = {one: sorted(set(by_system[one.name])) for one in LICENSED_SYSTEMS if one.name in by_system}
    parts = [_part(guide, used, words.get(language) or words_of(language)) for language in guide.languages]
    return ("\n\n---\n\n".join(parts) + "\n").encode()


def _part(guide: GuideMetadata, used: dict[LicensedSystem, list[str]], words: Words) -> str:
    language, word = words.code, words.notice

    def own(text: Text) -> str:
        return of_the_tool(text, (language,)).main

    lines = [
        f"# {guide.title.in_language(language)}",
        f"{guide.id}#{guide.version} · {guide.publisher.in_language(language)} · {guide.status}",
    ]
    if guide.notice is not None:
        lines.append(guide.notice.in_language(language))
    lines += [f"## {word['terms']}", f"{word['licence']}: {guide.license or word['none']}"]
    lines += [statement.in_language(language) for statement in guide.copyright]
    if not guide.language.startswith("en"):
        lines.append(word["r4_texts"])
    if used:
        lines.append(f"## {word['systems']}")
    for system, names in used.items():
        lines += [
            f"### {system.name}",
            own(system.statement),
            f"{word['used']}: {', '.join(names)}",
        ]
    lines += [f"## {word['marks']}", own(FHIR_MARKS)]
    return "\n\n".join(lines)
