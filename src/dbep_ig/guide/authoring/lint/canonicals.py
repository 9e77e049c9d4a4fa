"""Canonicals written out lead to the kind of definition that is wanted there, as far as it is available."""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue, Severity, Text
from dbep_ig.engine.diagnostics.slips import is_slip
from dbep_ig.engine.fhir.definitions import canonicals_of
from dbep_ig.engine.fhir.uris import is_absolute, split_canonical
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlSequence

from .shipped_rules import OTHER_KIND, UNKNOWN_CANONICAL

_R4 = "http://hl7.org/fhir/"
_KINDS = {
    "ValueSet": Text("et verdisett", "a value set"),
    "CodeSystem": Text("et kodesystem", "a code system"),
    "StructureDefinition": Text("en profil eller type", "a profile or type"),
}


def check_canonicals(bearings: Bearings) -> Iterator[Issue]:
    """DBEP2129 and DBEP2130."""
    model = bearings.model
    for one in model.classes.values():
        for element in one.all_elements():
            if element.declared_in == one.name and element.binding is not None:
                yield from _bound(element.binding.value_set, element.where, bearings)
    for profile in model.profiles.values():
        for rule in profile.rules:
            if rule.binding is not None:
                yield from _bound(rule.binding.value_set, rule.where, bearings)
        written = profile.where / "imposes"
        for index, url in enumerate(profile.imposes):
            at = written / index if isinstance(written.node, YamlSequence) else written
            yield from _canonical(url, "StructureDefinition", at, bearings)
            yield from _same_type(url, bearings.resource_of(profile), at, bearings)
    for extension in model.extensions.values():
        if extension.binding is not None:
            yield from _bound(extension.binding.value_set, extension.where, bearings)
        for part in extension.parts.values():
            if part.binding is not None:
                yield from _bound(part.binding.value_set, part.where, bearings)
    for value_set in model.value_sets.values():
        for inclusion in (*value_set.include, *value_set.exclude):
            if inclusion.system is not None:
                yield from _canonical(inclusion.system, "CodeSystem", inclusion.where / "system", bearings)
            for index, url in enumerate(inclusion.value_sets):
                yield from _canonical(url, "ValueSet", inclusion.where / "valuesets" / index, bearings)


def _bound(value_set: str, holder: Where, bearings: Bearings) -> Iterator[Issue]:
    return _canonical(value_set, "ValueSet", holder / "binding", bearings)


def _canonical(url: str, wanted: str, at: Where, bearings: Bearings) -> Iterator[Issue]:
    bare = split_canonical(url)[0]
    if not is_absolute(url) or bearings.definitions.find(url, wanted) is not None:
        return
    for kind, name in _KINDS.items():
        if kind != wanted and bearings.definitions.find(bare, kind) is not None:
            params = {"url": bare, "found": name, "wanted": _KINDS[wanted]}
            yield Issue(OTHER_KIND, at.location(), params)
            return
    if bearings.definitions.find(bare, wanted) is not None:
        return  # another version
    if wanted == "CodeSystem":
        # most code systems are nowhere to be found; slips of those that are well known are
        meant = bearings.terminology.known_systems.slip(bare)
        if meant is not None:
            params = {"url": bare, "hint": did_you_mean(bare, [meant])}
            # R4 has all code systems with addresses of its own
            grave = Severity.ERROR if meant.startswith(_R4) else None
            yield Issue(UNKNOWN_CANONICAL, at.location(), params, override=grave)
        return
    known = [one for one in canonicals_of(bearings.definitions, wanted) if is_slip(bare, one)]
    if known:
        params = {"url": bare, "hint": did_you_mean(bare, known)}
        yield Issue(UNKNOWN_CANONICAL, at.location(), params)


def _same_type(url: str, resource: str | None, at: Where, bearings: Bearings) -> Iterator[Issue]:
    found = bearings.definitions.find(url, "StructureDefinition") if is_absolute(url) else None
    kind = None if found is None else str(found.get("type"))
    if kind is not None and resource is not None and kind != resource:
        shown = Text(f"en profil av {kind}", f"a profile of {kind}")
        wanted = Text(f"av {resource}", f"of {resource}")
        yield Issue(OTHER_KIND, at.location(), {"url": url, "found": shown, "wanted": wanted})
