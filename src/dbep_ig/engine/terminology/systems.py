"""Can this be a `Coding.system`? An absolute URI, and not that of a value set or a supplement.

Source: https://hl7.org/fhir/R4/datatypes-definitions.html#Coding.system
"""

from dbep_ig.engine.diagnostics import Remark, Rule
from dbep_ig.engine.diagnostics.slips import NO_HINT, asked
from dbep_ig.engine.fhir.uris import is_absolute

from .code_system import Content
from .code_systems import CodeSystems
from .compositions import Compositions
from .known_systems import NEAR_KNOWN_SYSTEM, KnownSystems

SYSTEM_IS_VALUE_SET = Rule(
    code="DBEP5207",
    name="system-is-value-set",
    issue_type="invalid",
    nb="`system` er et verdisett ({system}), men skal være et kodeverk",
    en="`system` is a value set ({system}), but must be a code system",
    spec="https://hl7.org/fhir/R4/datatypes-definitions.html#Coding.system",
)
SYSTEM_NOT_ABSOLUTE = Rule(
    code="DBEP5208",
    name="system-not-absolute",
    issue_type="invalid",
    nb="`system` skal være en absolutt URI, men er {system}{hint}",
    en="`system` must be an absolute URI, but is {system}{hint}",
    spec="https://hl7.org/fhir/R4/datatypes-definitions.html#Coding.system",
)
SYSTEM_IS_SUPPLEMENT = Rule(
    code="DBEP5210",
    name="system-is-supplement",
    issue_type="invalid",
    nb="`system` er et supplement ({system}), som ikke har egne koder; oppgi kodeverket det supplerer",
    en="`system` is a supplement ({system}), which has no codes of its own; use the code system it supplements",
    spec="https://hl7.org/fhir/R4/codesystem.html#supplements",
)

_MOST_SYSTEMS = 10_000  # remembered; a document can name any number of them


class Systems:
    """Faults of systems, each found once."""

    def __init__(self, compositions: Compositions, code_systems: CodeSystems, known: KnownSystems) -> None:
        self._known = known
        self._compositions = compositions
        self._code_systems = code_systems
        self._faults: dict[tuple[str, str | None], Remark | None] = {}

    def fault(self, system: str, within: str | None) -> Remark | None:
        """Why this cannot be a `Coding.system`; None when it can."""
        key = (system, within)
        try:
            return self._faults[key]
        except KeyError:
            if len(self._faults) >= _MOST_SYSTEMS:
                self._faults.clear()
            fault = self._faults[key] = self._fault(system, within)
            return fault

    def _fault(self, system: str, within: str | None) -> Remark | None:
        if not is_absolute(system):
            near = self._known.meant_by(system)
            hint = NO_HINT if near is None else asked(near)
            return Remark(SYSTEM_NOT_ABSOLUTE, {"system": system, "hint": hint}, pointer=("system",))
        code_system = self._code_systems.find(system, None, within)
        if code_system is None and self._compositions.find(system, within) is not None:
            return Remark(SYSTEM_IS_VALUE_SET, {"system": system}, pointer=("system",))
        if code_system is not None and code_system.content is Content.SUPPLEMENT:
            return Remark(SYSTEM_IS_SUPPLEMENT, {"system": system}, pointer=("system",))
        return None

    def slip(self, system: str, within: str | None) -> Remark | None:
        """That a system which nobody knows is nearly a known one; None when it is not."""
        if self._code_systems.find(system, None, within) is not None or self._code_systems.grammar(system):
            return None
        near = self._known.slip(system)
        if near is None:
            return None
        return Remark(NEAR_KNOWN_SYSTEM, {"system": system, "near": near}, pointer=("system",))
