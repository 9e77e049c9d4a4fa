"""A contained resource that nothing refers to and that refers to nothing (dom-3), or two with one id.

dom-3 in words: each contained resource is referred to from elsewhere in the resource, or refers to its container.
Done natively, by one descent, because its FHIRPath looks through the whole resource for each contained one.

Source: https://hl7.org/fhir/R4/references.html#contained
"""

import re
from typing import Any

from dbep_ig.engine.diagnostics import Rule
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run

CONTAINED_NOT_REFERENCED = Rule(
    code="DBEP4408",
    name="contained-not-referenced",
    issue_type="invariant",
    nb="Ingen referanse fører til den innebygde ressursen `{id}`, og den viser ikke til ressursen den ligger i (dom-3)",
    en="No reference leads to the contained resource `{id}`, nor does it refer to the resource that contains it (dom-3)",
    spec="https://hl7.org/fhir/R4/references.html#contained",
)
DUPLICATE_ID = Rule(
    code="DBEP4410",
    name="duplicate-contained-id",
    issue_type="business-rule",
    nb="Flere innebygde ressurser har id `{id}`",
    en="Several contained resources have the id `{id}`",
    spec="https://hl7.org/fhir/R4/references.html#contained",
)

# A narrative shows a contained Binary by `<img src="#id">`: narrative.html#id
_IN_NARRATIVE = re.compile(r"""(?:href|src)\s*=\s*["'](#[^"'<>\s]+)["']""")
_LINKS = frozenset(("reference", "canonical", "uri", "url"))


class ContainedResources:
    """The contained resources of one container."""

    __slots__ = ()
    applies_to = ("DomainResource",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Only where there are some."""
        contained = value.get("contained")
        if type(contained) is not list or frame.scope.container is not None or not run.settings.contained:
            return
        links: set[str] = set()
        collect_links(value, frame.type_name, links, run)
        seen: set[str] = set()
        for index, one in enumerate(contained):
            if type(one) is not dict:
                continue
            name = one.get("id")
            if type(name) is str:
                if name in seen:
                    run.add_at(DUPLICATE_ID, frame, "contained", index, id=name)
                seen.add(name)
                if "#" + name in links:
                    continue
            own: set[str] = set()
            collect_links(one, str(one.get("resourceType", "")), own, run)
            if "#" not in own:
                run.add_at(CONTAINED_NOT_REFERENCED, frame, "contained", index, id=name or "")


def collect_links(value: Any, type_name: str, links: set[str], run: Run) -> None:
    """Every reference, canonical, uri and url under a value that leads to something contained (`#…`)."""
    if type(value) is list:
        for one in value:
            collect_links(one, type_name, links, run)
        return
    if type(value) is not dict:
        return
    if type(value.get("resourceType")) is str:
        type_name = value["resourceType"]
    schema = run.schema(type_name)
    for key, item in value.items():
        member = None if schema is None else schema.members.get(key)
        if type(item) is str:
            if key == "div":
                links.update(_IN_NARRATIVE.findall(item))
            elif item.startswith("#") and (
                key == "reference" or (member is not None and member.type_name in _LINKS)
            ):
                links.add(item)
        elif type(item) is dict or type(item) is list:
            if type(item) is list and member is not None and member.type_name in _LINKS:
                links.update(one for one in item if type(one) is str and one.startswith("#"))
                continue
            inner = (
                ""
                if member is None
                else (member.inner.name if member.inner is not None else member.type_name)
            )
            collect_links(item, inner if not key.startswith("_") else "Element", links, run)
