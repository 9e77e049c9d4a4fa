"""Life cycles as profiles publish them, and the definition of the extension that carries them.

A profile says what its class says itself; what it inherits is in the profile that it is derived from. See
`engine/fhir/life_cycle.py` for the parts. Source: https://hl7.org/fhir/R4/defining-extensions.html
"""

from collections.abc import Iterable, Sequence
from typing import Any

from dbep_ig.engine.diagnostics import Pointer, Text
from dbep_ig.engine.fhir.life_cycle import LIFE_CYCLE, LIFE_CYCLE_VERSION
from dbep_ig.engine.snapshots.element_order import in_order
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.copyright import paragraphs
from dbep_ig.guide.authoring.local_text import of_the_tool
from dbep_ig.guide.authoring.model import Element, LifeCycle, LocalText, Model, ModelClass, Transition
from dbep_ig.guide.authoring.value_set_codes import binding_of, codes_of
from dbep_ig.guide.authoring.yaml_nodes import Where

from .conformance import header
from .origin import Generated, Origin
from .texts import put

_BASE = "http://hl7.org/fhir/StructureDefinition/Extension"
_ID = LIFE_CYCLE.rpartition("/")[2]


def life_cycle_extension(one: ModelClass, bearings: Bearings) -> tuple[dict[str, Any], dict[Pointer, Where]]:
    """The extension of a class's life cycle, and where its parts were written: pointers from the extension."""
    cycle = one.states
    assert cycle is not None
    element = _element(cycle, one)
    assert element.maps is not None
    binding = binding_of(element, bearings)
    assert binding is not None
    known = codes_of(binding.value_set, bearings) or {}
    parts: list[dict[str, Any]] = [{"url": "element", "valueString": str(element.maps)}]
    places: dict[Pointer, Where] = {("extension", 0): cycle.where / "element"}

    def add(part: dict[str, Any], where: Where) -> None:
        places["extension", len(parts)] = where
        parts.append(part)

    written = cycle.codes
    for code in [one for one in known if one in written] or written:  # in the order of the value set
        where = written[code]
        coding: dict[str, Any] = {"code": code}
        display = None
        if code in known:
            coding, display = {"system": known[code].system, "code": code}, known[code].display
        inside: list[dict[str, Any]] = [{"url": "code", "valueCoding": coding}]
        if display is not None:
            inside.append(_title(display))
        if code in cycle.initial:
            inside.append({"url": "initial", "valueBoolean": True})
        if cycle.is_final(code):
            inside.append({"url": "final", "valueBoolean": True})
        add({"url": "state", "extension": inside}, where)
    for each in cycle.transitions:
        add({"url": "transition", "extension": _transition(each)}, each.where)
    for role, title in cycle.roles.items():
        inside = [{"url": "code", "valueCode": role}, _title(title)]
        add({"url": "role", "extension": inside}, cycle.where / "roles" / role)
    return {"url": LIFE_CYCLE, "extension": parts}, places


def _element(cycle: LifeCycle, one: ModelClass) -> Element:
    found = one.elements.get(cycle.element)
    return found or next(each for each in one.elements.values() if each.fhir_name == cycle.element)


def _transition(one: Transition) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"url": "from", "valueCode": one.source},
        {"url": "to", "valueCode": one.target},
        *({"url": "by", "valueCode": role} for role in one.by),
    ]
    if one.title is not None:
        found.append(_title(one.title))
    if one.condition is not None:
        condition: dict[str, Any] = {}
        put(condition, "description", one.condition.text)
        condition |= {"language": "text/fhirpath", "expression": one.condition.expression.published}
        found.append({"url": "condition", "valueExpression": condition})
    return found


def _title(text: LocalText) -> dict[str, Any]:
    found: dict[str, Any] = {"url": "title"}
    put(found, "valueString", text)
    return found


