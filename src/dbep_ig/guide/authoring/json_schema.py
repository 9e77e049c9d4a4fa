"""A JSON Schema for each kind of YAML file, made from the keywords, so that editors complete and check what is typed.

Each file names its own in its first line: `# yaml-language-server: $schema=<way to>/build/schema/class.json`.
`dbep build` writes them there.
Source: https://json-schema.org/draft/2020-12/json-schema-core
"""

import json
from collections.abc import Sequence

from .blocks import Block
from .places import FILES, PARTS_OF_FILES
from .shapes import TEXT, JsonSchema, text_schema

FOLDER = "schema"


def schema_of(kind: Block, languages: Sequence[str] = ()) -> JsonSchema:
    """The schema of one kind of file.

    languages  of the guide; empty where they are not known: texts may be in any
    """
    schema = kind.block_schema()
    used = _used(kind)
    parts = {block.name: block.block_schema() for block in PARTS_OF_FILES if block.name in used}
    texts = {TEXT: text_schema(languages)} if f'"#/$defs/{TEXT}"' in json.dumps([schema, parts]) else {}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": "Made by dbep build from the keywords in dbep_ig.guide.authoring.",
        "title": f"{kind.title.nb} / {kind.title.en}",
        **schema,
        "$defs": {**texts, **parts},
    }


def schema_files(languages: Sequence[str] = ()) -> dict[str, bytes]:
    """`schema/<kind>.json` -> its bytes, for every kind of file; `languages` as for `schema_of`."""
    return {
        f"{FOLDER}/{kind.name}.json": (
            json.dumps(schema_of(kind, languages), ensure_ascii=False, indent=2) + "\n"
        ).encode()
        for kind in FILES
    }


def _used(kind: Block) -> set[str]:
    """The parts that a kind of file can hold, directly or inside others."""
    by_name = {block.name: block for block in PARTS_OF_FILES}
    found: set[str] = set()
    waiting = [kind]
    while waiting:
        text = json.dumps(waiting.pop().block_schema())
        for name, block in by_name.items():
            if name not in found and f'"#/$defs/{name}"' in text:
                found.add(name)
                waiting.append(block)
    return found
