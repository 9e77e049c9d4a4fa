"""A path that leads nowhere: no such element, or one below a choice whose type nobody has chosen."""

from dbep_ig.engine.diagnostics import Issue, Location, Rule, Text
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.choice_slices import CHOICE, name_of_type
from dbep_ig.guide.authoring.element_paths import ElementPath
from dbep_ig.guide.authoring.fhir_elements import FhirElement
from dbep_ig.guide.authoring.suggestions import did_you_mean

from .fhir_rules import UNKNOWN_ELEMENT

BELOW_CHOICE = Rule(
    code="DBEP2070",
    name="element-below-open-choice",
    issue_type="structure",
    nb="{choice} kan ha flere typer, så det er ikke bestemt hva «{name}» er en del av: {instead}",
    en="{choice} can have several types, so what `{name}` is a part of is undecided: {instead}",
    spec="https://hl7.org/fhir/R4/formats.html#choice",
)
UNKNOWN_TYPE_SLICE = Rule(
    code="DBEP2071",
    name="slice-of-no-type-of-choice",
    issue_type="not-found",
    nb="«{slice}» er ikke en slice som {choice} kan deles opp i etter type: {instead}",
    en="`{slice}` is not a slice that {choice} can be split into by type: {instead}",
    spec="https://hl7.org/fhir/R4/profiling.html#slicing",
)


def leads_nowhere(
    path: ElementPath, found: list[FhirElement], candidates: list[str], at: Location, bearings: Bearings
) -> Issue:
    """The issue for the first step of `path` that is not among `candidates`, what the last of `found` has below it."""
    reached = len(found) - 1
    name = path.steps[reached].name
    last = found[-1]
    if reached and path.steps[reached - 1].name.endswith(CHOICE) and not candidates:
        return _below_choice(path, reached, last, at, bearings)
    # `value.code` and `valueQuantiy.code` are meant to lead through `value[x]`.
    choices = [one for one in candidates if one.endswith(CHOICE)]
    children = bearings.elements.children(last) if choices else {}
    members = {
        name_of_type(one.removesuffix(CHOICE), code): one
        for one in choices
        for code in children[one].type_codes
    }
    stem = next((one for one in choices if one.removesuffix(CHOICE) == name), None)
    owner = last.definition["path"]
    if stem is not None:
        if reached + 1 < len(path.steps):
            names = _with_element(name, children[stem].type_codes, path.steps[reached + 1].name, bearings)
        else:
            names = [stem]
        hint = did_you_mean(name, names[:1]) if len(names) != 1 else _meant(names[0])
        return Issue(
            UNKNOWN_ELEMENT, at, {"name": name, "owner": owner, "hint": hint if names else _meant(stem)}
        )
    hint = did_you_mean(name, [*candidates, *members])
    return Issue(UNKNOWN_ELEMENT, at, {"name": name, "owner": owner, "hint": hint})


def _meant(name: str) -> Text:
    return Text(f"; mente du «{name}»?", f"; did you mean `{name}`?")


def _below_choice(
    path: ElementPath, reached: int, choice: FhirElement, at: Location, bearings: Bearings
) -> Issue:
    step, name = path.steps[reached - 1], path.steps[reached].name
    stem = step.name.removesuffix(CHOICE)
    shown = str(ElementPath(path.resource, path.steps[:reached]))
    if step.slice_name is not None:
        known = [name_of_type(stem, code) for code in choice.type_codes]
        params = {
            "slice": step.slice_name,
            "choice": shown.rpartition(":")[0],
            "instead": _slices(step.slice_name, stem, known),
        }
        return Issue(UNKNOWN_TYPE_SLICE, at, params)
    members = [name] if name in {name_of_type(stem, code) for code in choice.type_codes} else []
    members = members or _with_element(stem, choice.type_codes, name, bearings)
    above = ElementPath(path.resource, path.steps[: reached - 1])
    if not members:
        owner = choice.definition["path"]
        roots = [root for code in choice.type_codes if (root := bearings.elements.root(code)) is not None]
        names = dict.fromkeys(each for root in roots for each in bearings.elements.children(root))
        hint = did_you_mean(name, names)
        return Issue(UNKNOWN_ELEMENT, at, {"name": name, "owner": owner, "hint": hint})
    below = path.steps[reached:] if members != [name] else path.steps[reached + 1 :]
    spelled = [".".join((str(above), one, *(str(each) for each in below))) for one in members[:3]]
    instead = Text(
        f"skriv {' eller '.join(spelled)}, eller velg én type med «type» for {shown}",
        f"write {' or '.join(spelled)}, or choose one type by `type` for {shown}",
    )
    return Issue(BELOW_CHOICE, at, {"choice": shown, "name": name, "instead": instead})


def _slices(written: str, stem: str, known: list[str]) -> Text:
    meant = [one for one in known if one.removeprefix(stem).lower() == written.lower()]
    hint = _meant(meant[0]) if meant else did_you_mean(written, known)
    if hint.en:
        return Text(hint.nb.removeprefix("; "), hint.en.removeprefix("; "))
    shown = ", ".join(known[:12])
    return Text(f"slicene heter {shown}", f"the slices are called {shown}")


def _with_element(stem: str, codes: tuple[str, ...], name: str, bearings: Bearings) -> list[str]:
    """The type slices of a choice that have an element of this name."""
    found = []
    for code in codes:
        root = bearings.elements.root(code)
        if root is not None and name in bearings.elements.children(root):
            found.append(name_of_type(stem, code))
    return found
