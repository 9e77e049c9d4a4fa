"""A code is not in the value set that its element is bound to.

Required: an error; extensible: a warning; preferred: information; example says nothing, and neither does a preferred binding
with a maxValueSet, which is the limit (R4's languages). What cannot be decided (content that is not available) is reported as
such, with the reason. What the bindings of one value say is put together in `ground/codes.py`. Whether a code exists and its display is right is the business
of `coding.py`, bound or not.

Source: https://hl7.org/fhir/R4/terminologies.html#strength
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dbep_ig.engine.diagnostics import Pointer, Rule
from dbep_ig.engine.fhir.uris import without_r4_version
from dbep_ig.engine.terminology.bindings import MISSING, NOT_IN, NOT_IN_MAXIMUM
from dbep_ig.engine.terminology.compositions import contained_resource
from dbep_ig.engine.terminology.membership import Verdict
from dbep_ig.engine.validation.ground.codes import Place
from dbep_ig.engine.validation.ground.compile_context import CompileContext
from dbep_ig.engine.validation.ground.findings import Finding
from dbep_ig.engine.validation.ground.frame import Frame, pointer_of
from dbep_ig.engine.validation.ground.run import Run
from dbep_ig.engine.validation.rules.known_errata import corrected_strength, is_type_by_url

_MAX_VALUE_SET = "http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet"
_CONCEPTS = frozenset(("CodeableConcept",))
_STRINGS = frozenset(("code", "string", "uri", "url", "canonical", "id", "markdown", "oid", "uuid"))


class Binding:
    """One value set with the strength of its binding; `maximum` is the strength of a maxValueSet.

    value_set  its canonical, or the resource itself where the profile brings it along (`#id`)
    of_type    of the type's own definition, no profile's
    replaces   the strengths of the type's own binding that this one takes the place of
    """

    __slots__ = (
        "_compiled",
        "element",
        "of_type",
        "package",
        "replaces",
        "strength",
        "value_set",
    )
    applies_to = ("ElementDefinition.binding",)

    def __init__(self, value_set: str, strength: str, element: str, ctx: CompileContext) -> None:
        brought = (
            contained_resource(ctx.definition, value_set[1:], "ValueSet") if value_set[:1] == "#" else None
        )
        self.value_set = value_set if brought is None else brought
        self.strength = strength
        self.element = element
        self.package = ctx.package
        self.of_type = not ctx.profile
        self.replaces: frozenset[str] = frozenset()
        self._compiled: Any = None

    @classmethod
    def compile(cls, element: Mapping[str, Any], ctx: CompileContext) -> "Binding | None":
        """None without a value set, for examples, and where the type's own binding is the same."""
        binding = element.get("binding")
        if type(binding) is not dict or binding.get("strength") not in (
            "required",
            "extensible",
            "preferred",
        ):
            return None
        value_set = binding.get("valueSet")
        if not value_set:
            return None
        if same_binding(binding, ctx.base.get("binding", {})):
            return None
        strength = corrected_strength(str(element.get("path")), value_set, binding["strength"])
        if strength == "example" or (strength == "preferred" and _maximum(element) is not None):
            return None
        made = cls(value_set, strength, str(element.get("id") or element["path"]), ctx)
        if ctx.profile:
            made.replaces = _replaced_by(strength, ctx.base.get("binding", {}).get("strength"))
        return made

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Ask the compiled set; words are looked for only when it does not hold the code."""
        compiled = self._compiled
        if compiled is None:
            compiled = self._compiled = run.terminology.compiled_value_set(self.value_set, self.package)
        if type(value) is str:
            if compiled.contains_code(value) is not True:
                self._explain(value, frame, run)
            elif self.replaces and run.codes.bindings:
                self._replace(frame, run)
        elif type(value) is dict:
            codings = value.get("coding") if frame.type_name == "CodeableConcept" else [value]
            if type(codings) is list:
                for coding in codings:
                    if type(coding) is dict:
                        code = coding.get("code")
                        if type(code) is str and compiled.contains(coding.get("system", ""), code) is True:
                            if "display" in coding:
                                run.codes.found_in(coding, compiled)
                            if self.replaces and run.codes.bindings:
                                self._replace(frame, run)
                            return
            self._explain(value, frame, run)
        elif self.strength == "required" and frame.type_name in _STRINGS:
            # an extension in place of the code does not make it one of the value set's
            self._report(MISSING["required"], frame, run, **self._choice((), run))

    def _explain(self, value: Any, frame: Frame, run: Run) -> None:
        terminology = run.terminology
        name = frame.type_name
        if type(value) is str:
            if name not in _STRINGS or is_type_by_url(value, frame):
                return
            answer = terminology.member_of(self.value_set, code=value, within=self.package)
            code, codings = value, [{"code": value}]
        elif name in _CONCEPTS:
            listed = value.get("coding")
            codings = [
                one
                for one in (listed if type(listed) is list else ())
                if type(one) is dict and one.get("code")
            ]
            if not codings:
                rule = (NOT_IN if listed else MISSING).get(self.strength)
                if rule is NOT_IN.get(self.strength) and rule is not None:
                    self._report(rule, frame, run, code="–", **self._choice((), run))
                elif rule is not None and "extension" not in value:
                    self._report(rule, frame, run, **self._choice((), run))
                return
            answer = terminology.concept_in(self.value_set, value, within=self.package)
            code = ", ".join(_coding_text(one) for one in codings)
        else:
            if not value.get("code"):
                if self.strength == "required" and name == "Coding" and "extension" not in value:
                    self._report(MISSING["required"], frame, run, **self._choice((), run))
                return
            answer = terminology.coding_in(self.value_set, value, within=self.package)
            code, codings = _coding_text(value), [value]
        if answer.verdict is Verdict.NOT_MEMBER:
            rule = NOT_IN_MAXIMUM if self.strength == "maximum" else NOT_IN[self.strength]
            self._report(rule, frame, run, code=code, **self._choice(codings, run))
        elif answer.verdict is Verdict.MEMBER:
            self._replace(frame, run)
        elif answer.reason is not None and self.strength != "preferred":
            run.not_checked(answer.reason, frame)

    def _report(self, rule: Rule, frame: Frame, run: Run, **params: Any) -> None:
        """A fault: in a trial at once, else when all bindings of the value are known."""
        if run.trials:
            run.add(rule, frame, **params)
            return
        self._replace(frame, run)
        pointer = pointer_of(frame)
        finding = Finding(rule, frame.scope.document, pointer, params)
        run.codes.add_binding(finding, self._codings_of_set(frame, pointer), of_type=self.of_type)

    def _codings_of_set(self, frame: Frame, pointer: Pointer) -> frozenset[Place]:
        """The places of those codings whose system the value set has codes of."""
        value = frame.value
        if type(value) is not dict:
            return frozenset()
        codings: list[tuple[Pointer, Any]] = [(pointer, value)]
        if frame.type_name in _CONCEPTS:
            listed = value.get("coding")
            codings = [
                ((*pointer, "coding", index), one)
                for index, one in enumerate(listed if type(listed) is list else ())
            ]
        systems = self._compiled.content.systems()
        return frozenset(
            (frame.scope.document, at)
            for at, one in codings
            if type(one) is dict and type(one.get("system")) is str and one["system"] in systems
        )

    def _replace(self, frame: Frame, run: Run) -> None:
        if self.replaces and not run.trials:
            run.codes.replace_binding((frame.scope.document, pointer_of(frame)), self.replaces)

    def _choice(self, codings: Sequence[Mapping[str, Any]], run: Run) -> dict[str, Any]:
        """The value set by name, and which of its codes may have been meant."""
        hint = run.terminology.hints.in_value_set(self._compiled, codings, self.package)
        return {"value_set": self._compiled.label, "hint": hint}


_STRENGTHS = ("preferred", "extensible", "required")


def _replaced_by(strength: str, base: object) -> frozenset[str]:
    """The strengths of a type's binding that a profile's binding of this strength takes the place of."""
    if base not in _STRENGTHS[:2] or strength not in _STRENGTHS:
        return frozenset()
    return frozenset((base,)) if _STRENGTHS.index(strength) >= _STRENGTHS.index(base) else frozenset()


def same_binding(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two bindings demand the same."""
    return one.get("strength") == other.get("strength") and without_r4_version(
        str(one.get("valueSet"))
    ) == without_r4_version(str(other.get("valueSet")))


