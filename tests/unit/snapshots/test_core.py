"""R4's own snapshots, made anew from their differentials: equal to the published ones, or a difference with its reason."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from dbep_ig.engine.fhir.uris import split_canonical
from dbep_ig.engine.snapshots import Snapshots, generate_snapshot

from .made import core

DIFFERENCES = yaml.safe_load(
    (Path(__file__).parents[2] / "cases" / "snapshots" / "core" / "profiles.yaml").read_text(encoding="utf-8")
)["differences"]
COMPARED = ("path", "sliceName", "min", "max", "base", "mustSupport", "isModifier", "isSummary", "maxLength")


def _rules(element: dict[str, Any]) -> dict[str, Any]:
    """What an element demands, in a form that leaves out order and versions of canonicals."""
    rules = {key: element[key] for key in COMPARED if element.get(key) not in (None, False)}
    rules |= {
        key: value
        for key, value in element.items()
        if key.startswith(("fixed", "pattern", "minValue", "maxValue"))
    }
    if "type" in element:
        rules["type"] = sorted(
            (
                one["code"],
                sorted(map(_bare, one.get("profile", ()))),
                sorted(map(_bare, one.get("targetProfile", ()))),
            )
            for one in element["type"]
        )
    if "slicing" in element:
        slicing = element["slicing"]
        how = [(one["type"], one["path"]) for one in slicing.get("discriminator", ())]
        rules["slicing"] = (how, slicing.get("rules"), slicing.get("ordered", False))
    if "binding" in element:
        rules["binding"] = (element["binding"]["strength"], _bare(element["binding"].get("valueSet", "")))
    if "constraint" in element:
        rules["constraint"] = sorted(one["key"] for one in element["constraint"])
    if "contentReference" in element:
        rules["contentReference"] = element["contentReference"].partition("#")[2]
    return rules


def _bare(canonical: str) -> str:
    return split_canonical(canonical)[0]


def _differences(published: dict[str, Any], made: dict[str, Any]) -> set[tuple[str, str]]:
    """(element id, property) of each difference; (root, "elements") when they are not the same elements."""
    old, new = published.get("snapshot", {}).get("element", []), made["snapshot"]["element"]
    if [one["id"] for one in old] != [one["id"] for one in new]:
        return {(new[0]["id"], "elements")}
    found = set()
    for before, after in zip(map(_rules, old), new, strict=True):
        mine = _rules(after)
        found |= {
            (after["id"], key) for key in before.keys() | mine.keys() if before.get(key) != mine.get(key)
        }
    return found


@pytest.fixture(scope="module")
def snapshots() -> Snapshots:
    return Snapshots(core(), slices_inherit=False)


def _made_anew(derivation: str, snapshots: Snapshots) -> dict[str, set[tuple[str, str]]]:
    found = {}
    for published in core().all("StructureDefinition"):
        if published.get("derivation") != derivation:
            continue
        result = generate_snapshot(
            {key: value for key, value in published.items() if key != "snapshot"}, snapshots
        )
        assert result.value is not None, (published["id"], [issue.message("en") for issue in result.issues])
        found[published["id"]] = _differences(published, result.value)
    return found


def test_profiles(snapshots):
    found = _made_anew("constraint", snapshots)
    assert len(found) == 441
    differing = {(name, *each) for name, differences in found.items() for each in differences}
    explained = {
        (name, element, key)
        for entry in DIFFERENCES
        for name in entry["profiles"]
        for element in entry["elements"]
        for key in entry["property"]
    }
    assert differing - explained == set()
    assert {(name, key) for name, _, key in explained} == {(name, key) for name, _, key in differing}
    assert all(
        entry["reason"] and entry["source"].startswith("https://hl7.org/fhir/R4/") for entry in DIFFERENCES
    )


def test_types(snapshots):
    """The same elements; what R4's publisher adds from outside the differentials is left to it.

    Those are the invariants of Element and Extension on each element that has such a type, and that extensions of resources
    are not said to be sliced. The rest of the differences is named.
    """
    found = _made_anew("specialization", snapshots)
    assert len(found) == 208
    left = {
        (name, element, key)
        for name, differences in found.items()
        for element, key in differences
        if key != "constraint" and not (key == "slicing" and element.endswith(("extension", "Extension")))
    }
    assert left == {
        # a string's length limits strings, not every type derived from it
        ("code", "code.value", "maxLength"),
        ("id", "id.value", "maxLength"),
        ("markdown", "markdown.value", "maxLength"),
        # what integer.value must be between, as integers; here the value is a string
        ("positiveInt", "positiveInt.value", "minValueInteger"),
        ("positiveInt", "positiveInt.value", "maxValueInteger"),
        ("unsignedInt", "unsignedInt.value", "minValueInteger"),
        ("unsignedInt", "unsignedInt.value", "maxValueInteger"),
        # the only type whose root was published as 1..1
        ("MetadataResource", "MetadataResource", "base"),
    }
