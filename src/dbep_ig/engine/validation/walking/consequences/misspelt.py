"""A name that is nearly another, and all that is missing because of it: members of an object, urls of extensions."""

import re
from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.diagnostics.slips import ALIKE, is_slip, likeness
from dbep_ig.engine.validation.ground.findings import Finding
from dbep_ig.engine.validation.rules.extensions.extension import MISSPELT_EXTENSION, UNKNOWN_EXTENSION
from dbep_ig.engine.validation.rules.structure.cardinality import TOO_FEW
from dbep_ig.engine.validation.rules.structure.invariants import INVARIANT_FAILED
from dbep_ig.engine.validation.rules.structure.json_shape import UNKNOWN_PROPERTY
from dbep_ig.engine.validation.rules.structure.slicing import SLICE_TOO_FEW

from .pool import Place, Pool, last_name

_LEAST_PART = 4  # letters of a name that is found inside another
_URL = re.compile(r"'([a-z]+:[^'\s]+)'")


def member_that_is_missing(pool: Pool) -> None:
    """An unknown member that is nearly the name of what is missing beside it: of several names the one most like it."""
    for root, one in list(pool.of(UNKNOWN_PROPERTY)):
        key = str(one.params["name"])
        missing: dict[str, list[int]] = {}
        for number, other in pool.at(one.document, one.pointer[:-1], TOO_FEW, SLICE_TOO_FEW):
            name = last_name(other.params["element"])
            if other.params["actual"] == 0 and is_nearly(key, name):
                missing.setdefault(name, []).append(number)
        if missing:
            name = min(missing, key=lambda name: (-likeness(key.lower(), name.lower()), name))
            hint = Text(f"; mente du `{name}`, som mangler?", f"; did you mean `{name}`, which is missing?")
            pool.put(root, one._replace(params={**one.params, "hint": hint}))
            for number in missing[name]:
                pool.follows(number, root, is_told=False)


def is_nearly(key: str, name: str) -> bool:
    """Whether a member's name may have been meant as another."""
    one, other = key.lower(), name.lower()
    # as later versions of FHIR rename: `reference` became `plannedActivityReference`
    inside = len(other) >= _LEAST_PART and (one.startswith(other) or one.endswith(other))
    return inside or likeness(one, other, least=ALIKE) > 0


def extension_that_is_missing(pool: Pool) -> None:
    """An unknown extension whose url is nearly that of one which is missing: a slice of its own, or asked for by an invariant."""
    for root, one in list(pool.of(UNKNOWN_EXTENSION, MISSPELT_EXTENSION)):
        url = str(one.params["url"])
        owner = one.pointer[:-2]
        for depth in range(len(owner), -1, -1):
            for number, other in list(pool.at(one.document, owner[:depth], SLICE_TOO_FEW, INVARIANT_FAILED)):
                if any(is_slip(url, wanted) for wanted in _urls(other, pool)):
                    pool.follows(number, root)


def _urls(found: Finding, pool: Pool) -> Iterator[str]:
    """The extensions that a finding misses."""
    if found.rule is INVARIANT_FAILED:
        yield from _URL.findall(str(found.params.get("expression", "")))
        return
    profile = pool.run.profile(str(found.params["profile"]))
    elements = () if profile is None else profile.definition.get("snapshot", {}).get("element", ())
    for element in elements:
        if element.get("id") == found.params["element"]:
            for entry in element.get("type", ()):
                yield from entry.get("profile", ())


def resource_in_place_of_an_element(pool: Pool) -> None:
    """A whole resource stands where a reference to it belongs: what names its type says it, and not each of its members."""
    unknown: dict[Place, list[int]] = {}
    for number, one in pool.of(UNKNOWN_PROPERTY):
        unknown.setdefault((one.document, one.pointer[:-1]), []).append(number)
    for numbers in unknown.values():
        root = next((one for one in numbers if pool[one].params["name"] == "resourceType"), None)
        if root is not None:
            for number in numbers:
                pool.follows(number, root)


LOOK = (member_that_is_missing, resource_in_place_of_an_element, extension_that_is_missing)
