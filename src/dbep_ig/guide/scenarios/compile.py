"""Scenarios in the model's words -> FHIR bundles, through the model's `maps:`.

The bundle is of type `collection`. Entries have the fullUrl `<canonical of the guide>/<type>/<id>`, and refer to each other
by relative references, which resolve through the fullUrls (https://hl7.org/fhir/R4/bundle.html#references) and stay right
when an entry is taken out into a file of its own. The instance that
the scenario is about (`plan`, else the first) gets the scenario's name as id, every other one its own.
"""

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from dbep_ig.engine.diagnostics import Issue, Pointer, Result, Text
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.documents import Json, Resource
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.engine.fhir.uris import core_canonical
from dbep_ig.guide.authoring import Where, YamlDocument
from dbep_ig.guide.authoring.choices import ChoicesOfModel
from dbep_ig.guide.authoring.element_paths import ElementPath
from dbep_ig.guide.authoring.lint.own_canonicals import own_canonicals
from dbep_ig.guide.authoring.model import LocalText, Model
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.generation.members import in_order
from dbep_ig.guide.generation.origin import Origin
from dbep_ig.guide.languages import Words, words_of

from .changes import changed
from .draft import ExampleDraft, Instance, ResourceDraft
from .example import Example
from .given import Given, shown
from .implied import check_slices, fill_implied
from .narrative import label, narrative
from .placing import Spot, child_named, place, unknown_element
from .r4_classes import r4_class
from .reading import Expectation, Scenario, Variant, read_scenarios
from .references import REF
from .rules import ABSTRACT_CLASS, NO_FHIR_PLACE, UNKNOWN_CLASS, UNKNOWN_SCENARIO, UNUSED_INSTANCE
from .sequences import Sequence


def compile_scenarios(
    documents: Iterable[YamlDocument],
    model: Model,
    types: TypeModel,
    definitions: Definitions,
    words: Mapping[str, Words] | None = None,
) -> Result[list[Example]]:
    """Every example as a bundle: a scenario with its steps after it, then the variants.

    documents  the YAML of `examples/`
    definitions  the guide's generated profiles with snapshots (what they fix is filled in), and R4 core's extensions
    words  what the guide's languages call things; None for the tool's own words
    -> the examples that could be compiled; DBEP2901 to DBEP2911, DBEP2915, DBEP2916 and DBEP2048 for what could not,
       DBEP2049 and DBEP2050 for what could be meant otherwise
    """
    documents = tuple(documents)
    for document in documents:
        document.languages = model.guide.languages
    words = words or {language: words_of(language) for language in model.guide.languages}
    read = read_scenarios(documents)
    assert read.value is not None
    scenarios, variants = read.value
    issues = [*read.issues, *(one for each in documents for one in own_canonicals(each, model.names))]
    examples: list[Example] = []
    by_name = {scenario.name: scenario for scenario in scenarios}
    names = {scenario.name: scenario.where for scenario in scenarios}
    names |= {variant.name: variant.where for variant in variants}
    broken: set[str] = set()
    reported: dict[
        str, set[tuple[str, Pointer, str]]
    ] = {}  # what a scenario says is not repeated for its variants
    for scenario in scenarios:
        example = ExampleDraft(model, types, definitions, languages=_languages(scenario, words))
        made = _example(scenario, scenario.instances, None, example)
        issues += example.issues
        reported[scenario.name] = {_key(issue) for issue in example.issues}
        if scenario.lost or any(issue.is_error for issue in example.issues):
            broken.add(scenario.name)
            continue
        examples.append(made)
        if scenario.steps:
            sequence = Sequence(
                scenario,
                made,
                lambda one, instances, draft: _example(one, instances, None, draft),
                partial(_draft, model, types, definitions, _languages(scenario, words)),
            )
            of_steps: list[Issue] = []
            examples += sequence.examples(of_steps, names)
            issues += (issue for issue in of_steps if _key(issue) not in reported[scenario.name])
    for variant in variants:
        base = by_name.get(variant.of)
        if base is None:
            hint = did_you_mean(variant.of, by_name)
            if not hint.en and any(issue.is_error for issue in read.issues):
                continue  # it may be the one that could not be read
            params = {"name": variant.of, "hint": Text(hint.nb or ".", hint.en or ".")}
            issues.append(Issue(UNKNOWN_SCENARIO, (variant.where / "of").location(), params))
            continue
        if base.name in broken:
            continue  # said already, at the scenario's own lines
        languages = _languages(base, words)
        example = ExampleDraft(model, types, definitions, is_valid=False, languages=languages)
        instances = changed(base.instances, variant.changes, variant.where, variant.of, example.issues)
        made = _example(base, instances, variant, example)
        issues += (issue for issue in example.issues if _key(issue) not in reported[base.name])
        if not any(issue.is_error for issue in example.issues):
            examples.append(made)
    return Result(examples, tuple(issues))


