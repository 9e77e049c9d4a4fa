"""Type slices of choice elements: `valueQuantity` is FHIR's short form of the slice `valueQuantity` of `value[x]`.

Source: https://hl7.org/fhir/R4/profiling.html#slicing (by type) and https://hl7.org/fhir/R4/formats.html#choice
"""

from collections.abc import Iterable

from dbep_ig.engine.fhir.type_model import TypeModel

from .element_paths import Step

CHOICE = "[x]"


def in_slices(steps: tuple[Step, ...], resource: str, types: TypeModel) -> tuple[Step, ...]:
    """The steps with `valueQuantity` as the slice of `value[x]` that it is short for; what leads nowhere stays as written."""
    found: list[Step] = []
    type_name = resource
    for step in steps:
        known = types.elements(type_name)
        info = known.get(step.name.removesuffix(CHOICE))
        if info is None and step.extension is None and (member := types.member(type_name, step.name)):
            info = member[0]
            if info.is_choice and step.slice_name is None:
                step = Step(f"{info.name}{CHOICE}", step.name)
        found.append(step)
        if info is None:
            type_name = ""
        else:
            of_slice = info.keys.get(step.slice_name or "") if info.is_choice else None
            type_name = of_slice or (info.types[0] if len(info.types) == 1 else "")
    return tuple(found)


def type_of_slice(step: Step, codes: Iterable[str]) -> str | None:
    """`value[x]:valueQuantity` -> Quantity, when that is among the element's types; None for any other step."""
    if step.slice_name is None or not step.name.endswith(CHOICE):
        return None
    stem = step.name.removesuffix(CHOICE)
    return next((code for code in codes if step.slice_name == name_of_type(stem, code)), None)


def name_of_type(stem: str, code: str) -> str:
    """The JSON member of a choice, which also is the name of its type slice: `value`, Quantity -> `valueQuantity`."""
    return f"{stem}{code[:1].upper()}{code[1:]}"
