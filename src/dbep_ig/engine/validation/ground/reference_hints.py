"""Which resource a reference that leads nowhere was meant for: one with nearly that id, else the only one of its type.

Made when the message is shown.
"""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import LateText, Text
from dbep_ig.engine.diagnostics.slips import NO_HINT, asked, nearest
from dbep_ig.engine.validation.ground.frame import Scope
from dbep_ig.engine.validation.ground.reference_index import RESTFUL, Entries

_MOST_COMPARED = 10_000
_ALIKE = 0.6  # ids of one type in one document: few, and one of them is meant


def reference_hint(reference: str, scope: Scope) -> LateText:
    """`; did you mean `Patient/pasient`?`, for a reference seen from a resource."""
    return LateText(lambda: _hint(reference, scope))


def contained_hint(said: Text | LateText, reference: object, scope: Scope) -> Text | LateText:
    """What is said of a local reference that leads nowhere, and which contained resource was meant."""
    if type(reference) is not str or reference[:1] != "#":
        return said
    return LateText(lambda: _of_contained(said, reference, scope), str(said))


def _of_contained(said: Text | LateText, reference: str, scope: Scope) -> Text:
    contained = scope.root.resource.get("contained")
    ids = [
        one["id"]
        for one in (contained if type(contained) is list else ())[:_MOST_COMPARED]
        if type(one) is dict and type(one.get("id")) is str
    ]
    near = ids[0] if len(ids) == 1 else nearest(reference[1:], ids, alike=_ALIKE)
    hint = NO_HINT if near is None else asked(f"#{near}")
    nb, en = said.in_language("nb"), said.in_language("en")
    return Text(nb.removesuffix(".") + hint.nb, en.removesuffix(".") + hint.en) if hint.en else Text(nb, en)


def _hint(reference: str, scope: Scope) -> Text:
    parts = RESTFUL.match(reference)
    if parts is None:
        urls = [url for one in _around(scope) for url in one.by_full_url if url[:4] == reference[:4]]
        near = nearest(reference, urls[:_MOST_COMPARED])
        return NO_HINT if near is None else asked(near)
    kind, base = parts["type"], parts["base"] or ""
    names = {name for one in _around(scope) for name in one.by_type_and_id if name.startswith(f"{kind}/")}
    ids = {name.partition("/")[2]: name for name in sorted(names)[:_MOST_COMPARED]}
    near = next(iter(ids)) if len(ids) == 1 else nearest(parts["id"], ids, alike=_ALIKE)
    return NO_HINT if near is None else asked(base + ids[near])


def _around(scope: Scope) -> Iterator[Entries]:
    """The entries among which references from a resource look."""
    at: Scope | None = scope.root
    while at is not None:
        if at.bundle is not None:
            entries = at.bundle.shared.get("entries")
            if entries is not None:
                yield entries
        at = None if at.bundle is None else at.bundle.root
