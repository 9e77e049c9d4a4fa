"""The words that guides are shown with, one file for each language: labels of the site, sentences of examples, short words
of data types. What a guide writes itself is in the guide.

`en.yaml` has every word there is; what another file lacks is taken from it. A guide brings a language that has no file here,
or other words than the file's, in `site/labels/CODE.yaml`, in the same form (`authoring/labels.py`).
"""

from .words import (
    SECTIONS,
    Words,
    english,
    file_of,
    filled,
    known_languages,
    tool_language,
    with_own,
    words_of,
)

__all__ = [
    "SECTIONS",
    "Words",
    "english",
    "file_of",
    "filled",
    "known_languages",
    "tool_language",
    "with_own",
    "words_of",
]