def life_cycle_definition(model: Model) -> Iterable[Generated]:
    """The StructureDefinition of the extension, where a profile of the guide uses it. Its address is the same in all guides."""
    first = next((one.states for one in model.classes.values() if one.states is not None), None)
    if first is None:
        return
    guide = model.guide
    writer = _Writer(guide.languages)
    title, definition = (of_the_tool(one, guide.languages) for one in (_TITLE, _DEFINITION))
    root = writer.add("Extension", "Extension")
    put(root, "short", title)
    put(root, "definition", definition)
    writer.part("element", "1..1", "string", _PARTS["element"])
    writer.group("state", "1..*", _PARTS["state"], _STATE)
    writer.group("transition", "0..*", _PARTS["transition"], _TRANSITION)
    writer.group("role", "0..*", _PARTS["role"], _ROLE)
    writer.add("Extension.url", "Extension.url", fixedUri=LIFE_CYCLE)
    writer.add("Extension.value[x]", "Extension.value[x]", max="0")
    rights = paragraphs(guide.copyright)
    resource = header(guide, "StructureDefinition", _ID, "LifeCycle", title, definition, rights=rights)
    resource |= {"url": LIFE_CYCLE, "version": LIFE_CYCLE_VERSION, "fhirVersion": guide.fhir_version}
    resource |= {
        "kind": "complex-type",
        "abstract": False,
        "context": [{"type": "element", "expression": "StructureDefinition"}],
        "type": "Extension",
        "baseDefinition": _BASE,
        "derivation": "constraint",
        "differential": {"element": writer.elements},
    }
    yield Generated(resource, Origin(first.where))


_TITLE = Text("Livsløp", "Life cycle")
_DEFINITION = Text(
    "Hvilke koder et element i profilens ressurser kan begynne med, hvilke det kan gå til derfra, hvem som kan gjøre det, og hva som da skal gjelde.",
    "The codes that an element of the profile's resources can begin with, those that it can become from there, who can make it so, and what must be true then.",
)
_PARTS = {
    "element": Text("stien til elementet som har tilstanden", "the path of the element that has the state"),
    "state": Text("en tilstand", "a state"),
    "transition": Text("en overgang", "a transition"),
    "role": Text("en rolle som kan gjøre overganger", "a role that can make transitions"),
}
_NAME = Text("hva det heter", "what it is called")
_STATE = (
    ("code", "1..1", "Coding", Text("koden i elementet", "the code of the element")),
    ("title", "0..1", "string", _NAME),
    ("initial", "0..1", "boolean", Text("en ny ressurs kan begynne her", "a new resource can begin here")),
    ("final", "0..1", "boolean", Text("ingen overgang fører herfra", "no transition leads from here")),
)
_TRANSITION = (
    ("from", "1..1", "code", Text("koden før", "the code before")),
    ("to", "1..1", "code", Text("koden etter", "the code after")),
    ("by", "0..*", "code", Text("en rolle som kan gjøre den; uten er det alle", "a role that can make it; without one anybody can")),
    ("title", "0..1", "string", _NAME),
    ("condition", "0..1", "Expression", Text("hva som da skal gjelde; %before er den tidligere versjonen", "what must be true then; %before is the earlier version")),
)  # fmt: skip
_ROLE = (
    ("code", "1..1", "code", Text("hva overganger kaller rollen", "what transitions call the role")),
    ("title", "0..1", "string", _NAME),
)


class _Writer:
    def __init__(self, languages: Sequence[str]) -> None:
        self._languages = languages
        self.elements: list[dict[str, Any]] = []

    def add(self, element_id: str, path: str, **said: Any) -> dict[str, Any]:
        self.elements.append({"id": element_id, "path": path, **said})
        return self.elements[-1]

    def part(self, name: str, cardinality: str, type_name: str, text: Text, above: str = "Extension") -> None:
        at, path = self._begin(name, cardinality, text, above)
        self.add(f"{at}.extension", f"{path}.extension", max="0")
        self.add(f"{at}.url", f"{path}.url", fixedUri=name)
        self.add(f"{at}.value[x]", f"{path}.value[x]", min=1, type=[{"code": type_name}])

    def group(
        self, name: str, cardinality: str, text: Text, parts: Iterable[tuple[str, str, str, Text]]
    ) -> None:
        at, path = self._begin(name, cardinality, text, "Extension")
        for inner, count, type_name, inner_text in parts:
            self.part(inner, count, type_name, inner_text, at)
        self.add(f"{at}.url", f"{path}.url", fixedUri=name)
        self.add(f"{at}.value[x]", f"{path}.value[x]", max="0")

    def _begin(self, name: str, cardinality: str, text: Text, above: str) -> tuple[str, str]:
        """-> element id and path."""
        at = f"{above}.extension:{name}"
        path = "Extension.extension" if above == "Extension" else "Extension.extension.extension"
        least, _, most = cardinality.partition("..")
        element = {"id": at, "path": path, "sliceName": name, "min": int(least), "max": most}
        put(element, "short", of_the_tool(text, self._languages))
        self.elements.append(in_order(element))
        return at, path
