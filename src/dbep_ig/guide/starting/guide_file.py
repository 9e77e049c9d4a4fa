"""`dbep new guide`."""

import re
from collections.abc import Sequence

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.fhir_names import ascii_name, pascal_case
from dbep_ig.guide.languages import tool_language

from .writing import local, scalar, schema_line

_ABOUT_DEFINITION = Text("Hva guiden er til, i en setning.", "What the guide is for, in a sentence.")
_HEAD = Text(
    "Alt om guiden. Redigeringsprogrammer foreslår nøkkelordene etter «dbep build», og «toolPages: true» gir en side med dem.",
    "Everything about the guide. Editors suggest the keywords after `dbep build`, and `toolPages: true` makes a page of them.",
)
_DRAFT = Text("`draft`, `active` eller `retired`", "`draft`, `active` or `retired`")
_PREFIX = Text(
    "id-ene begynner med dette, og skrives uten det", "the ids begin with this, and are written without it"
)


def guide_files(
    guide_id: str,
    *,
    canonical: str,
    languages: Sequence[str],
    title: str,
    publisher: str,
    prefix: str,
    date: str,
) -> dict[str, str]:
    """Path -> text."""
    language = tool_language(languages[0])
    lines = [
        schema_line("guide.yaml", "guide"),
        f"# {_HEAD.in_language(language)}",
        f"guide: {guide_id}",
        f"canonical: {canonical}",
        "version: 0.1.0",
        f"name: {pascal_case(re.sub(r'[^A-Za-z0-9]+', '-', ascii_name(title)).strip('-')) or pascal_case(guide_id)}",
        f"title: {local(title, languages)}",
        f"definition: {local(_ABOUT_DEFINITION.in_language(language), languages)}",
        f"status: draft  # {_DRAFT.in_language(language)}",
        f"date: {date}",
        "fhirVersion: 4.0.1",
        f"languages: [{', '.join(languages)}]",
        f"publisher: {scalar(publisher)}",
        f"prefix: {prefix}  # {_PREFIX.in_language(language)}",
    ]
    return {"guide.yaml": "\n".join(lines) + "\n", ".gitignore": "build/\n"}
