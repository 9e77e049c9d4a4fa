"""YAML as an author would write it."""

import json
import re
from collections.abc import Sequence

_PLAIN = re.compile(r"[^\W\d_][\w .,()/–-]*(?<! )")
_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))


def scalar(text: str) -> str:
    """A text as one value: as it is where YAML reads it so, else in quotes."""
    return (
        text
        if _PLAIN.fullmatch(text) and text.lower() not in _WORDS
        else json.dumps(text, ensure_ascii=False)
    )


def local(text: str, languages: Sequence[str], *, inside: bool = False) -> str:
    """A text in each language of the guide, the same in all until somebody translates it.

    inside  it is inside braces, where a comma would end it
    """
    shown = (
        scalar(text)
        if "," not in text or not (inside or len(languages) > 1)
        else json.dumps(text, ensure_ascii=False)
    )
    return shown if len(languages) == 1 else f"{{{', '.join(f'{one}: {shown}' for one in languages)}}}"


def schema_line(path: str, kind: str) -> str:
    """What tells an editor which words a file can have."""
    return f"# yaml-language-server: $schema={'../' * path.count('/')}build/schema/{kind}.json"


def shown(name: str) -> str:
    """A name as a title: `careGoal` and `care-goal` are "Care goal"."""
    words = re.sub(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])", " ", name).replace("-", " ").replace(".", " ").lower()
    return words[:1].upper() + words[1:]
