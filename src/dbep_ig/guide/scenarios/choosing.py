"""Which type a value of an element of several types has: the one whose form it is of, and never text for want of another.

A single line is tried as each type. Exactly one fits: that one. Several: those that are not text come before text, and among
these the first that `type:` lists. It is text only where it is not nearly one of the others: `2,5 mg` is no text of
`Quantity | string`, but an error that says `2.5 mg`. Parts decide by their names: `{fra, til}` is a Range.
Whoever means a certain type all the same writes it: `{string: 2 turer om dagen}`.

Source: https://hl7.org/fhir/R4/formats.html#choice
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring.model import Binding
from dbep_ig.guide.authoring.suggestions import nearest

from .bound_codes import bound_codes
from .datatype_words import fhir_part, words_of
from .draft import ExampleDraft
from .forms import FORMS, Form, NotOfFormError, Setting
from .given import Given
from .references import REF
from .rules import WRONG_VALUE

_MOST_CODES = 8  # of a value set that a message names
_MOST_PARTS = 3  # of a data type that a message names


class Chosen(NamedTuple):
    """The member's name in JSON, its type, and the value: what was written inside `{type: …}` where the type was written."""

    member: str
    type_name: str
    given: Given


def choose(
    given: Given, keys: Mapping[str, str], example: ExampleDraft, binding: Binding | None = None
) -> Chosen | None:
    """What the value is of the members that an element can have (name -> type, in the order of precedence). None after DBEP2905."""
    if not keys:
        return None  # the types of class and profile leave none, which is reported there
    if len(keys) == 1:
        ((member, type_name),) = keys.items()
        return Chosen(member, type_name, given)
    named = _written_type(given, keys, example)
    if named is not None:
        return named
    fits = (
        _by_parts(given, keys, example)
        if given.fields is not None
        else _by_form(given, keys, example, binding)
    )
    if fits is None:
        wanted = forms_in_words(given, keys.values(), example, binding)
        example.report(WRONG_VALUE, given.where, value=given.shown, type=wanted)
        return None
    return Chosen(fits, keys[fits], given)


def form_of(type_name: str, example: ExampleDraft) -> Form:
    """The form of a type in a single line. Of other primitives it is the text; of other data types there is none."""
    known = FORMS.get(type_name)
    if known is not None:
        return known
    if example.types.kind(type_name) == "primitive-type":
        return Form(Text(type_name, type_name), lambda text, _: text, is_text=True)
    return Form(_parts_in_words(type_name, example), _refuse)


def forms_in_words(
    given: Given,
    types: Iterable[str],
    example: ExampleDraft,
    binding: Binding | None = None,
    why: Text | None = None,
) -> Text:
    """`Quantity (…) or Range (…); did you mean …?`: completes «cannot be read as»."""
    listed = list(dict.fromkeys(types))
    said = [_form_in_words(name, example, binding) for name in listed]
    setting = Setting(given, example.trial(), binding)
    text = (given.text or "").strip()
    meant = next(
        (found for name in listed if text and (found := form_of(name, example).meant(text, setting))), None
    )
    nb, en = _listed([one.nb for one in said], "eller"), _listed([one.en for one in said], "or")
    if meant is not None:
        return Text(f"{nb}; mente du «{meant}»?", f"{en}; did you mean `{meant}`?")
    if why is not None and len(listed) == 1:
        return Text(f"{nb}: verdien {why.nb}", f"{en}: the value {why.en}")
    plain = next((name for name in ("string", "markdown") if name in listed and len(listed) > 1), None)
    if plain is not None and text:
        return Text(
            f"{nb}; er det tekst, skrives det {{{plain}: {text}}}",
            f"{en}; if it is text, it is written {{{plain}: {text}}}",
        )
    return Text(nb, en)


def _refuse(text: str, setting: Setting) -> None:
    raise NotOfFormError


