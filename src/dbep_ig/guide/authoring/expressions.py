"""Names of the guide in an expression, and the canonicals that are published for them.

    extension(samtykke)      the extension's canonical, in quotes; checkModifiers(samtykke) the same
    memberOf(farge)          the value set's
    conformsTo(plan)         the profile's, or R4's own: conformsTo(Patient); slice(plan, 'navn') the same
    ofProfile(plan)          where(conformsTo('…')) of the profile: those of some resources that conform to it
    CodeSystem(farge)        alone, wherever a text may stand: code.coding.where(system = CodeSystem(farge));
                             ValueSet(…) and StructureDefinition(…) the same

A name is what an id can be, without quotes, alone as the argument. A path there begins with `$this`: extension($this.url).
Read with FHIRPath's own lexer, so that texts in quotes and comments are left alone.
Source: http://hl7.org/fhirpath/N1/#lexical-elements
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.uris import core_canonical
from dbep_ig.engine.fhirpath.syntax.faults import SyntaxFaultError
from dbep_ig.engine.fhirpath.syntax.lexer import Token, tokenize

from .names import Names

# Function -> how many of its arguments are canonicals.
CANONICAL_ARGUMENTS = {
    "extension": 1,
    "checkModifiers": 50,
    "memberOf": 1,
    "conformsTo": 1,
    "slice": 1,
    "ofProfile": 1,
}
_OF_PROFILES = ("conformsTo", "slice", "ofProfile")
CANONICALS = ("StructureDefinition", "CodeSystem", "ValueSet")

_EXTENSION = Text(
    "en utvidelse her, i R4 eller i en pakke guiden bygger på",
    "an extension here, in R4 or in a package that the guide builds on",
)
KINDS = {
    "extension": _EXTENSION,
    "checkModifiers": _EXTENSION,
    "memberOf": Text("et verdisett her", "a value set here"),
    "conformsTo": Text("en profil her eller en type i R4", "a profile here or a type of R4"),
    "slice": Text("en profil her eller en type i R4", "a profile here or a type of R4"),
    "ofProfile": Text("en profil her eller en type i R4", "a profile here or a type of R4"),
    "CodeSystem": Text("et kodesystem her", "a code system here"),
    "ValueSet": Text("et verdisett her", "a value set here"),
    "StructureDefinition": Text(
        "en profil, utvidelse eller klasse her", "a profile, extension or class here"
    ),
}


class ShortForm(NamedTuple):
    """A name in an expression.

    name        as written; `start` and `end` are where
    function    what it is an argument of
    replaced    the characters that are published otherwise: the name alone, or CodeSystem(…) and ofProfile(…) as a whole
    canonical   None where neither the guide nor R4's types have the name
    """

    name: str
    start: int
    end: int
    function: str
    replaced: tuple[int, int]
    canonical: str | None

    @property
    def kind(self) -> Text:
        """Completes «X is not …»."""
        return KINDS[self.function]

    @property
    def is_extension(self) -> bool:
        """Whether it names an extension: those of R4 and of packages are known by their ids as well."""
        return self.kind is _EXTENSION

    def candidates(self, names: Names) -> Iterable[str]:
        """What it could have been."""
        if self.is_extension:
            return names.extensions
        if self.function in CANONICALS:
            return names.of_type(self.function)
        return names.value_sets if self.function == "memberOf" else [*names.profiles, *names.r4_types]


class Expression(NamedTuple):
    """An expression as its author wrote it and as it is published, without surrounding spaces."""

    written: str
    published: str
    short_forms: tuple[ShortForm, ...]

    def in_written(self, start: int, end: int) -> tuple[int, int]:
        """The span in `written` of a span in `published`; what touches a canonical covers what was written for it."""
        first, last, moved = None, None, 0
        for one in self.short_forms:
            begins, stops = one.replaced
            length = len(_published(one))
            published = begins + moved
            if first is None and start < published:
                first = start - moved
            if last is None and end <= published:
                last = end - moved
            moved += length - (stops - begins)
            if first is None and start < published + length:
                first = begins
            if last is None and end <= published + length:
                last = stops
        return start - moved if first is None else first, end - moved if last is None else last


def read_expression(text: str, names: Names) -> Expression:
    """The expression with the canonicals of its names. One that has no tokens stays as it is, for FHIRPath to refuse."""
    short_forms = tuple(sorted(_short_forms(text, names), key=lambda one: one.start))
    parts: list[str] = []
    done = 0
    for one in short_forms:
        start, end = one.replaced
        parts += [text[done:start], _published(one)]
        done = end
    return Expression(text, "".join((*parts, text[done:])), short_forms)


def strings(text: str) -> Iterator[tuple[str, int, str | None]]:
    """The texts in quotes, where each begins (the quote), and the function it is a canonical argument of, if any."""
    tokens = _tokens(text)
    taken = {
        tokens[index].start: function
        for function, index in _arguments(tokens)
        if tokens[index].kind == "string"
    }
    for token in tokens:
        if token.kind == "string":
            yield token.text, token.start, taken.get(token.start)


def _tokens(text: str) -> list[Token]:
    try:
        return tokenize(text)
    except SyntaxFaultError:
        return []


def _short_forms(text: str, names: Names) -> Iterator[ShortForm]:
    tokens = _tokens(text)
    for function, index in _arguments(tokens):
        end = _name_end(tokens, index)
        if end is None and function == "ofProfile" and tokens[index].kind == "string":
            yield from _of_profile_by_url(tokens, index)
        if end is None:
            continue
        first, last = tokens[index], tokens[end - 1]
        name = text[first.start : last.end]
        if function in CANONICALS or function == "ofProfile":
            if tokens[end].text != ")":
                continue
            replaced = tokens[index - 2].start, tokens[end].end
        else:
            replaced = first.start, last.end
        yield ShortForm(name, first.start, last.end, function, replaced, _canonical(name, function, names))


def _of_profile_by_url(tokens: list[Token], index: int) -> Iterator[ShortForm]:
    """`ofProfile('…')` is no function of FHIRPath either."""
    url, closed = tokens[index], tokens[index + 1]
    if closed.kind == "symbol" and closed.text == ")":
        replaced = tokens[index - 2].start, closed.end
        yield ShortForm(url.text, url.start, url.end, "ofProfile", replaced, url.text)


def _arguments(tokens: list[Token]) -> Iterator[tuple[str, int]]:
    """(function, index of the first token) of every argument that may be the name of something with a canonical."""
    for index, token in enumerate(tokens[:-1]):
        if token.kind != "identifier" or tokens[index + 1].text != "(" or tokens[index + 1].kind != "symbol":
            continue
        if token.text in CANONICALS and (index == 0 or tokens[index - 1].text != "."):
            yield token.text, index + 2
        depth, left = 0, CANONICAL_ARGUMENTS.get(token.text, 0)
        for place in range(index + 1, len(tokens) if left else index + 1):
            symbol = tokens[place].text if tokens[place].kind == "symbol" else ""
            if symbol in ("(", "[", "{"):
                depth += 1
            elif symbol in (")", "]", "}"):
                depth -= 1
            if not depth or not left:
                break
            if depth == 1 and symbol in ("(", ","):
                left -= 1
                yield token.text, place + 1


def _name_end(tokens: list[Token], start: int) -> int | None:
    """The index past a name that is the whole argument: what an id can be, without a space in it."""
    end = start
    while tokens[end].kind in ("identifier", "number") or (
        end > start and tokens[end].kind == "symbol" and tokens[end].text in ("-", ".")
    ):
        if end > start and tokens[end].start != tokens[end - 1].end:
            return None
        end += 1
    closed = tokens[end].kind == "symbol" and tokens[end].text in (")", ",")
    return end if end > start and closed else None


def _canonical(name: str, function: str, names: Names) -> str | None:
    if function in CANONICALS:
        return names.canonical_of(function, name)
    if function == "memberOf":
        return names.canonical_of("ValueSet", name)
    return names.profile_or_type(name) if function in _OF_PROFILES else names.extension_url(name)


def _published(one: ShortForm) -> str:
    """As FHIRPath writes a text. A name that is not here may be R4's: the checks of the model know."""
    url = one.canonical or core_canonical(one.name)
    quoted = "'" + url.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return f"where(conformsTo({quoted}))" if one.function == "ofProfile" else quoted
