"""`copyright`: under which terms the content is, in the author's words or by the name of a standard statement."""

import re

from dbep_ig.engine.diagnostics import Issue, Text
from dbep_ig.guide.authoring.blocks import Keyword
from dbep_ig.guide.authoring.licensed_systems import BY_NAME
from dbep_ig.guide.authoring.local_text import LocalText, of_the_tool
from dbep_ig.guide.authoring.places import CLASS, CODE_SYSTEM, EXTENSION, GUIDE, PROFILE, VALUE_SET
from dbep_ig.guide.authoring.shapes import NOT_AMONG, JsonSchema, ListOf, PlainOrLocalized
from dbep_ig.guide.authoring.suggestions import nearest
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlNode, YamlScalar

_NAME = re.compile(r"[\w\s®™-]+")  # what a name may look like; a statement has a © or a full stop


class Statement:
    """A statement: `SNOMED CT` for the standard one of that code system, else a text, the same or in each language.

    A text that is nearly such a name is a slip: as a statement it would say nothing.
    """

    def read(self, node: YamlNode, at: Where, issues: list[Issue]) -> LocalText | None:
        """See `Shape.read`."""
        text = PlainOrLocalized().read(node, at, issues)
        if text is None or not isinstance(node, YamlScalar):
            return text
        known = BY_NAME.get(text.main)
        if known is not None:
            return of_the_tool(known.statement, at.document.languages)
        meant = nearest(text.main, BY_NAME) if _NAME.fullmatch(text.main) else None
        if meant is not None:
            hint = Text(f"; mente du «{meant}»?", f"; did you mean `{meant}`?")
            params = {"value": text.main, "allowed": tuple(BY_NAME), "hint": hint}
            issues.append(Issue(NOT_AMONG, at.location(), params))
            return None
        return text

    def schema(self) -> JsonSchema:
        """See `Shape.schema`; which names there are is for editors to offer, since any other text is a text."""
        return {"anyOf": [{"enum": list(BY_NAME)}, *PlainOrLocalized().schema()["anyOf"]]}


COPYRIGHT = Keyword(
    "copyright",
    order=100,
    blocks=(GUIDE, CLASS, PROFILE, EXTENSION, CODE_SYSTEM, VALUE_SET),
    shape=ListOf(Statement(), single=True),
    doc=Text(
        f"Hvem som har rettighetene til innholdet, og på hvilke vilkår: en tekst, lik eller på hvert språk, eller navnet på en standardtekst ({', '.join(BY_NAME)}). Hver ressurs får sine egne tekster først, så dem den arver fra klassen og forelderen, så guidens.",
        f"Who holds the rights to the content, and on which terms: a text, the same or in each language, or the name of a standard text ({', '.join(BY_NAME)}). Each resource has its own texts first, then those it inherits from its class and its parent, then the guide's.",
    ),
    example="[SNOMED CT, {nb: © Eksempeletaten, en: © The Example Agency}]",
)