def _form_in_words(type_name: str, example: ExampleDraft, binding: Binding | None = None) -> Text:
    if type_name == "CodeableConcept" and binding is not None and binding.strength == "required":
        written = [one.written for one in bound_codes(binding, example.model).values()][:_MOST_CODES]
        if written:
            nb, en = (", ".join(form.format(one) for one in written) for form in ("«{}»", "`{}`"))
            return Text(f"{type_name} ({nb})", f"{type_name} ({en})")
    if type_name == "Reference":
        return Text("en referanse ({$ref: navn})", "a reference ({$ref: name})")
    expected = form_of(type_name, example).expected
    if expected.en == type_name:
        return expected
    return Text(f"{type_name} ({expected.nb})", f"{type_name} ({expected.en})")


def _parts_in_words(type_name: str, example: ExampleDraft) -> Text:
    names = [
        name
        for name in example.types.elements(type_name)
        if name not in ("id", "extension", "modifierExtension")
    ]
    more = ", …" if len(names) > _MOST_PARTS else ""
    parts = f"{', '.join(names[:_MOST_PARTS])}{more}"
    return Text(f"i deler: {parts}", f"in parts: {parts}")


def _listed(words: list[str], last: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def _written_type(given: Given, keys: Mapping[str, str], example: ExampleDraft) -> Chosen | None:
    """`{string: …}`: the type itself, where no type of the element has a part of that name."""
    if given.fields is None or len(given.fields) != 1:
        return None
    ((word, value),) = given.fields.items()
    member = next((member for member, type_name in keys.items() if word in (type_name, member)), None)
    if member is None or any(_knows(type_name, word, example) for type_name in keys.values()):
        return None
    return Chosen(member, keys[member], value)


def _knows(type_name: str, word: str, example: ExampleDraft) -> bool:
    if type_name == "Reference":
        return word == REF or fhir_part(type_name, word, example.short_words) in example.types.elements(
            type_name
        )
    if example.types.kind(type_name) == "primitive-type":
        return False
    name = fhir_part(type_name, word, example.short_words)
    return name in example.types.elements(type_name) or example.types.member(type_name, name) is not None


def _by_parts(given: Given, keys: Mapping[str, str], example: ExampleDraft) -> str | None:
    """The member of the type that knows all the parts; else of the one that knows most of them, or has one nearly so called."""
    assert given.fields is not None
    kinds = {m: t for m, t in keys.items() if example.types.kind(t) != "primitive-type"}
    known = {m: sum(_knows(t, word, example) for word in given.fields) for m, t in kinds.items()}
    most = max(known.values(), default=0)
    if most:
        return next(member for member, count in known.items() if count == most)
    if len(kinds) == 1:
        return next(iter(kinds))
    for member, type_name in kinds.items():
        parts = [*example.types.elements(type_name), *words_of(type_name, example.short_words)]
        if any(nearest(word, parts) for word in given.fields):
            return member
    return None


def _by_form(
    given: Given, keys: Mapping[str, str], example: ExampleDraft, binding: Binding | None
) -> str | None:
    """The member of the type whose form a single line is of."""
    text = (given.text or "").strip()
    if not text or given.is_null:
        return None
    forms = {member: form_of(name, example) for member, name in keys.items() if name != "Reference"}
    setting = Setting(given, example.trial(), binding)
    fits = [member for member, form in forms.items() if _reads(form, text, setting)]
    exact = next((member for member in fits if not forms[member].is_text), None)
    if exact is not None:
        return exact
    others = [form for form in forms.values() if not form.is_text]
    if any(form.meant(text, setting) is not None for form in others) or _is_measure(text, keys.values()):
        return None
    return next(iter(fits), None)


def _reads(form: Form, text: str, setting: Setting) -> bool:
    try:
        form.read(text, setting)
    except NotOfFormError:
        return False
    return True


_MEASURES = frozenset(
    {
        "Quantity",
        "SimpleQuantity",
        "Range",
        "Ratio",
        "Duration",
        "Age",
        "Timing",
        "integer",
        "decimal",
        "Period",
        "date",
        "dateTime",
        "instant",
        "time",
    }
)


def _is_measure(text: str, types: Iterable[str]) -> bool:
    """It begins like a number, and a number or a time is what one of the types begins with."""
    return text.lstrip("<>=≤≥ -+")[:1].isdigit() and not _MEASURES.isdisjoint(types)