def _draft(
    model: Model, types: TypeModel, definitions: Definitions, languages: tuple[Words, ...], is_valid: bool
) -> ExampleDraft:
    return ExampleDraft(model, types, definitions, is_valid=is_valid, languages=languages)


def _languages(scenario: Scenario, words: Mapping[str, Words]) -> tuple[Words, ...]:
    """What the guide's languages call things, the scenario's own first."""
    own = words.get(scenario.language or "")
    return tuple(words.values()) if own is None else (own, *(one for one in words.values() if one is not own))


def _example(
    scenario: Scenario, instances: Mapping[str, Given], variant: Variant | None, example: ExampleDraft
) -> Example:
    name = scenario.name if variant is None else variant.name
    _declare(scenario, instances, example)
    entries: list[dict[str, Json]] = []
    classes: list[str] = []
    places: dict[Pointer, Where] = {}
    drafts = {
        key: _resource(instance, instances[key], example) for key, instance in example.instances.items()
    }
    if variant is None and not any(issue.is_error for issue in example.issues):
        _report_unused(instances, scenario.main, example)
    by_reference = {example.instances[key].reference: draft.resource for key, draft in drafts.items()}
    example.labels = {key: label(draft.resource, by_reference) or key for key, draft in drafts.items()}
    in_order_of_entries = sorted(drafts.items(), key=lambda item: item[0] != scenario.main)
    for key, draft in in_order_of_entries:
        instance, given = example.instances[key], instances[key]
        draft.resource.setdefault("language", example.words.code)  # of the narrative and the displays
        if "text" in example.types.elements(instance.resource_type):
            draft.resource["text"] = narrative(instance.one, given, example)
        draft.resource = _ordered(draft.resource, instance.resource_type, example.types)
    for draft in drafts.values():
        _put_held(draft, drafts)
    for key, draft in in_order_of_entries:
        instance, given = example.instances[key], instances[key]
        at: Pointer = ("entry", len(entries))
        for pointer, where in draft.places.items():
            places[*at, "resource", *pointer] = where
        places[at] = given.where
        url = f"{example.model.guide.canonical}/{instance.reference}"
        entries.append({"fullUrl": url, "resource": draft.resource})
        classes.append(instance.one.name)
    bundle: Resource = {
        "resourceType": "Bundle",
        "id": name,
        "language": example.words.code,
        "type": "collection",
        "entry": list(entries),
    }
    title = scenario.title if variant is None else variant.title or LocalText(variant.name)
    where = scenario.where if variant is None else variant.where
    return Example(
        name=name,
        title=title,
        definition=scenario.definition if variant is None else variant.definition,
        bundle=bundle,
        origin=Origin(where, places),
        profiles=frozenset(url for entry in entries for url in _claims(entry["resource"])),
        of=None if variant is None else variant.of,
        changes={} if variant is None else {path: shown(value) for path, value in variant.changes.items()},
        expected=() if variant is None else _expected(variant, example.model),
        where=where,
        yaml=scenario.yaml if variant is None else variant.yaml,
        classes=tuple(classes),
    )


def _put_held(draft: ResourceDraft, drafts: Mapping[str, ResourceDraft]) -> None:
    """Resources inside others: the instances that were named there, as they are now."""
    for pointer, name in draft.holds.items():
        holder: Any = draft.resource
        for step in pointer[:-1]:
            holder = holder[step]
        holder[pointer[-1]] = copy.deepcopy(drafts[name].resource)


def _key(issue: Issue) -> tuple[str, Pointer, str]:
    return issue.rule.code, issue.location.pointer, issue.message("en")


def _report_unused(instances: Mapping[str, Given], main: str, example: ExampleDraft) -> None:
    """DBEP2919 for what no reference leads to, although an element of one of the others is there for it."""
    named = {name for key, given in instances.items() for name in _references(given) if name != key}
    for key, given in instances.items():
        if key == main or key in named:
            continue
        lineage = {one.name for one in example.model.lineage(example.instances[key].one.name)}
        element = next(
            (
                f"{other.one.name}.{element.name}"
                for name, other in example.instances.items()
                if name != key
                for element in other.one.all_elements()
                for kind in element.types
                if lineage.intersection(kind.targets)
            ),
            None,
        )
        if element is not None:
            example.report(UNUSED_INSTANCE, given.where, on_key=True, name=key, element=element)


