"""What a caller may decide about a validation; everything else follows from the definitions."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from dbep_ig.engine.fhir.moved import Moved

if TYPE_CHECKING:
    from dbep_ig.engine.validation.choosing.guide_map import GuideMap

ProfileChoice = Literal["auto", "none"]
BestPractice = Literal["ignore", "hint", "warning", "error"]


class Settings(NamedTuple):
    """The defaults are those of `dbep validate`.

    profile_map            a guide's choice of profile: a `GuideMap`, or (resource type, `system|code` or "" for all others)
                           -> canonical
    further_maps           the same of further guides: each chooses for itself
    global_profiles        resource type -> canonicals that all its resources must follow (ImplementationGuide.global)
    bundle_profiles        (resource type, n) -> canonical for the n-th entry of that type in a Bundle
    aliases                earlier base address -> base address now (`Moved` where ids have changed too); see `earlier_addresses.py`
    best_practice          what a failed best-practice invariant (dom-6…) is
    example_urls           whether urls on example.org and acme.com are taken on trust, as HL7's validator does
    extension_domains      addresses below which extensions need no definition: see `trusted_domains.py`
    check_references       every relative or absolute reference must resolve among the documents of the call
    check_displays         a wrong Coding.display is an error (True) or a warning (False)
    contained              whether contained resources are checked
    for_publication        what HL7 asks of the conformance resources that it publishes
    experimental           whether conformance resources may be marked as experimental
    html_in_text           markup in strings is an error (security checks), else it is let through
    warn_without_profile   say when a resource is validated against no profile
    require_profile        a resource that is validated against no profile is an error; contained resources, and Bundle,
                           Parameters, OperationOutcome and Binary need none
    most_issues            findings kept of one document, gravest first; the rest is counted
    most_depth             values inside each other; what lies deeper is not walked
    raise_own_faults       an exception of our own leaves the validator instead of becoming DBEP9001
    now                    ISO 8601 instant for `now()`, `today()` and relative limits; "" when the caller has no clock
    """

    profile_map: "Mapping[tuple[str, str], str] | GuideMap" = MappingProxyType({})
    further_maps: "tuple[Mapping[tuple[str, str], str] | GuideMap, ...]" = ()
    global_profiles: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    bundle_profiles: Mapping[tuple[str, int], str] = MappingProxyType({})
    aliases: Mapping[str, str | Moved] = MappingProxyType({})
    best_practice: BestPractice = "ignore"
    example_urls: bool = True
    extension_domains: tuple[str, ...] = ()
    check_references: bool = False
    check_displays: bool = True
    contained: bool = True
    html_in_text: bool = False
    warn_without_profile: bool = True
    require_profile: bool = False
    for_publication: bool = False
    experimental: bool = True
    most_issues: int = 2000
    most_depth: int = 128
    raise_own_faults: bool = False
    now: str = ""
