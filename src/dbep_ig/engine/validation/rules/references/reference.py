"""A reference is malformed, leads to the wrong type of resource, to one that does not conform, or where it may not lead.

Types are told by what the reference leads to, else by its url, else by `Reference.type`. A target that is not among the
resources of the call can be judged by its type only.

Source: https://hl7.org/fhir/R4/references.html
"""

from collections.abc import Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Rule, Severity
from dbep_ig.engine.fhir.uris import CORE_BASE, is_absolute, without_r4_version
from dbep_ig.engine.validation.ground.call import Elsewhere
from dbep_ig.engine.validation.ground.compile_context import CompileContext, World
from dbep_ig.engine.validation.ground.findings import Finding
from dbep_ig.engine.validation.ground.frame import Frame, pointer_of
from dbep_ig.engine.validation.ground.reference_hints import reference_hint
from dbep_ig.engine.validation.ground.reference_index import RESTFUL
from dbep_ig.engine.validation.ground.run import Demand, Run

from .types import in_words, stated_type, type_hint, type_told

SPEC = "https://hl7.org/fhir/R4/references.html"

MALFORMED_REFERENCE = Rule(
    code="DBEP4401",
    name="malformed-reference",
    issue_type="value",
    nb="`{reference}` er ikke en gyldig referanse",
    en="`{reference}` is not a valid reference",
    spec=SPEC + "#literal",
)
SUSPICIOUS_REFERENCE = Rule(
    code="DBEP4415",
    name="suspicious-reference",
    severity=Severity.WARNING,
    issue_type="value",
    nb="`{reference}` likner verken en relativ referanse (Type/id) eller en URL",
    en="`{reference}` looks neither like a relative reference (Type/id) nor like a URL",
    spec=SPEC + "#literal",
)
WRONG_TARGET_TYPE = Rule(
    code="DBEP4402",
    name="wrong-target-type",
    issue_type="structure",
    nb="{element} viser til {actual} ({reference}), men kan bare vise til {allowed}",
    en="{element} refers to {actual} ({reference}), but can only refer to {allowed}",
    spec=SPEC,
)
TARGET_DOES_NOT_CONFORM = Rule(
    code="DBEP4403",
    name="target-does-not-conform",
    issue_type="structure",
    nb="{reference} følger ingen av profilene {element} krever: {profiles}",
    en="{reference} conforms to none of the profiles that {element} requires: {profiles}",
    spec=SPEC,
)
WRONG_AGGREGATION = Rule(
    code="DBEP4405",
    name="wrong-aggregation",
    issue_type="structure",
    nb="{reference} er {actual}, men {element} tillater bare {allowed}",
    en="{reference} is {actual}, but {element} allows only {allowed}",
    spec="https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.type.aggregation",
)
UNRESOLVED = Rule(
    code="DBEP4406",
    name="reference-unresolved",
    issue_type="not-found",
    nb="Fant ikke {reference}{hint}",
    en="{reference} was not found{hint}",
    spec=SPEC,
)
UNKNOWN_TYPE_IN_REFERENCE = Rule(
    code="DBEP4407",
    name="unknown-type-in-reference",
    issue_type="value",
    nb="`{type}` i `{reference}` er ikke en ressurstype{hint}",
    en="`{type}` in `{reference}` is not a resource type{hint}",
    spec=SPEC + "#literal",
)


