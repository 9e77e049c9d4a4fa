"""The words of the YAML: each file here defines its own, and is found because it is here.

What they are is given to the blocks they belong to, which read by them.
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from dbep_ig.guide.authoring.blocks import Keyword


def _defined() -> Iterator[Keyword[Any]]:
    for file in iter_modules(__path__):
        values = vars(import_module(f"{__name__}.{file.name}")).values()
        yield from (value for value in values if isinstance(value, Keyword))


KEYWORDS: tuple[Keyword[Any], ...] = tuple(sorted(_defined(), key=lambda one: one.order))
"""In the order of the reference page."""

for _keyword in KEYWORDS:
    for _block in _keyword.blocks:
        _block.add(_keyword)
