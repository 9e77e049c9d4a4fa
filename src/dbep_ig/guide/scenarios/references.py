"""`{$ref: pal}` -> a FHIR Reference to another instance of the scenario; anything else is a Reference written out."""

from collections.abc import Callable

from dbep_ig.engine.diagnostics import Pointer, Text
from dbep_ig.engine.fhir.documents import Json
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.guide.authoring.model import ElementType
from dbep_ig.guide.authoring.suggestions import did_you_mean

from .datatype_words import fhir_part, words_of
from .draft import ExampleDraft, Instance, ResourceDraft
from .given import Given
from .rules import UNKNOWN_ELEMENT, UNRESOLVED_REF, WRONG_TARGET, WRONG_VALUE

REF = "$ref"
_ANY = "Resource"  # what a reference to any resource names
_REF_MEANT = Text(f"; mente du «{REF}»?", f"; did you mean `{REF}`?")
_PARTS = {"reference": "string", "type": "uri", "identifier": "Identifier", "display": "string"}


def reference(given: Given, example: ExampleDraft, part_of: Callable[[Given, str], Json]) -> Json:
    """The Reference; None after an issue. `part_of` converts a part of one that is written out."""
    if given.fields is None:
        wanted = Text("en referanse: {$ref: navn}", "a reference: {$ref: name}")
        if given.text in example.instances:
            form = f"{{{REF}: {given.text}}}"
            wanted = Text(f"en referanse; mente du {form}?", f"a reference; did you mean {form}?")
        example.report(WRONG_VALUE, given.where, value=given.shown, type=wanted)
        return None
    name = given.fields.get(REF)
    if name is not None:
        found = _instance(name, example)
        return None if found is None else {"reference": found.reference}
    written: dict[str, Json] = {}
    for word, part in given.fields.items():
        key = fhir_part("Reference", word, example.short_words)
        if key not in _PARTS:
            hint = (
                _REF_MEANT
                if word.strip("$").casefold() == "ref"
                else did_you_mean(word, [REF, *_PARTS, *words_of("Reference", example.short_words)])
            )
            ended = Text(hint.nb or ".", hint.en or ".")
            example.report(
                UNKNOWN_ELEMENT, part.where, on_key=True, holder="Reference", name=word, hint=ended
            )
            continue
        written[key] = part_of(part, _PARTS[key])
    return written


def held_resource(given: Given, at: Pointer, example: ExampleDraft, draft: ResourceDraft) -> Json:
    """`{$ref: pal}` where a resource itself belongs: its instance is put there when all are made. None after an issue."""
    name = given.fields.get(REF) if given.fields is not None else None
    if name is None:
        wanted = Text("en instans: {$ref: navn}", "an instance: {$ref: name}")
        example.report(WRONG_VALUE, given.where, value=given.shown, type=wanted)
        return None
    found = _instance(name, example)
    if found is None:
        return None
    draft.places[at] = given.where
    draft.holds[at] = found.name
    return {"resourceType": found.resource_type}


def _instance(name: Given, example: ExampleDraft) -> Instance | None:
    found = example.instances.get(name.text or "")
    if found is None and name.text in example.lost:
        return None  # what is wrong with it has been said there
    if found is None:
        hint = did_you_mean(name.text or "", example.instances)
        ended = Text(hint.nb or ".", hint.en or ".")
        example.report(UNRESOLVED_REF, name.where, name=name.text or name.shown, hint=ended)
    return found


def check_target(given: Given, kinds: tuple[ElementType, ...], element: str, example: ExampleDraft) -> None:
    """Reports a `$ref` to an instance whose class the element does not refer to."""
    name = given.fields.get(REF) if given.fields is not None else None
    found = example.instances.get(name.text or "") if name is not None else None
    allowed = [target for kind in kinds for target in kind.targets]
    if name is None or found is None or not allowed or _ANY in allowed:
        return
    if any(is_absolute(target) for target in allowed):
        return  # whether it conforms to a profile of another's, or one that is not its class's, the validator knows
    lineage = {one.name for one in example.model.lineage(found.one.name)}
    if not lineage.intersection(allowed) and found.resource_type not in allowed:
        example.report(
            WRONG_TARGET, name.where, name=name.text, actual=found.one.name, element=element, allowed=allowed
        )
