"""Blocks of keywords: a mapping in YAML whose keys are words that mean something there.

A `Keyword` owns its word: where it stands, how its value is written, what it means. A `Block` is a place where
keywords stand; reading one gives `Fields`, and `KEYWORD.of(fields)` is the value.
"""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar, cast

from dbep_ig.engine.diagnostics import Issue, Rule, Text

from . import meant_words
from .model import Member
from .shapes import JsonSchema, Shape, wrong_shape
from .yaml_nodes import Where, YamlMapping, YamlNode, YamlScalar

T = TypeVar("T")

UNKNOWN_KEYWORD = Rule(
    code="DBEP1007",
    name="unknown-keyword",
    issue_type="structure",
    nb="«{word}» er ikke et nøkkelord i {block}{hint}",
    en="`{word}` is not a keyword of {block}{hint}",
)
MISSING_KEYWORD = Rule(
    code="DBEP1025",
    name="missing-keyword",
    issue_type="required",
    nb="Nøkkelordet «{word}» mangler i {block}",
    en="The keyword `{word}` is missing from {block}",
)


MISSING_KEYWORDS = Rule(
    code="DBEP1044",
    name="missing-keywords",
    issue_type="required",
    nb="Det mangler flere nøkkelord i {block}: {words}",
    en="Several keywords are missing from {block}: {words}",
)
_MOST_ALONE = 2  # missing keywords that each have a message


class Keyword(Generic[T]):
    """A word authors write.

    order     its place on the reference page: the smallest first; those of one file that share a number, as they follow there
    blocks    where it stands
    shape     how its value is written
    doc       what it means, for the reference page and for editors
    example   a value, as YAML
    required  the blocks that must have it
    fills     of a plain keyword: the member of the resource or ElementDefinition that gets the value as it is (`comment`);
              the model and what is generated from it carry that without knowing the keyword. None where the value is made
              into something else
    formerly  what it was called before: whoever writes that is told the name of today
    """

    __slots__ = ("blocks", "doc", "example", "fills", "formerly", "name", "order", "required", "shape")

    def __init__(
        self,
        name: str,
        *,
        order: int,
        blocks: "tuple[Block, ...]",
        shape: Shape[T],
        doc: Text,
        example: str,
        required: "tuple[Block, ...]" = (),
        fills: str | None = None,
        formerly: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.order = order
        self.blocks = blocks
        self.shape = shape
        self.doc = doc
        self.example = example
        self.required = required
        self.fills = fills
        self.formerly = formerly

    def of(self, fields: "Fields") -> T | None:
        """The value in `fields`, or None if it is not there or could not be read."""
        return cast(T | None, fields.values.get(self.name))


class Fields:
    """The keywords of one block as read.

    members  what the plain ones among them say
    written  all words that stand there, also those that failed and those that slips were meant to be
    """

    __slots__ = ("members", "values", "where", "written")

    def __init__(
        self,
        where: Where,
        values: Mapping[str, Any],
        written: frozenset[str],
        members: tuple[Member, ...] = (),
    ) -> None:
        self.where = where
        self.values = values
        self.written = written
        self.members = members

    def has(self, keyword: "Keyword[Any]") -> bool:
        """Whether the keyword stands here, well written or not."""
        return keyword.name in self.written


def _now_called(name: str) -> Text:
    return Text(f"; det heter nå «{name}»", f"; it is now called `{name}`")


class Block:
    """A place for keywords.

    title      completes «a keyword of …»
    keywords   those that stand here, by name, in the order of the reference page; the registry adds them
    shorthand  the keyword meant when a single value stands instead of the mapping: `activity.detail: 0..0`
    is_open    words that are no keywords are FHIR's own, and are read when the type they belong to is known
    """

    __slots__ = ("is_open", "keywords", "name", "shorthand", "title")

    def __init__(
        self, name: str, title: Text, shorthand: str | None = None, *, is_open: bool = False
    ) -> None:
        self.name = name
        self.title = title
        self.shorthand = shorthand
        self.is_open = is_open
        self.keywords: dict[str, Keyword[Any]] = {}

    def add(self, keyword: Keyword[Any]) -> None:
        """A word means one thing in a place."""
        assert keyword.name not in self.keywords, f"{keyword.name} twice in {self.name}"
        self.keywords[keyword.name] = keyword

    def read(self, node: YamlNode, at: Where, issues: list[Issue]) -> Fields | None:
        """See `Shape.read`."""
        known = self.keywords
        if isinstance(node, YamlScalar) and self.shorthand is not None:
            value = known[self.shorthand].shape.read(node, at, issues)
            return Fields(at, {} if value is None else {self.shorthand: value}, frozenset({self.shorthand}))
        if not isinstance(node, YamlMapping):
            wrong_shape(node, at, issues, "mapping")
            return None
        values: dict[str, Any] = {}
        members: list[Member] = []
        meant: set[str] = set()  # a slip is reported as such, not again as the word it was meant to be
        for entry in node:
            word = entry.key.text
            keyword = known.get(word)
            if keyword is None and self.is_open:
                continue
            if keyword is None:
                renamed = next((one.name for one in known.values() if word in one.formerly), None)
                right = renamed or meant_words.meant(word, known) or ""
                if right and right in meant:
                    continue  # `min` and `max` are one slip
                meant.add(right)
                hint = meant_words.hint(word, self.name, known) if renamed is None else _now_called(renamed)
                params = {"word": word, "block": self.title, "hint": hint}
                issues.append(Issue(UNKNOWN_KEYWORD, (at / word).location(on_key=True), params))
                continue
            value = keyword.shape.read(entry.value, at / word, issues)
            if value is not None:
                values[word] = value
                if keyword.fills is not None:
                    members.append(Member(keyword.fills, value, at / word))
        written = frozenset(entry.key.text for entry in node) | meant
        missing = [one.name for one in known.values() if self in one.required and one.name not in written]
        if len(missing) > _MOST_ALONE:
            params = {"words": missing, "block": self.title}
            issues.append(Issue(MISSING_KEYWORDS, at.location(on_key=True), params))
        else:
            for name in missing:
                params = {"word": name, "block": self.title}
                issues.append(Issue(MISSING_KEYWORD, at.location(on_key=True), params))
        return Fields(at, values, written, tuple(members))

    def schema(self) -> JsonSchema:
        """A reference; `block_schema` is what it refers to."""
        return {"$ref": f"#/$defs/{self.name}"}

    def block_schema(self) -> JsonSchema:
        """The block itself as JSON Schema."""
        known = self.keywords
        properties: JsonSchema = {}
        for keyword in known.values():
            description = f"{keyword.doc.nb}\n\n{keyword.doc.en}"
            properties[keyword.name] = {**keyword.shape.schema(), "description": description}
        found: JsonSchema = {"type": "object", "properties": properties, "additionalProperties": self.is_open}
        required = [keyword.name for keyword in known.values() if self in keyword.required]
        if required:
            found["required"] = required
        if self.shorthand is not None:
            return {"anyOf": [known[self.shorthand].shape.schema(), found]}
        return found
