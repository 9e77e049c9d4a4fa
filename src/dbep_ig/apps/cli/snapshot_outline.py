"""A snapshot as lines of text: one for each element, indented like the tree it is."""

from dbep_ig.engine.diagnostics import Language, Text
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.uris import split_canonical

_LEGEND = Text(
    "+ endret av differensialet   S mustSupport   ?! modifikator",
    "+ changed by the differential   S mustSupport   ?! modifier element",
)
_WIDEST_NAME = 60  # columns; longer ones push their own line only


def outline(definition: Resource, language: Language) -> list[str]:
    """The elements of the snapshot: marks, name, cardinality, types and rules, in columns."""
    elements = definition["snapshot"]["element"]
    touched = _touched(definition)
    rows = [_row(element, touched) for element in elements]
    width = min(max(len(name) for name, *_ in rows), _WIDEST_NAME)
    lines = [
        f"{definition.get('url', '')}  ({len(elements)} {_counted(len(elements)).in_language(language)})",
        "",
    ]
    for name, marks, cardinality, rest in rows:
        lines.append(f"{marks:4} {name:{width}}  {cardinality:6} {rest}".rstrip())
    return [*lines, "", _LEGEND.in_language(language)]


def _counted(number: int) -> Text:
    return Text("element" if number == 1 else "elementer", "element" if number == 1 else "elements")


def _touched(definition: Resource) -> set[str]:
    """Ids of elements that the differential speaks of, by path and slice names in the order it writes them."""
    touched: set[str] = set()
    steps: list[str] = []
    for element in definition.get("differential", {}).get("element", ()):
        names = element["path"].split(".")
        kept = [step for step, name in zip(steps, names[:-1], strict=False) if step.partition(":")[0] == name]
        steps = kept + names[len(kept) : -1] if len(kept) < len(names) - 1 else kept
        name = names[-1]
        steps.append(f"{name}:{element['sliceName']}" if "sliceName" in element else name)
        touched.add(".".join(steps).replace("_", "-"))
    return touched


def _row(element: Resource, touched: set[str]) -> tuple[str, str, str, str]:
    element_id = str(element["id"])
    depth = element["path"].count(".")
    name = "  " * depth + element_id.rpartition(".")[2]
    marks = "".join(
        (
            "+" if element_id in touched or _short(element_id) in touched else " ",
            "S" if element.get("mustSupport") else " ",
            "?!" if element.get("isModifier") else "",
        )
    )
    cardinality = f"{element.get('min', '')}..{element.get('max', '')}"
    return name, marks, cardinality, "  ".join(filter(None, (_types(element), *_rules(element))))


def _short(element_id: str) -> str:
    """The id as a differential with short forms has it: `value[x]:valueQuantity` -> `valueQuantity`."""
    return ".".join(step.partition("[x]:")[2] if "[x]:" in step else step for step in element_id.split("."))


def _types(element: Resource) -> str:
    if "contentReference" in element:
        return "-> " + str(element["contentReference"]).partition("#")[2]
    shown = []
    for one in element.get("type", ()):
        code = str(one.get("code", "")).rpartition("/")[2].removeprefix("System.")
        leads = [_name(target) for target in one.get("targetProfile", ())]
        held = [_name(profile) for profile in one.get("profile", ())]
        shown.append(
            code + (f"({' | '.join(leads)})" if leads else "") + (f" {{{', '.join(held)}}}" if held else "")
        )
    return " | ".join(shown) if len(shown) <= 12 else f"{' | '.join(shown[:5])} | … ({len(shown)})"


def _rules(element: Resource) -> list[str]:
    rules = []
    if "slicing" in element:
        slicing = element["slicing"]
        by = ", ".join(f"{one.get('type')}:{one.get('path')}" for one in slicing.get("discriminator", ()))
        rules.append(f"/{by} {slicing.get('rules', '')}/")
    for key, value in element.items():
        if key.startswith(("fixed", "pattern")) and key not in ("fixed", "pattern"):
            rules.append(f"{'=' if key.startswith('fixed') else '~'} {_brief(value)}")
    if "binding" in element and element["binding"].get("valueSet"):
        rules.append(f"[{_name(element['binding']['valueSet'])}, {element['binding'].get('strength')}]")
    return rules


def _brief(value: object) -> str:
    if isinstance(value, dict):
        inside = (
            value.get("coding", [value])[0]
            if isinstance(value.get("coding", []), list) and value.get("coding")
            else value
        )
        if "code" in inside or "system" in inside:
            return f"{inside.get('system', '')}#{inside.get('code', '')}".removesuffix("#")
        return "{" + ", ".join(f"{key}: {part}" for key, part in value.items()) + "}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _name(canonical: str) -> str:
    return split_canonical(canonical)[0].rpartition("/")[2]
