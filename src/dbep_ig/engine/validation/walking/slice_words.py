"""A slice in words: what marks the values that belong to it.

"`identifier` with system `urn:ietf:rfc:3986`" says what to write; "slice planId" says what somebody called it. The mark is
read from the slice's criteria, and only when there is a finding to be shown.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from dbep_ig.engine.diagnostics import LateText, Text
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.terminology import Terminology
from dbep_ig.engine.validation.compiling.criteria import (
    Bound,
    Conforms,
    Exists,
    Fixed,
    OfType,
    Step,
    Subtree,
)
from dbep_ig.engine.validation.ground.findings import name_of
from dbep_ig.engine.validation.ground.profile import Criterion, OverlayNode, Slice
from dbep_ig.engine.validation.rules.values.binding import Binding
from dbep_ig.engine.validation.rules.values.fixed_and_pattern import FixedValue, shown

_MOST_NAMED = 6  # slices listed in one message
_URL: tuple[Step, ...] = (("name", "url"),)


class SliceWords(NamedTuple):
    """Describes slices; what is late is made from definitions, and does not keep a document."""

    definitions: Definitions
    terminology: Terminology

    def described(self, slice_: Slice, *, is_subject: bool = False) -> LateText:
        """``identifier` with system `x``.

        is_subject  a verb follows
        """

        def made() -> Text:
            what = self._described(slice_)
            return Text(_closed(what.nb), what.en) if is_subject else what

        return LateText(made)

    def one_of(self, slice_: Slice) -> LateText:
        """``One `identifier` with system `x``, as a message begins."""

        def made() -> Text:
            what = self._described(slice_)
            return Text(f"En {_closed(what.nb)}", f"One {what.en}")

        return LateText(made)

    def any_of(self, slices: Sequence[Slice], *, is_subject: bool = False) -> LateText:
        """The slices as alternatives: ``identifier` with system `x` or with system `y``; see `described`."""

        def made() -> Text:
            noun = f"`{noun_of(slices[0].element_id)}` "
            told = [self._described(one) for one in slices[:_MOST_NAMED]]
            more = " …" if len(slices) > _MOST_NAMED else ""
            nb = [told[0].nb, *(one.nb.removeprefix(noun) for one in told[1:])]
            en = [told[0].en, *(one.en.removeprefix(noun) for one in told[1:])]
            subject = " eller ".join(nb)
            return Text((_closed(subject) if is_subject else subject) + more, " or ".join(en) + more)

        return LateText(made)

    def named(self, slices: Sequence[Slice]) -> LateText:
        """The slices by name and mark: `planId (with system `x`)`."""

        def made() -> Text:
            told = [(one.name, self.mark_of(one)) for one in slices[:_MOST_NAMED]]
            return Text(
                ", ".join(f"{name} ({mark.nb})" for name, mark in told),
                ", ".join(f"{name} ({mark.en})" for name, mark in told),
            )

        return LateText(made)

    def mark_of(self, slice_: Slice) -> Text:
        """`with system `x``; the slice's name where its definition does not say what marks it."""
        marks = [mark for one in slice_.criteria or () for mark in self._marks(one)]
        if not marks:
            return Text(f"som hører til slicen {slice_.name}", f"of the slice {slice_.name}")
        return Text(_together((one.nb for one in marks), "og"), _together((one.en for one in marks), "and"))

    def _described(self, slice_: Slice) -> Text:
        noun = f"`{noun_of(slice_.element_id)}`"
        url = _extension_of(slice_)
        if url is not None:
            name = name_of(url, self.definitions)
            if url in name:
                return Text(f"{noun} `{url}`", f"{noun} `{url}`")
            return Text(f"{noun} {name.nb} (`{url}`)", f"{noun} {name.en} (`{url}`)")
        mark = self.mark_of(slice_)
        return Text(f"{noun} {mark.nb}", f"{noun} {mark.en}")

    def _marks(self, criterion: Criterion) -> Iterator[Text]:
        if isinstance(criterion, Fixed):
            yield from _values(criterion.steps, criterion.value)
        elif isinstance(criterion, Bound):
            yield self._bound(criterion.steps, criterion.value_set, criterion.package)
        elif isinstance(criterion, Exists):
            nb, en = ("med", "with") if criterion.wanted else ("uten", "without")
            yield _at(criterion.steps, Text(nb, en), Text("", ""))
        elif isinstance(criterion, OfType):
            types = sorted(criterion.types)
            if _is_resolved(criterion.steps):
                yield Text(f"som viser til {' eller '.join(types)}", f"that refers to {' or '.join(types)}")
            else:
                yield _at(
                    criterion.steps,
                    Text("med", "with"),
                    Text(f"av typen {' eller '.join(types)}", f"of type {' or '.join(types)}"),
                )
        elif isinstance(criterion, Conforms):
            names = [name_of(one, self.definitions) for one in criterion.profiles]
            nb, en = " eller ".join(one.nb for one in names), " or ".join(one.en for one in names)
            if _is_resolved(criterion.steps):
                yield Text(
                    f"som viser til en ressurs som følger {nb}",
                    f"that refers to a resource conforming to {en}",
                )
            else:
                yield _at(
                    criterion.steps, Text("med", "with"), Text(f"som følger {nb}", f"that conforms to {en}")
                )
        elif isinstance(criterion, Subtree):
            yield from self._of_node(criterion.node, criterion.steps)

    def _of_node(self, node: OverlayNode, steps: tuple[Step, ...]) -> Iterator[Text]:
        """What a slice's element says of itself and of what is below it."""
        for check in node.checks:
            if isinstance(check, FixedValue):
                yield from _values(steps, check.value)
            elif isinstance(check, Binding) and check.strength == "required":
                yield self._bound(steps, check.value_set, check.package)
        for child in node.children:
            below = (*steps, ("name", child.name))
            if child.node is not None:
                yield from self._of_node(child.node, below)
            if child.slicing is not None:
                for one in child.slicing.slices:
                    if one.least:
                        for criterion in one.criteria or ():
                            if isinstance(criterion, Fixed):
                                yield from _values((*below, *criterion.steps), criterion.value)

    def _bound(self, steps: tuple[Step, ...], value_set: Any, package: str | None) -> Text:
        label = self.terminology.compiled_value_set(value_set, package).label
        where = _path(steps)
        return Text(
            f"med en kode fra verdisettet {label.nb}{where.nb}",
            f"with a code from the value set {label.en}{where.en}",
        )


def noun_of(element_id: str) -> str:
    """What a slice is a slice of: `identifier` of `CarePlan.identifier:planId`."""
    return element_id.rpartition(".")[2].partition(":")[0]


def _closed(subject: str) -> str:
    """Norwegian ends a relative clause with a comma before the verb: `som viser til Goal, mangler`."""
    return f"{subject}," if _CLAUSE.search(subject) else subject


_CLAUSE = re.compile(r"` (?:med .*)?som (?:hører til|viser til|følger) ")


