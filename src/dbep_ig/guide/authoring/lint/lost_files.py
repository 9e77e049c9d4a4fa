"""What is not said while a file is unreadable: a name that is nowhere may stand in that file."""

from collections.abc import Iterable

from dbep_ig.engine.diagnostics import Issue, Rule, Severity
from dbep_ig.guide.authoring.files import UNKNOWN_KIND
from dbep_ig.guide.authoring.model_rules import (
    INCOMPLETE_ELEMENT,
    TYPE_NOT_IN_PARENT_CLASS,
    UNANSWERED_REQUIREMENT,
    UNKNOWN_CLASS,
    UNKNOWN_CODE_SYSTEM,
    UNKNOWN_PARENT,
    UNKNOWN_REQUIREMENT,
    UNKNOWN_SHORT_FORM,
    UNKNOWN_TARGET,
    UNKNOWN_VALUE_SET,
)
from dbep_ig.guide.authoring.places import FILES
from dbep_ig.guide.authoring.shapes import EMPTY_VALUE, MALFORMED, WRONG_SHAPE
from dbep_ig.guide.authoring.strays import OTHER_FOLDER, Stray
from dbep_ig.guide.authoring.yaml_rules import EMPTY_FILE

from .fhir_rules import (
    CLASS_WITHOUT_ELEMENTS,
    CLASS_WITHOUT_PROFILE,
    UNKNOWN_EXTENSION,
    UNUSED_EXTENSION,
)
from .life_cycles import NOT_PUBLISHED
from .mandatory_elements import MANDATORY_ELEMENT_MISSING

_NAMES: frozenset[Rule] = frozenset(
    {
        INCOMPLETE_ELEMENT,  # what it lacks may be inherited from the lost class
        TYPE_NOT_IN_PARENT_CLASS,
        UNANSWERED_REQUIREMENT,
        UNKNOWN_CLASS,
        UNKNOWN_CODE_SYSTEM,
        UNKNOWN_EXTENSION,
        CLASS_WITHOUT_PROFILE,
        UNUSED_EXTENSION,
        UNKNOWN_PARENT,
        UNKNOWN_REQUIREMENT,
        UNKNOWN_SHORT_FORM,
        UNKNOWN_TARGET,
        UNKNOWN_VALUE_SET,
    }
)


_OWN_NAMES = frozenset((block.name,) for block in FILES)


_LACKING = frozenset(
    {
        UNANSWERED_REQUIREMENT,
        CLASS_WITHOUT_ELEMENTS,
        CLASS_WITHOUT_PROFILE,
        MANDATORY_ELEMENT_MISSING,
        NOT_PUBLISHED,
        UNUSED_EXTENSION,
    }
)


def without_lost_names(
    reading: Iterable[Issue], checking: Iterable[Issue], strays: Iterable[Stray] = (), prefix: str = ""
) -> tuple[Issue, ...]:
    """The issues of both, less those of `checking` that may follow from a file that `reading` lost, or that is not read.

    strays  files that would define something if they were read: what they define is known to be there
    """
    read, strays = tuple(reading), tuple(strays)
    every = (*read, *checking)
    if strays:
        every = tuple(issue for issue in every if not _follows(issue, strays, prefix))
    if strays or any(issue.is_error for issue in read):
        # What could not be read may be what answers it.
        every = tuple(issue for issue in every if issue.rule not in _LACKING)
    if not any(_loses_the_file(issue) for issue in read):
        return every
    return tuple(issue for issue in every if issue.rule not in _NAMES)


def _follows(issue: Issue, strays: tuple[Stray, ...], prefix: str) -> bool:
    if issue.rule not in _NAMES:
        return False
    if issue.rule in (UNKNOWN_REQUIREMENT, UNANSWERED_REQUIREMENT):
        return any(one.keyword == "requirements" for one in strays)
    name = str(issue.params.get("name", ""))
    return any(one.defines(name, prefix) for one in strays)


def _loses_the_file(issue: Issue) -> bool:
    if issue.rule in (MALFORMED, EMPTY_VALUE, WRONG_SHAPE):
        return issue.location.pointer in _OWN_NAMES  # nobody knows what it is called
    return issue.severity is Severity.FATAL or issue.rule in (EMPTY_FILE, UNKNOWN_KIND, OTHER_FOLDER)
