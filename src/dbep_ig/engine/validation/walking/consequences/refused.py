"""A value that is none: empty, or of another kind than its element. What else is said of it, or of the code that it is part of."""

from dbep_ig.engine.terminology.bindings import NOT_IN
from dbep_ig.engine.terminology.checks import UNKNOWN_CODE
from dbep_ig.engine.terminology.systems import SYSTEM_NOT_ABSOLUTE
from dbep_ig.engine.validation.rules.extensions.extension import RELATIVE_URL
from dbep_ig.engine.validation.rules.structure.json_shape import (
    EMPTY_LIST,
    EMPTY_OBJECT,
    NOT_A_LIST,
    NOT_AN_OBJECT,
    NULL_VALUE,
    UNEXPECTED_LIST,
    UNKNOWN_PROPERTY,
    WRONG_JSON_TYPE,
)
from dbep_ig.engine.validation.rules.structure.primitive_format import EMPTY_STRING

from .misspelt import is_nearly
from .pool import Pool

REFUSED = (
    NOT_A_LIST,
    NOT_AN_OBJECT,
    UNEXPECTED_LIST,
    WRONG_JSON_TYPE,
    NULL_VALUE,
    EMPTY_LIST,
    EMPTY_OBJECT,
    EMPTY_STRING,
)
_OF_TEXT = (NOT_IN["required"], UNKNOWN_CODE, SYSTEM_NOT_ABSOLUTE)
_PARTS = ("code", "system")
_UP = (1, 3)  # from a part of a coding to the coding, and to its concept


def empty_text(pool: Pool) -> None:
    """An empty text, and that it is no URI and no code."""
    for root, one in list(pool.of(EMPTY_STRING)):
        for number, _ in list(pool.at(one.document, one.pointer, *_OF_TEXT)):
            pool.follows(number, root)
        if one.pointer[-1:] == ("url",):
            for number, _ in list(pool.at(one.document, one.pointer[:-1], RELATIVE_URL)):
                pool.follows(number, root)


def code_without_value(pool: Pool) -> None:
    """A code or its system is no value, or has another name, so that the concept has no code of the value set."""
    for root, one in list(pool.of(*REFUSED, UNKNOWN_PROPERTY)):
        name = str(one.pointer[-1]) if one.pointer else ""
        if name in _PARTS or (one.rule is UNKNOWN_PROPERTY and any(is_nearly(name, part) for part in _PARTS)):
            for steps in _UP:
                for number, _ in list(pool.at(one.document, one.pointer[:-steps], NOT_IN["required"])):
                    pool.follows(number, root)


LOOK = (empty_text, code_without_value)
