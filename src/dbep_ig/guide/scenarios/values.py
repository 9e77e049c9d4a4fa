"""A value as an author writes it -> the JSON of a FHIR data type.

Part by part, in FHIR's names or the short ones (`datatype_words`), or in a single line in the form of its type (`forms/`):

    CodeableConcept   plantype#kort             a code of the guide's own system, with its display
                      urn:oid:…7170#F93         a code of another system
                      Grønn stær                text, where nothing of it is a mark of something else
    Coding            system#code
    canonical, uri    CodeSystem(plantype)      the canonical of what an id of the guide names
    Identifier        14835130194               value alone (the profile's slice knows the system)
                      urn:oid:…4.1|14835130194  system and value
                      urn:uuid:5b0c6e9a-…       a URI, which is its own system (urn:ietf:rfc:3986)
    Quantity          92 %   > 2.5 mg           a UCUM unit
    Range             90–95 %                   lowest and highest, with the unit of both
    Ratio             30 mg : 2 mL              two quantities
    Timing            1/a    2/d    1/2wk       how often in which period (UCUM units of time)
    HumanName, Annotation, Address              text

An element of several types has the one whose form the value is of (`choosing.py`).

Source: https://hl7.org/fhir/R4/datatypes.html
"""

from dbep_ig.engine.diagnostics import Pointer, Text
from dbep_ig.engine.fhir.documents import Json
from dbep_ig.guide.authoring.model import Binding
from dbep_ig.guide.authoring.suggestions import did_you_mean

from .choosing import choose, form_of, forms_in_words
from .datatype_words import fhir_part, words_of
from .draft import ExampleDraft, ResourceDraft
from .forms import NotOfFormError, Setting
from .given import Given
from .references import reference
from .rules import UNKNOWN_ELEMENT, WRONG_VALUE


def value_of(
    given: Given,
    type_name: str,
    at: Pointer,
    example: ExampleDraft,
    draft: ResourceDraft,
    binding: Binding | None = None,
) -> Json:
    """The value, its parts noted in `draft.places`. None after an issue.

    binding  the model's, of the element it is a value of
    """
    draft.places[at] = given.where
    if type_name == "Reference":
        return reference(given, example, lambda part, name: value_of(part, name, at, example, draft))
    if given.fields is not None and example.types.kind(type_name) != "primitive-type":
        return _parts(given, type_name, at, example, draft)
    if given.text is None or given.is_null or not given.text.strip():
        if given.text is not None and not given.is_null and type_name in ("string", "markdown"):
            return given.text  # that no value is empty is the validator's word
        example.report(
            WRONG_VALUE, given.where, value=given.shown, type=forms_in_words(given, [type_name], example)
        )
        return None
    try:
        return form_of(type_name, example).read(given.text.strip(), Setting(given, example, binding))
    except NotOfFormError as misfit:
        wanted = forms_in_words(given, [type_name], example, binding, misfit.why)
        example.report(WRONG_VALUE, given.where, value=given.shown, type=wanted)
        return None


def _parts(given: Given, type_name: str, at: Pointer, example: ExampleDraft, draft: ResourceDraft) -> Json:
    """A data type written part by part, in FHIR's names or the short ones."""
    elements = example.types.elements(type_name)
    written: dict[str, Json] = {}
    assert given.fields is not None
    for word, part in given.fields.items():
        name = fhir_part(type_name, word, example.short_words)
        info = elements.get(name)
        known = example.types.member(type_name, name)
        if info is None and known is not None:
            info = known[0]
        if info is None:
            hint = did_you_mean(word, [*elements, *words_of(type_name, example.short_words)])
            ended = Text(hint.nb or ".", hint.en or ".")
            example.report(UNKNOWN_ELEMENT, part.where, on_key=True, holder=type_name, name=word, hint=ended)
            continue
        if known is not None and info.is_choice:
            member, part_type = name, known[1]
        else:
            chosen = choose(part, info.keys, example)
            if chosen is None:
                continue
            member, part_type, part = chosen
        if info.is_list:
            items = part.items if part.items is not None else [part]
            written[member] = [
                value_of(item, part_type, (*at, member, n), example, draft) for n, item in enumerate(items)
            ]
        else:
            value = value_of(part, part_type, (*at, member), example, draft)
            named = example.model.names.member(type_name, member, value) if isinstance(value, str) else None
            written[member] = named or value
    return {key: value for key, value in written.items() if value is not None}
