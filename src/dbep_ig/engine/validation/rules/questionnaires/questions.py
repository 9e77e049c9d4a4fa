"""Items of a Questionnaire: finding it, its items, their extensions.

Source: https://hl7.org/fhir/R4/questionnaire.html
"""

from collections.abc import Iterator
from typing import Any

from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run

Item = dict[str, Any]
_MOST_DEPTH = 32


def find_questionnaire(canonical: str, frame: Frame, run: Run) -> Item | None:
    """The Questionnaire of a response: contained, among the definitions, or another document of the call."""
    if not canonical.startswith("#"):
        known = run.definitions.find(canonical, "Questionnaire")
        if known is not None:
            return known
    found = run.resolve(canonical.partition("|")[0], frame.scope)
    return None if found is None or found.type_name != "Questionnaire" else found.value


def items_of(owner: Any) -> list[Item]:
    """`item` of a questionnaire, response, item or answer; well-formed ones only."""
    return objects(owner.get("item")) if type(owner) is dict else []


def objects(value: Any) -> list[Item]:
    """The objects of what should be a list of objects."""
    return [one for one in value if type(one) is dict] if type(value) is list else []


def all_items(owner: Any, depth: int = 0) -> Iterator[Item]:
    """Every item below, outer before inner, in order; those inside answers too."""
    for item in items_of(owner):
        yield item
        if depth < _MOST_DEPTH:
            yield from all_items(item, depth + 1)
            for answer in answers_of(item):
                yield from all_items(answer, depth + 1)


def answers_of(item: Item) -> list[Item]:
    """`answer` of a response's item."""
    return objects(item.get("answer"))


def value_of(owner: Item, prefix: str = "value") -> tuple[str, Any] | None:
    """(type name with a capital, value) of `value[x]`, `answer[x]`…: `("Coding", {…})`."""
    for key, value in owner.items():
        if key.startswith(prefix) and len(key) > len(prefix) and key[len(prefix)].isupper():
            return key[len(prefix) :], value
    return None


def extension_values(item: Item, *urls: str) -> list[Any]:
    """The values of the extensions with one of these urls."""
    found = []
    extensions = item.get("extension")
    for one in extensions if type(extensions) is list else ():
        if type(one) is dict and one.get("url") in urls:
            value = value_of(one)
            if value is not None:
                found.append(value[1])
    return found
