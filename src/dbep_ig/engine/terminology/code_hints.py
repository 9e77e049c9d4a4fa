"""The end of a message about a code that is not where it should be: which code was meant, which there are, where to see them.

Made when the message is shown. A code is meant that is nearly this one, or that has this as its name in some language; the codes are
listed when they are few, each with its name in the reader's language.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dbep_ig.engine.diagnostics import LateText, Text
from dbep_ig.engine.diagnostics.slips import NO_HINT, is_slip, nearest

from .code_system import CodeSystem
from .code_systems import CodeSystems
from .compiled import CompiledValueSet
from .own_codes import own_concepts
from .shapes import mappings

_FEW = 12  # codes that are listed
_MOST_NAMED = 1_000  # in larger sets only codes are compared, not their names
_MOST_COMPARED = 20_000
_NORWEGIAN = ("nb", "no", "nn")
_NO_NAME = Text("", "")


class _Code(NamedTuple):
    system: str
    code: str
    name: Text  # in both languages; empty where there is none

    def shown(self) -> Text:
        nb, en = (_with_name(self.code, name) for name in self.name)
        return Text(nb, en)


class CodeHints:
    """Hints for value sets and code systems of one `Terminology`."""

    def __init__(self, code_systems: CodeSystems) -> None:
        self._code_systems = code_systems

    def in_value_set(
        self, compiled: CompiledValueSet, codings: Sequence[Mapping[str, Any]], within: str | None
    ) -> LateText:
        """For codings (plain codes: without `system`) of which none is in the set; without any, what there is to choose."""
        return LateText(lambda: self._in_value_set(compiled, codings, within))

    def in_code_system(self, code_system: CodeSystem | None, code: str) -> LateText | Text:
        """For a code that the code system does not have."""
        if code_system is None:
            return NO_HINT
        return LateText(lambda: self._in_code_system(code_system, code))

    def _in_value_set(
        self, compiled: CompiledValueSet, codings: Sequence[Mapping[str, Any]], within: str | None
    ) -> Text:
        listing = compiled.listing
        if listing is None:
            return NO_HINT
        count = sum(len(codes) for codes in listing.values())
        codes: list[_Code] = []
        if count <= _MOST_NAMED:
            codes = list(self._named(compiled, listing, within))
        elif count <= _MOST_COMPARED:
            codes = [_Code(system, code, _NO_NAME) for system, some in listing.items() for code in some]
        for coding in codings:
            code, system = coding.get("code"), coding.get("system")
            if type(code) is not str:
                continue
            elsewhere = [one for one in codes if one.code == code and one.system != system]
            if type(system) is str and elsewhere:
                meant = next((one for one in elsewhere if is_slip(system, one.system)), elsewhere[0])
                return Text(
                    f"; mente du systemet `{meant.system}`?", f"; did you mean the system `{meant.system}`?"
                )
            if (near := _near(code, codes)) is not None:
                return _meant(near, codes)
        if 0 < count <= _FEW:
            return _listed(codes)
        if count and compiled.canonical[:1] != "#":
            url = compiled.canonical.partition("|")[0]
            return Text(
                f"; «dbep expand {url}» viser de {count} kodene",
                f"; `dbep expand {url}` shows its {count} codes",
            )
        return NO_HINT

    def _in_code_system(self, code_system: CodeSystem, code: str) -> Text:
        code_system = self._code_systems.with_supplements(code_system)
        count = len(code_system.concepts)
        if count > _MOST_COMPARED:
            return NO_HINT
        codes = [
            _Code(code_system.url, one, _name_of(code_system, one) if count <= _MOST_NAMED else _NO_NAME)
            for one in code_system.concepts
            if one not in code_system.abstract
        ]
        near = _near(code, codes)
        if near is not None:
            return _meant(near, codes)
        return _listed(codes) if 0 < count <= _FEW else NO_HINT

    def _named(
        self, compiled: CompiledValueSet, listing: Mapping[str, tuple[str, ...]], within: str | None
    ) -> Iterator[_Code]:
        resource = compiled.resource or {}
        language = resource.get("language")
        own = {key: _in_languages((concept,), language) for key, concept in own_concepts(resource)}
        for system, codes in listing.items():
            code_system = self._code_systems.find(system, None, within)
            if code_system is not None:
                code_system = self._code_systems.with_supplements(code_system)
            for code in codes:
                given = own.get((system, code), _NO_NAME)
                usual = _NO_NAME if code_system is None else _name_of(code_system, code)
                nb, en = given.nb or usual.nb, given.en or usual.en
                yield _Code(system, code, Text(nb or en, en or nb))


def _near(written: str, codes: Sequence[_Code]) -> _Code | None:
    """By name, then by code."""
    folded = written.casefold()
    for one in codes:
        if (
            folded in (one.code.casefold(), one.name.nb.casefold(), one.name.en.casefold())
            and written != one.code
        ):
            return one
    by_spelling: dict[str, _Code] = {}
    for one in codes:
        by_spelling.setdefault(one.code, one)
    near = nearest(written, by_spelling)
    if near is not None:
        return by_spelling[near]
    by_name = {name: one for one in reversed(codes) for name in one.name if name}
    near = nearest(written, by_name)
    return None if near is None else by_name[near]


def _meant(near: _Code, codes: Sequence[_Code]) -> Text:
    shown = near.shown()
    hint = Text(f"; mente du {shown.nb}?", f"; did you mean {shown.en}?")
    if not 1 < len(codes) <= _FEW:
        return hint
    nb, en = _shown(codes)
    return Text(f"{hint.nb} Kodene er {nb}", f"{hint.en} The codes are {en}")


def _listed(codes: Sequence[_Code]) -> Text:
    nb, en = _shown(codes)
    if len(codes) == 1:
        return Text(f"; den eneste koden er {nb}", f"; the only code is {en}")
    return Text(f"; kodene er {nb}", f"; the codes are {en}")


def _shown(codes: Iterable[_Code]) -> Text:
    shown = [one.shown() for one in codes]
    return Text(", ".join(one.nb for one in shown), ", ".join(one.en for one in shown))


def _with_name(code: str, name: str) -> str:
    """The name, unless it only repeats the code."""
    repeats = name.casefold().replace("-", " ") == code.casefold().replace("-", " ")
    return f"`{code}`" if not name or repeats else f"`{code}` ({name})"


def _name_of(code_system: CodeSystem, code: str) -> Text:
    concept = code_system.find(code)
    if concept is None:
        return _NO_NAME
    found = _in_languages((concept.source, *concept.additions), code_system.language)
    return Text(found.nb or found.en, found.en or found.nb)


def _in_languages(sources: Iterable[Mapping[str, Any]], language: object) -> Text:
    """The display and designations of a concept; empty where a language has none."""
    nb = en = ""
    for source in sources:
        display = source.get("display")
        if isinstance(display, str):
            if _is_norwegian(language):
                nb = nb or display
            else:
                en = en or display
        for designation in mappings(source.get("designation")):
            said = designation.get("value")
            if not isinstance(said, str):
                continue
            if _is_norwegian(designation.get("language")):
                nb = nb or said
            elif str(designation.get("language", "")).lower().partition("-")[0] == "en":
                en = en or said
    return Text(nb, en)


def _is_norwegian(language: object) -> bool:
    return str(language or "").lower().partition("-")[0] in _NORWEGIAN
