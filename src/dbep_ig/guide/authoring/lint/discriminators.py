"""Every discriminator's path leads to an element of what is sliced.

Source: https://hl7.org/fhir/R4/profiling.html#discriminator
"""

import re
from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.expressions import Expression
from dbep_ig.guide.authoring.fhir_elements import FhirElement
from dbep_ig.guide.authoring.model import ElementRule
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlSequence

from .fhir_rules import UNKNOWN_ELEMENT, UNKNOWN_TYPE
from .shipped_rules import UNUSABLE_DISCRIMINATOR
from .short_forms import check_short_forms, place_in

_STEP = re.compile(
    r"(?P<this>\$this)|(?P<function>resolve\(\s*\)|extension\([^()]*\))|(?:ofType|as)\(\s*(?:FHIR\.)?(?P<type>\w+)\s*\)"
    r"|(?P<name>[A-Za-z]\w*)(?![\w(])"
)


def check_discriminators(rule: ElementRule, base: FhirElement, bearings: Bearings) -> Iterator[Issue]:
    """DBEP2004, DBEP2033, DBEP2048 and DBEP2122, at the step that is wrong. `base` is what the rule slices."""
    if rule.slicing is None:
        return
    written = rule.slicing.where / "by"
    for index, (_, path) in enumerate(rule.slicing.by):
        at = written / index if isinstance(written.node, YamlSequence) else written
        unknown = list(check_short_forms(path, at, bearings))
        yield from unknown or _along(path, at, base, bearings)


def _along(path: Expression, where: Where, base: FhirElement, bearings: Bearings) -> Iterator[Issue]:
    text = path.written
    here: FhirElement | None = base
    at = 0
    while at < len(text):
        found = _STEP.match(text, at)
        if found is None or (found.end() < len(text) and text[found.end()] != "."):
            location = place_in(where, 0, len(text), text)
            yield Issue(UNUSABLE_DISCRIMINATOR, location, {"path": text})
            return
        span = place_in(where, *found.span("type" if found["type"] else 0), text)
        if found["type"]:
            here = bearings.elements.root(found["type"])
            if here is None:
                names = [one for one in bearings.types.type_names() if bearings.types.kind(one) != "resource"]
                hint = did_you_mean(found["type"], names)
                yield Issue(UNKNOWN_TYPE, span, {"type": found["type"], "hint": hint})
                return
        elif found["function"]:
            here = None  # what a reference leads to, or an extension holds, is for its own definition to say
        elif found["name"] and here is not None:
            below = bearings.elements.children(here)
            name = found["name"]
            nearer = below.get(name) or below.get(f"{name}[x]")
            if name == "value" and _is_primitive(here, bearings):
                nearer = None  # what a primitive holds is no element
            if nearer is None and len(here.type_codes) < 2:
                names = [one.removesuffix("[x]") for one in below]
                params = {"name": name, "owner": here.definition["path"], "hint": did_you_mean(name, names)}
                yield Issue(UNKNOWN_ELEMENT, span, params)
                return
            here = nearer
        at = found.end() + 1
    if not text or text.endswith("."):
        yield Issue(UNUSABLE_DISCRIMINATOR, place_in(where, 0, len(text), text), {"path": text})


def _is_primitive(element: FhirElement, bearings: Bearings) -> bool:
    return all(bearings.types.kind(code) == "primitive-type" for code in element.type_codes)
