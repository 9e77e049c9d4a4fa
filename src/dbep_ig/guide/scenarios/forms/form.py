"""How values of one FHIR type are written in a single line, and what a text that is not of that form may have been meant as."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Json
from dbep_ig.guide.authoring.model import Binding
from dbep_ig.guide.scenarios.draft import ExampleDraft
from dbep_ig.guide.scenarios.given import Given


class NotOfFormError(Exception):
    """A text is not of the form of its type.

    why  a sentence's end where the form alone does not say it: "should have a time zone …"
    """

    def __init__(self, why: Text | None = None) -> None:
        self.why = why


class Setting(NamedTuple):
    """What a reader may ask, and where it reports what it read and is wrong all the same.

    given    the value, which has a text that is not empty
    binding  the model's, of the element the value is of
    """

    given: Given
    example: ExampleDraft
    binding: Binding | None


def _nothing(_: str, __: Setting) -> str | None:
    return None


class Form(NamedTuple):
    """The form of one FHIR type.

    expected  what a value of the type looks like, with an example in backticks where words do not say it
    read      the JSON of a text, without spaces around it; NotOfFormError for one that is not of the form
    meant     the text as it would be written right, of one that is nearly of the form; None for others
    is_text   it takes nearly any text: of a choice it is what nothing else is, nor nearly is
    """

    expected: Text
    read: Callable[[str, Setting], Json]
    meant: Callable[[str, Setting], str | None] = _nothing
    is_text: bool = False


Forms = Mapping[str, Form]