class AdditionalBindings:
    """R5's additional bindings, which R4 profiles carry as extensions; those with purpose `required` bind."""

    __slots__ = ("bindings",)
    applies_to = ("ElementDefinition.binding",)

    def __init__(self, bindings: tuple[Binding, ...]) -> None:
        self.bindings = bindings

    @classmethod
    def compile(cls, element: Mapping[str, Any], ctx: CompileContext) -> "AdditionalBindings | None":
        """None without any; those with a usage context are for those who know theirs."""
        found = []
        for value_set, purpose in _additional(element):
            if purpose in _BINDING_PURPOSES:
                name = str(element.get("id") or element["path"])
                found.append(Binding(value_set, _BINDING_PURPOSES[purpose], name, ctx))
        return cls(tuple(found)) if found else None

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Each of them."""
        for binding in self.bindings:
            binding.check(value, frame, run)


_ADDITIONAL = frozenset(
    (
        "http://hl7.org/fhir/5.0/StructureDefinition/extension-ElementDefinition.binding.additional",
        "http://hl7.org/fhir/tools/StructureDefinition/additional-binding",
    )
)
_BINDING_PURPOSES = {
    "required": "required",
    "maximum": "maximum",
    "extensible": "extensible",
    "preferred": "preferred",
}


def _additional(element: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    binding = element.get("binding")
    if type(binding) is not dict:
        return
    places = [
        *(one for one in binding.get("extension", ()) if one.get("url") in _ADDITIONAL),
        *(one for one in element.get("extension", ()) if one.get("url") in _ADDITIONAL),
    ]
    for place in places:
        inner = {one.get("url"): one for one in place.get("extension", ())}
        if "usage" in inner or inner.get("any", {}).get("valueBoolean"):
            continue
        value_set = inner.get("valueSet", {}).get("valueCanonical")
        if value_set:
            yield value_set, str(inner.get("purpose", {}).get("valueCode", ""))
    for one in binding.get("additional", ()):
        if type(one) is dict and "usage" not in one and one.get("valueSet"):
            yield str(one["valueSet"]), str(one.get("purpose", ""))


class MaxValueSet(Binding):
    """The widest value set of an extensible or preferred binding."""

    __slots__ = ()
    applies_to = ("ElementDefinition.binding",)

    @classmethod
    def compile(cls, element: Mapping[str, Any], ctx: CompileContext) -> "MaxValueSet | None":
        """None without the extension."""
        value_set = _maximum(element)
        if value_set is None or value_set == _maximum(ctx.base):
            return None
        return cls(value_set, "maximum", str(element.get("id") or element["path"]), ctx)


def _maximum(element: Mapping[str, Any]) -> str | None:
    binding = element.get("binding")
    for one in binding.get("extension", ()) if type(binding) is dict else ():
        if one.get("url") == _MAX_VALUE_SET:
            url = one.get("valueCanonical") or one.get("valueUri")
            return url if type(url) is str else None
    return None


def code_is_in(frame: Frame, value_set: str, package: str | None, run: Run) -> bool:
    """Whether the code of a value is known to be in a value set (discriminators by binding)."""
    terminology = run.terminology
    value = frame.value
    if type(value) is str:
        return bool(terminology.member_of(value_set, code=value, within=package).is_member)
    if type(value) is not dict:
        return False
    if frame.type_name == "CodeableConcept":
        return bool(terminology.concept_in(value_set, value, within=package).is_member)
    return bool(terminology.coding_in(value_set, value, within=package).is_member)


def _coding_text(coding: Mapping[str, Any]) -> str:
    return f"{coding.get('system', '')}#{coding.get('code', '')}"
