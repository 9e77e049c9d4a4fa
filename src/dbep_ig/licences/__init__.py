"""What the project carries that others have made, and under which terms: `bundled.toml`, and licence texts beside it.

`LICENSES/` here has every text that the wheel or a site that `dbep build` makes is under; the folder of the same name at the
top of the repository has those of the repository's own files, as REUSE wants it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dbep_ig.engine.diagnostics import LANGUAGES, Language

from .components import Component, Trademark, components, licence_texts, trademarks
from .notice import notice as notice_in

__all__ = [
    "Bundled",
    "Component",
    "Trademark",
    "bundled",
    "components",
    "licence_texts",
    "trademarks",
]


@dataclass(frozen=True, slots=True)
class Bundled:
    """All of it as values, for those who read no files.

    notices  language -> NOTICE
    """

    components: tuple[Component, ...]
    texts: Mapping[str, str]
    notices: Mapping[Language, str]


def bundled() -> Bundled:
    """What the tool and the sites it makes hold of others' work."""
    return Bundled(components(), licence_texts(), {language: notice_in(language) for language in LANGUAGES})
