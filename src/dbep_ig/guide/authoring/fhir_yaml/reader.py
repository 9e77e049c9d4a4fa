"""FHIR's own words as YAML -> JSON, its faults, and where each part was written."""

from collections.abc import Callable
from typing import Any

from dbep_ig.engine.diagnostics import Issue, Pointer, Text
from dbep_ig.engine.fhir.documents import Json
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.fhir_values import UNKNOWN_MEMBER, FhirValues, member_meant
from dbep_ig.guide.authoring.model_rules import UNKNOWN_SHORT_FORM
from dbep_ig.guide.authoring.names import canonical_form
from dbep_ig.guide.authoring.shapes import Localized, wrong_shape
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.authoring.translation import put
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlMapping, YamlNode, YamlScalar, YamlSequence

from .expressions import published
from .targets import targets_of

_TEXTS = ("string", "markdown")
_CODED = ("Coding", "CodeableConcept")
_RESOURCES = ("Resource", "DomainResource")


class FhirYaml:
    """Reads for one model; faults go to `issues`, and `places` is where each part of what was read was written."""

    def __init__(self, bearings: Bearings, issues: list[Issue]) -> None:
        self.bearings = bearings
        self.types = bearings.types
        self.names = bearings.model.names
        self.issues = issues
        self.places: dict[Pointer, Where] = {}
        self._values = FhirValues(bearings.model, bearings.types, issues)

    def members(
        self,
        node: YamlMapping,
        type_name: str,
        at: Where,
        *,
        pointer: Pointer = (),
        leave: frozenset[str] = frozenset(),
    ) -> dict[str, Any]:
        """The members of a resource or data type; those in `leave` are somebody else's."""
        found: dict[str, Any] = {}
        beside: dict[str, Any] = {}
        for entry in node:
            key = entry.key.text
            if key in leave:
                continue
            if key.startswith("_"):
                self._beside(beside, entry.value, type_name, key, at / key, (*pointer, key))
                continue
            known = self.types.member(type_name, key)
            if known is None:
                self._unknown(type_name, key, at)
                continue
            info, member_type = known
            here = (*pointer, key)
            self.places[here] = at / key
            if info.is_list:
                self._list(found, key, entry.value, type_name, member_type, at / key, here)
            else:
                self._one(found, key, entry.value, type_name, member_type, at / key, here)
        for key, value in beside.items():
            # The translations of a text, and what its author wrote beside it.
            inner = found.get(key)
            if isinstance(inner, dict) and isinstance(value, dict):
                extensions = [*inner.get("extension", ()), *value.get("extension", ())]
                value = {**value, "extension": extensions}
            found[key] = value
        return found

    def _one(
        self,
        found: dict[str, Any],
        key: str,
        node: YamlNode,
        holder: str,
        type_name: str,
        at: Where,
        pointer: Pointer,
    ) -> None:
        if type_name in _TEXTS and isinstance(node, YamlMapping):
            text = Localized().read(node, at, self.issues)
            if text is not None:
                put(found, key, text)
            return
        value = self.value(node, type_name, at, pointer, holder=holder, key=key)
        if value is not None:
            found[key] = value

    def _list(
        self,
        found: dict[str, Any],
        key: str,
        node: YamlNode,
        holder: str,
        type_name: str,
        at: Where,
        pointer: Pointer,
    ) -> None:
        items = (
            [(one, at / index) for index, one in enumerate(node)]
            if isinstance(node, YamlSequence)
            else [(node, at)]
        )
        read: list[Any] = []
        beside: list[Any] = []
        for item, where in items:
            here = (*pointer, len(read))
            self.places[here] = where
            one: dict[str, Any] = {}
            self._one(one, key, item, holder, type_name, where, here)
            if key in one:
                read.append(one[key])
                beside.append(one.get(f"_{key}"))
        if read:
            found[key] = read
            if any(beside):
                found[f"_{key}"] = beside

    def value(
        self,
        node: YamlNode,
        type_name: str,
        at: Where,
        pointer: Pointer = (),
        *,
        holder: str = "",
        key: str = "",
    ) -> Json:
        """The node as a value of this type, or None after an issue; it is the member `key` of a `holder`."""
        if self.types.kind(type_name) == "primitive-type":
            return self._primitive(node, type_name, at, holder, key)
        if isinstance(node, YamlScalar):
            if type_name == "Reference" and node.text.strip():
                return {"reference": node.text.strip()}
            if type_name in _CODED:
                return self._values.value(node, type_name, at)
        if not isinstance(node, YamlMapping):
            wrong_shape(node, at, self.issues, "mapping")
            return None
        if type_name in _RESOURCES:
            return self._resource(node, at, pointer)
        return self.members(node, type_name, at, pointer=pointer)

    def _resource(self, node: YamlMapping, at: Where, pointer: Pointer) -> Json:
        """A resource inside another."""
        kind = node.get("resourceType")
        name = kind.text.strip() if isinstance(kind, YamlScalar) else ""
        if self.types.kind(name) != "resource":
            names = self.bearings.resource_names()
            params = {"type": "Resource", "name": f"resourceType: {name}", "hint": did_you_mean(name, names)}
            where = at / "resourceType" if kind is not None else at
            self.issues.append(Issue(UNKNOWN_MEMBER, where.location(), params))
            return None
        inner = self.members(node, name, at, pointer=pointer, leave=frozenset({"resourceType"}))
        return {"resourceType": name, **inner}

    def _primitive(self, node: YamlNode, type_name: str, at: Where, holder: str, key: str) -> Json:
        if isinstance(node, YamlScalar):
            written = node.text.strip()
            if (holder, key) == ("SearchParameter", "expression"):
                return published(node, at, self.bearings, self.issues)
            targets = targets_of(holder, key, type_name, self.bearings.elements)
            if (
                targets
                and not is_absolute(written)
                and written[:1] != "#"
                and canonical_form(written) is None
            ):
                return self._named(written, targets, at)
        return self._values.value(node, type_name, at)

    def _named(self, written: str, targets: tuple[str, ...], at: Where) -> str | None:
        """The canonical that a plain id means."""
        base, bar, version = written.partition("|")
        kinds = self.names.resource_types() if targets == ("Resource",) else targets
        found = [url for kind in kinds if (url := self.names.canonical_of(kind, base)) is not None]
        if len(set(found)) == 1:
            return found[0] + bar + version
        known = [one for kind in kinds for one in self.names.of_type(kind)]
        if found:
            forms = [f"{kind}({base})" for kind in kinds if self.names.canonical_of(kind, base)]
            kind_text = Text(
                f"én ting: skriv {' eller '.join(forms)}", f"one thing: write {' or '.join(forms)}"
            )
            params: dict[str, Any] = {"name": base, "kind": kind_text, "hint": Text("", "")}
        else:
            shown = " | ".join(targets)
            kind_text = Text(f"en {shown} her, og ingen URI", f"a {shown} here, nor a URI")
            params = {"name": base, "kind": kind_text, "hint": did_you_mean(base, known)}
        self.issues.append(Issue(UNKNOWN_SHORT_FORM, at.location(), params))
        return None

    def _beside(
        self, found: dict[str, Any], node: YamlNode, type_name: str, key: str, at: Where, pointer: Pointer
    ) -> None:
        """`_title`: id and extensions of a value of a primitive type."""
        known = self.types.member(type_name, key[1:])
        if known is None or self.types.kind(known[1]) != "primitive-type":
            self._unknown(type_name, key, at, is_whole=True)
            return
        self.places[pointer] = at
        read = (
            self._each(node, at, pointer, self._element)
            if known[0].is_list
            else self._element(node, at, pointer)
        )
        if read is not None:
            found[key] = read

    def _element(self, node: YamlNode, at: Where, pointer: Pointer) -> Json:
        return (
            None
            if isinstance(node, YamlScalar) and node.is_null
            else self.value(node, "Element", at, pointer)
        )

    def _each(
        self, node: YamlNode, at: Where, pointer: Pointer, read: Callable[[YamlNode, Where, Pointer], Json]
    ) -> Json:
        if not isinstance(node, YamlSequence):
            wrong_shape(node, at, self.issues, "sequence")
            return None
        return [read(item, at / index, (*pointer, index)) for index, item in enumerate(node)]

    def _unknown(self, type_name: str, key: str, at: Where, *, is_whole: bool = False) -> None:
        where = at if is_whole else at / key
        params = {"type": type_name, "name": key, "hint": member_meant(self.types, type_name, key)}
        self.issues.append(Issue(UNKNOWN_MEMBER, where.location(on_key=True), params))
