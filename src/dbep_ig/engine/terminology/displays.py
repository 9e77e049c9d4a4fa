"""Is a display one of the names of its concept?

Any name will do, in any language, whatever its case: the code system's display, its designations, those of
supplements, and the value set's own. A resource in a language for which none of them has a name cannot be judged.

Source: https://hl7.org/fhir/R4/datatypes-definitions.html#Coding.display
"""

from collections.abc import Iterable

from dbep_ig.engine.diagnostics import Remark, Rule, Severity

from .code_system import CodeSystem
from .concept import Concept

DISPLAY_DIFFERS = Rule(
    code="DBEP5203",
    name="display-differs",
    issue_type="invalid",
    nb="«{display}» er ikke et navn på koden `{code}` i {system}; navnet er {names}",
    en="“{display}” is not a display of the code `{code}` in {system}; the display is {names}",
    spec="https://hl7.org/fhir/R4/datatypes-definitions.html#Coding.display",
)
DISPLAY_NOT_CHECKED = Rule(
    code="DBEP5211",
    name="display-language-not-available",
    severity=Severity.INFORMATION,
    issue_type="not-found",
    nb="«{display}» er ikke kontrollert: {system} har ikke noe navn på språket {language} for koden `{code}` (navnet er {names})",
    en="“{display}” was not checked: {system} has no display in the language {language} for the code `{code}` (the display is {names})",
    spec="https://hl7.org/fhir/R4/languages.html",
)

_MOST_NAMES_SHOWN = 5


def display_remark(
    code_system: CodeSystem, concept: Concept, display: str, language: str | None, also: Iterable[str]
) -> Remark | None:
    """What is wrong with the display, or None."""
    wanted = display.casefold()
    names: dict[str, None] = {}
    languages: set[str] = set()
    if concept.display is not None:
        names[concept.display] = None
        languages.add(_primary(code_system.language) or "en")
    for designation in concept.designations():
        names[designation.value] = None
        languages.add(_primary(designation.language) or _primary(code_system.language) or "en")
    names.update(dict.fromkeys(also))
    if not names or any(name.casefold() == wanted for name in names):
        return None
    params = {
        "display": display,
        "code": concept.code,
        "system": code_system.url,
        "names": [f"“{name}”" for name in tuple(names)[:_MOST_NAMES_SHOWN]],
    }
    if language is not None and _primary(language) not in languages:
        return Remark(DISPLAY_NOT_CHECKED, {**params, "language": language}, pointer=("display",))
    return Remark(DISPLAY_DIFFERS, params, pointer=("display",))


def _primary(language: object) -> str | None:
    """`nb-NO` -> `nb`."""
    return language.partition("-")[0].lower() if isinstance(language, str) and language else None
