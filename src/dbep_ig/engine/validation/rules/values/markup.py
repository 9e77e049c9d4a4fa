"""Markup in plain text: what a string holds may end up in a web page, and then act.

Asked for by `Settings.html_in_text`. `a < b` is no markup: a tag starts with a letter, `/` or `!` right after `<`, and ends.

Source: https://hl7.org/fhir/R4/security.html#narrative
"""

import re
from typing import Any

from dbep_ig.engine.diagnostics import Rule
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run
from dbep_ig.engine.validation.ground.schema import PRIMITIVE, Schema

MARKUP_IN_TEXT = Rule(
    code="DBEP4657",
    name="markup-in-text",
    issue_type="security",
    nb="{element} er ren tekst, men inneholder noe som likner en HTML-tagg: {tag}",
    en="{element} is plain text, but contains what looks like an HTML tag: {tag}",
    spec="https://hl7.org/fhir/R4/security.html#narrative",
)

_TAG = re.compile(r"<[A-Za-z/!][^<>]{0,200}>")
_PLAIN = frozenset(("string",))


class MarkupInText:
    """The strings of a resource."""

    __slots__ = ()
    applies_to = ("Resource",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Where markup is asked for."""
        if run.settings.html_in_text:
            schema = run.schema(frame.type_name)
            if schema is not None:
                _check(value, schema, frame, run)


def _check(value: Any, schema: Schema, frame: Frame, run: Run) -> None:
    """Every string below a value, not into other resources (they come by themselves)."""
    for key, item in value.items():
        member = schema.members.get(key)
        if member is None:
            continue
        items = item if type(item) is list else (item,)
        for index, one in enumerate(items):
            place = index if type(item) is list else -1
            if type(one) is str:
                if member.kind == PRIMITIVE and member.type_name in _PLAIN and "<" in one:
                    found = _TAG.search(one)
                    if found is not None:
                        run.add_at(MARKUP_IN_TEXT, frame, key, place, element=member.path, tag=found.group())
            elif type(one) is dict and "resourceType" not in one:
                inner = member.inner or run.schema("Element" if key.startswith("_") else member.type_name)
                if inner is not None:
                    at = Frame(frame, key, place, one, member.type_name, member.path, frame.scope)
                    _check(one, inner, at, run)
