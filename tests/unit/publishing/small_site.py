"""The small guide of the scenario tests, published."""

from functools import cache

from dbep_ig.catalogue import read_entry
from dbep_ig.engine.diagnostics import Rule, Severity
from dbep_ig.guide.languages import words_of
from dbep_ig.guide.publishing import Guide, publish
from dbep_ig.licences import bundled
from tests.unit.scenarios.small_guide import checked, guide, whole

RULE = Rule(
    code="DBEP4105",
    name="value-too-long",
    severity=Severity.ERROR,
    issue_type="value",
    nb="For lang.",
    en="Too long.",
)
PAGE = """# DBEP4105 value-too-long

## nb

A text is longer than `maxLength` *allows*, or has a `*` in it.

### Hvorfor

Because.

### Gjør slik i stedet

Less.

## en

A text is longer than `maxLength` *allows*, or has a `*` in it.

### Why

Because.

### Do instead

Less.

## Examples

```json validate fails
{"resourceType": "Patient"}
```

<!-- tested by: tests/unit/x.py::test_for_the_tests_only -->
```json validate passes
{"resourceType": "Patient", "id": "a"}
```

## Source

<https://hl7.org/fhir/R4/elementdefinition.html>
"""
EXAMPLES = (
    whole("tittel: Plan A\nperiode: {start: 2026-01-01}\ntiltak: [{$ref: a}, {$ref: b}]")
    + "a:\n  class: Tiltak\n  navn: Gå *fort* [på] tur | hver dag\n  status: active\n  pasient: {$ref: per}\n"
    + "b:\n  class: Tiltak\n  navn: Hvile\n  status: active\n  pasient: {$ref: per}\n"
    + "---\ninvalid: y\nof: x\nchange: {plan.status: completed}\nexpect: [{rule: t-plan-1, at: CarePlan}]\n"
)
PROSE = {
    "nb/index.md": b"---\ntitle: Forside\n---\n\n# Hei\n\n[Modellen](model/index.md)\n",
    "en/index.md": b"---\ntitle: Front page\n---\n\n# Hello\n\n[The model](model/index.md)\n",
    "assets/dbep.css": b"/* none */\n",
    "assets/logo.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "assets/favicon.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "theme/partials/copyright.html": b"{{ config.copyright }}",
    "developers/architecture.md": b"# Architecture\n\nRooms.\n",
    "developers/adr/001-x.md": b"# 001 A decision\n\nSo it is.\n",
}


def published_guide(**changes) -> Guide:
    values = {
        "model": guide().model,
        "resources": tuple(one.resource for one in guide().resources),
        "examples": tuple(checked(EXAMPLES).value or ()),
        "catalogue": {"DBEP4105": read_entry("DBEP4105.md", PAGE)},
        "rules": {"DBEP4105": RULE},
        "site": PROSE,
        "changelog": "# Changelog\n\n## Unreleased\n",
        "downloads": {"test.scenarios-0.1.0.tgz": b"tgz"},
        "words": {code: words_of(code) for code in ("nb", "en")},
        "bundled": bundled(),
    }
    return Guide(**{**values, **changes})


@cache
def files() -> dict[str, bytes]:
    result = publish(published_guide())
    assert result.issues == ()
    assert result.value is not None
    return result.value