class ReferenceTargets:
    """What an element's references may lead to.

    types        the resource types; None: any
    profiles     canonicals of which the target must conform to one; empty: its type is enough
    aggregation  contained, referenced, bundled; empty: any way
    """

    __slots__ = ("aggregation", "element", "package", "profile", "profiles", "types")
    applies_to = ("ElementDefinition.type",)

    def __init__(
        self,
        element: str,
        types: frozenset[str] | None,
        profiles: tuple[str, ...],
        aggregation: frozenset[str],
        ctx: CompileContext,
    ) -> None:
        self.element = element
        self.types = types
        self.profiles = profiles
        self.aggregation = aggregation
        self.package = ctx.package
        self.profile = ctx.profile

    @classmethod
    def compile(cls, element: Mapping[str, Any], ctx: CompileContext) -> "ReferenceTargets | None":
        """None where the element is no Reference, or says no more than its type."""
        mine = [one for one in element.get("type", ()) if one.get("code") == "Reference"]
        base = (one for one in ctx.base.get("type", ()) if one.get("code") == "Reference")
        if not mine or [_demands(one) for one in mine] == [_demands(one) for one in base]:
            return None
        if ctx.type_name not in ("Reference", ""):
            return None
        targets = tuple(url for one in mine for url in one.get("targetProfile", ()))
        aggregation = frozenset(how for one in mine for how in one.get("aggregation", ()))
        types: set[str] | None = set()
        own: list[str] = []
        for url in targets:
            name = _type_of(url, ctx)
            if name is None or name == "Resource":
                types = None
            elif types is not None:
                types.add(name)
            if not _is_core_type(url, ctx.world):
                own.append(url)
        if not targets:
            types = None
        # a base type among the targets takes any resource of that type, profiled ones beside it or not
        profiles = targets if own else ()
        if types is None and not profiles and not aggregation:
            return None
        return cls(
            str(element.get("id") or element["path"]),
            None if types is None else frozenset(types),
            profiles,
            aggregation,
            ctx,
        )

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """One Reference."""
        if type(value) is not dict:
            return
        reference = value.get("reference")
        if type(reference) is not str:
            self._check_stated(value, frame, run)
            return
        target = run.locate(reference, frame.scope)
        name = type_told(reference, target, run.types) or stated_type(value, run.types)
        if self.types is not None and name and name not in self.types:
            if target is not None and run.types.kind(name) != "resource":
                return  # what is wrong is the target's resourceType, which is reported there
            run.add(
                WRONG_TARGET_TYPE,
                frame,
                element=self.element,
                actual=name,
                reference=reference,
                allowed=sorted(self.types),
                profile=self.profile,
            )
            return
        if self.aggregation:
            self._check_aggregation(reference, target, frame, run)
        if self.profiles and target is not None:
            self._check_profiles(reference, target, frame, run)

    def _check_stated(self, value: dict[str, Any], frame: Frame, run: Run) -> None:
        """By identifier or in words alone: `type` is all that tells the type."""
        name = stated_type(value, run.types)
        if self.types is None or name is None or name in self.types:
            return
        run.add(
            WRONG_TARGET_TYPE,
            frame,
            element=self.element,
            actual=name,
            reference=in_words(value),
            allowed=sorted(self.types),
            profile=self.profile,
        )

    def _check_aggregation(
        self, reference: str, target: Frame | Elsewhere | None, frame: Frame, run: Run
    ) -> None:
        if reference.startswith("#"):
            how = "contained"
        elif (
            isinstance(target, Frame)
            and target.scope.bundle is not None
            and target.scope.bundle is frame.scope.root.bundle
        ):
            how = "bundled"
        else:
            how = "referenced"
        if how not in self.aggregation and not (how == "bundled" and "referenced" in self.aggregation):
            run.add(
                WRONG_AGGREGATION,
                frame,
                element=self.element,
                reference=reference,
                actual=how,
                allowed=sorted(self.aggregation),
                profile=self.profile,
            )

    def _check_profiles(self, reference: str, target: Frame | Elsewhere, frame: Frame, run: Run) -> None:
        profiles = [run.profile(url, self.package) for url in self.profiles]
        known = tuple(one for one in profiles if one is not None)
        if len(known) < len(profiles):
            return  # it may conform to the one that is not here
        params = {
            "reference": reference,
            "element": self.element,
            "profiles": list(self.profiles),
            "profile": self.profile,
        }
        finding = Finding(TARGET_DOES_NOT_CONFORM, frame.scope.document, pointer_of(frame), params)
        run.demand(Demand(finding, target, known))


class ReferenceFormat:
    """What every Reference must be, whatever its element says."""

    __slots__ = ()
    applies_to = ("Reference",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Form, and with `check_references` that it leads somewhere."""
        reference = value.get("reference")
        if type(reference) is not str or reference.startswith("#"):
            return
        parts = RESTFUL.match(reference)
        if parts is None:
            if not is_absolute(reference) or _has_space(reference):
                is_word = "/" not in reference and reference.isascii() and not _has_space(reference)
                run.add(SUSPICIOUS_REFERENCE if is_word else MALFORMED_REFERENCE, frame, reference=reference)
            return
        if parts["base"] is not None:
            return  # what an absolute url leads to cannot be known here
        if run.types.kind(parts["type"]) != "resource":
            hint = type_hint(parts["type"], run.types)
            run.add(UNKNOWN_TYPE_IN_REFERENCE, frame, type=parts["type"], reference=reference, hint=hint)
        elif run.settings.check_references and run.locate(reference, frame.scope) is None:
            run.add(UNRESOLVED, frame, reference=reference, hint=reference_hint(reference, frame.scope))


def _demands(entry: Mapping[str, Any]) -> tuple[list[str], object]:
    """What a type entry says of targets, however its canonicals write R4's version."""
    return [without_r4_version(url) for url in entry.get("targetProfile", ())], entry.get("aggregation")


def _has_space(reference: str) -> bool:
    """Its type is string, which may have them; a reference is a URL."""
    return reference != "" and reference.split() != [reference]


def _is_core_type(url: str, world: World) -> bool:
    url = url.partition("|")[0]
    return url.startswith(CORE_BASE) and world.types.kind(url[len(CORE_BASE) :]) == "resource"


def _type_of(url: str, ctx: CompileContext) -> str | None:
    if _is_core_type(url, ctx.world):
        return url[len(CORE_BASE) :].partition("|")[0]
    definition = ctx.world.definitions.find(url, "StructureDefinition", within=ctx.package)
    return None if definition is None else str(definition.get("type", "")) or None