def _together(marks: Iterable[str], joint: str) -> str:
    """`with a and with b` -> `with a and b`."""
    first, *rest = dict.fromkeys(marks)
    start = first.partition(" ")[0] + " "
    return f" {joint} ".join((first, *(one.removeprefix(start) for one in rest)))


def _extension_of(slice_: Slice) -> str | None:
    if slice_.criteria is None or len(slice_.criteria) != 1:
        return None
    (only,) = slice_.criteria
    is_url = isinstance(only, Fixed) and only.steps == _URL and type(only.value) is str
    return only.value if is_url and noun_of(slice_.element_id).lower().endswith("extension") else None  # type: ignore[attr-defined]


def _values(steps: tuple[Step, ...], value: Any) -> Iterator[Text]:
    """A given value: a coding by system and code, others leaf by leaf."""
    if type(value) is dict and "coding" in value and type(value["coding"]) is list:
        for coding in value["coding"]:
            yield from _values(steps, coding)
        rest = {name: one for name, one in value.items() if name != "coding"}
        if rest:
            yield from _values(steps, rest)
    elif type(value) is dict and value.keys() & {"system", "code"} and value.keys() <= _OF_A_CODING:
        system, code = value.get("system"), value.get("code")
        if "code" not in value:
            nb, en = f"en kode fra `{system}`", f"a code of `{system}`"
        elif "system" not in value:
            nb, en = f"koden `{code}`", f"the code `{code}`"
        else:
            nb, en = f"koden `{code}` fra `{system}`", f"the code `{code}` of `{system}`"
        where = _path(steps)
        yield Text(f"med {nb}{where.nb}", f"with {en}{where.en}")
    elif type(value) is dict:
        for name, one in value.items():
            yield from _values((*steps, ("name", name)), one)
    elif type(value) is list:
        for one in value:
            yield from _values(steps, one)
    else:
        told = shown(value)
        if steps:
            yield _at(steps, Text("med", "with"), Text(told, told))
        else:
            yield Text(f"med verdien {told}", f"with the value {told}")


_OF_A_CODING = frozenset(("system", "code", "version", "display"))


def _path(steps: tuple[Step, ...]) -> Text:
    """Where a code is, unless it is the value itself."""
    names = [one for one in steps if one != ("name", "coding")]
    if not names:
        return Text("", "")
    path = _written(names)
    return Text(f" i {path}", f" in {path}")


def _at(steps: tuple[Step, ...], before: Text, after: Text) -> Text:
    """`with a.b.c …`; of a resource that is referred to, what it has."""
    if _is_resolved(steps):
        nb, en = (f"som viser til en ressurs {before.nb} ", f"that refers to a resource {before.en} ")
        steps = steps[1 + [kind for kind, _ in steps].index("resolve") :]
    else:
        nb, en = f"{before.nb} ", f"{before.en} "
    if not steps:
        return after
    path = _written(steps)
    return Text(f"{nb}{path} {after.nb}".rstrip(), f"{en}{path} {after.en}".rstrip())


def _is_resolved(steps: Sequence[Step]) -> bool:
    return any(kind == "resolve" for kind, _ in steps)


def _written(steps: Sequence[Step]) -> str:
    parts = []
    for kind, text in steps:
        if kind == "extension":
            parts.append(f"extension({text.rpartition('/')[2]})")
        elif kind == "resolve":
            parts.append("resolve()")
        elif kind == "name":
            parts.append(text)
    return ".".join(parts)
