"""Content of a code system whose owner asks to be named, without a statement that names it.

Content is what ends up in the resource: systems and codes of a value set, values of `pattern` and `fixed` (a system alone
too, for it says which codes are meant), bindings to value sets of the system's own, and codes in expressions. A binding to a
value set of this guide, of R4 or of a package is no content here: that value set says under which terms it is.

Each is reported once for each system, where it is first written; what inherits the content inherits the statement as well.
The guide's own `copyright` counts, since every resource has it.
"""

from collections.abc import Iterable, Iterator

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.copyright import Holder, statements_of
from dbep_ig.guide.authoring.licensed_systems import LICENSED_SYSTEMS
from dbep_ig.guide.authoring.model import Element, Extension, Invariant, Model, ModelClass, Profile, ValueSet
from dbep_ig.guide.authoring.model_rules import UNNAMED_TERMINOLOGY
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlMapping, YamlScalar, YamlSequence


def check_copyright(bearings: Bearings) -> Iterator[Issue]:
    """DBEP2047."""
    model = bearings.model
    for value_set in model.value_sets.values():
        yield from _unnamed(value_set, value_set.id, _in_value_set(value_set), model)
    for profile in model.profiles.values():
        yield from _unnamed(profile, profile.id, _in_profile(profile), model)
    for extension in model.extensions.values():
        yield from _unnamed(extension, extension.id, _in_extension(extension), model)
    for one in model.classes.values():
        yield from _unnamed(one, one.name, _in_class(one), model)


def _unnamed(holder: Holder, name: str, content: Iterable[Where], model: Model) -> Iterator[Issue]:
    said = statements_of(holder, model)
    wanted = [
        system for system in LICENSED_SYSTEMS if not any(system.is_named_in(statement) for statement in said)
    ]
    for where in content:
        node = where.node
        text = node.text if isinstance(node, YamlScalar) else ""
        for system in [system for system in wanted if system.is_in(text)]:
            wanted.remove(system)
            yield Issue(UNNAMED_TERMINOLOGY, where.location(), {"name": name, "system": system.name})


def _in_value_set(value_set: ValueSet) -> Iterator[Where]:
    for inclusion in (*value_set.include, *value_set.exclude):
        yield inclusion.where / "system"
        yield from _scalars(inclusion.where / "valuesets")


def _in_profile(profile: Profile) -> Iterator[Where]:
    for rule in profile.rules:
        for word in ("pattern", "fixed", "binding"):
            yield from _scalars(rule.where / word)
    yield from _in_invariants(profile.invariants.values())


def _in_extension(extension: Extension) -> Iterator[Where]:
    yield extension.where / "binding"
    for part in extension.all_parts():
        yield part.where / "binding"


def _in_class(one: ModelClass) -> Iterator[Where]:
    for element in one.all_elements():
        if _is_own(element, one):
            yield element.where / "binding"
    yield from _in_invariants(
        invariant for invariant in one.invariants.values() if invariant.where.document is one.where.document
    )


def _is_own(element: Element, one: ModelClass) -> bool:
    return element.declared_in == one.name


def _in_invariants(invariants: Iterable[Invariant]) -> Iterator[Where]:
    for invariant in invariants:
        yield invariant.where / "expression"


def _scalars(where: Where) -> Iterator[Where]:
    """The place itself, or every scalar below it, in the order written."""
    node = where.node
    if isinstance(node, YamlMapping):
        for entry in node:
            yield from _scalars(where / entry.key.text)
    elif isinstance(node, YamlSequence):
        for index, _ in enumerate(node):
            yield from _scalars(where / index)
    else:
        yield where