def _references(given: Given) -> Iterator[str]:
    for key, part in (given.fields or {}).items():
        if key == REF and part.text is not None:
            yield part.text
        yield from _references(part)
    for item in given.items or ():
        yield from _references(item)


def _expected(variant: Variant, model: Model) -> tuple[Expectation, ...]:
    """What the variant expects, with the whole keys of invariants."""
    keys = model.names.invariants
    return tuple(replace(one, rule=keys.get(one.rule, one.rule)) for one in variant.expected)


def _claims(resource: object) -> list[str]:
    return (
        list(resource["meta"].get("profile", ())) if isinstance(resource, dict) and "meta" in resource else []
    )


def _declare(scenario: Scenario, instances: Mapping[str, Given], example: ExampleDraft) -> None:
    """Every instance's class and address, before any of them is filled in: they may refer to each other."""
    classes = example.model.classes
    example.lost |= scenario.lost
    for key, given in instances.items():
        assert given.fields is not None
        named = given.fields.get("class")
        name = (named.text or "") if named is not None else ""
        one = classes.get(name) or next(
            (found for found in classes.values() if found.fhir_name == name), None
        )
        at = given.where if named is None else named.where
        one = one or r4_class(name, example.types, at)
        if one is not None and one.abstract:
            example.report(ABSTRACT_CLASS, at, name=name, hint=_subclasses(one.name, example.model))
        elif one is None:
            concrete = [found.name for found in classes.values() if not found.abstract]
            hint = did_you_mean(name, [*concrete, *example.types.type_names()])
            example.report(UNKNOWN_CLASS, at, name=name, hint=Text(hint.nb or ".", hint.en or "."))
        elif one.resource is None:
            reason = Text("klassen har ingen ressurs", "the class has no resource")
            example.report(NO_FHIR_PLACE, at, name=one.name, reason=reason)
        else:
            resource_id = scenario.name if key == scenario.main else key
            example.instances[key] = Instance(key, one, one.resource, resource_id)
        if key not in example.instances:
            example.lost.add(key)


def _subclasses(name: str, model: Model) -> Text:
    """What it may be instead."""
    concrete = [one.name for one in model.subclasses(name) if not one.abstract]
    if not concrete:
        return Text("", "")
    nb, en = (", ".join(form.format(one) for one in concrete) for form in ("«{}»", "`{}`"))
    return Text(f"; skriv {nb}", f"; write {en}")


def _resource(instance: Instance, given: Given, example: ExampleDraft) -> ResourceDraft:
    one = instance.one
    profile = example.model.profile_of(one.name)
    # A resource that the model leaves to R4 says so, rather than leaving the validator to guess.
    left_to_r4 = None if one.name in example.model.classes else core_canonical(one.name)
    url = left_to_r4 if profile is None else example.model.profile_url(profile)
    draft = ResourceDraft({"resourceType": instance.resource_type, "id": instance.resource_id})
    if url is not None:
        draft.resource["meta"] = {"profile": [url]}
    draft.places[()] = given.where
    chosen = ChoicesOfModel(example.model, example.definitions).of_class(one)
    draft.chosen = {str(ElementPath(instance.resource_type, steps)): kind for steps, kind in chosen.items()}
    spot = Spot(draft.resource, (), instance.resource_type, instance.resource_type)
    assert given.fields is not None
    for word, part in given.fields.items():
        if word == "class":
            continue
        element = child_named(one.elements, word)
        if element is None:
            unknown_element(one.name, word, one.elements, part, example)
        elif element.maps is None:
            reason = Text("modellen har ingen «maps»", "the model has no `maps`")
            example.report(NO_FHIR_PLACE, part.where, on_key=True, name=element.name, reason=reason)
        else:
            place(element, part, spot, element.maps.steps, example, draft)
    structure = None if url is None else example.definitions.find(url, "StructureDefinition")
    if structure is not None:
        fill_implied(draft, structure, example.types, example.definitions)
        if example.is_valid and not any(issue.is_error for issue in example.issues):
            check_slices(draft, structure, example)
    return draft


def _ordered(value: dict[str, Json], type_name: str, types: TypeModel) -> dict[str, Json]:
    """`in_order`, and all that is inside."""
    ordered: dict[str, Json] = {}
    for key, inside in in_order(value, type_name, types).items():
        known = types.member(type_name, key)
        ordered[key] = _inside(inside, known[1] if known is not None else "", types)
    return ordered


def _inside(value: Json, type_name: str, types: TypeModel) -> Json:
    if isinstance(value, list):
        return [_inside(item, type_name, types) for item in value]
    return _ordered(value, type_name, types) if isinstance(value, dict) else value
