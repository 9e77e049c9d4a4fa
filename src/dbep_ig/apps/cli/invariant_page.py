"""What `dbep explain` shows of an invariant: its words, severity, expression, where it applies and why it is there."""

from collections.abc import Iterator, Sequence

from dbep_ig.apps.cli.invariant_search import FoundInvariant
from dbep_ig.engine.diagnostics import Language, Text, printable
from dbep_ig.engine.validation.rules.known_errata import corrected

_SEVERITIES = {"error": Text("feil", "error"), "warning": Text("advarsel", "warning")}
_MOST_ELEMENTS = 5


def invariant_page(found: Sequence[FoundInvariant], language: Language) -> str:
    """The page of a key, in Markdown; the same key may be that of different rules in different definitions."""
    # a text of several paragraphs is shown as one: a line begins only where we begin it
    parts = [
        "\n".join(printable(" ".join(line.splitlines())) for line in _lines(one, language)) for one in found
    ]
    return f"# {printable(found[0].key)}\n\n" + "\n\n".join(parts) + "\n"


def _lines(one: FoundInvariant, language: Language) -> Iterator[str]:
    def row(nb: str, en: str, value: str) -> str:
        return f"- {Text(nb, en).in_language(language)}: {value}"

    yield one.human.in_language(language)
    yield ""
    severity = _SEVERITIES.get(one.severity, Text(one.severity, one.severity))
    yield row("Alvorlighetsgrad", "Severity", severity.in_language(language))
    right = corrected(one.expression)
    if one.expression:
        yield row("Uttrykk", "Expression", f"`{one.expression}`")
    if right != one.expression:
        yield row("Kontrolleres slik, fordi R4s uttrykk har en feil", "Checked as, because R4's expression is wrong", f"`{right}`")  # fmt: skip
    elements = list(dict.fromkeys(one.elements))
    more = " …" if len(elements) > _MOST_ELEMENTS else ""
    yield row("Element", "Element", ", ".join(f"`{each}`" for each in elements[:_MOST_ELEMENTS]) + more)
    yield row("Definert i", "Defined in", f"{one.name.in_language(language)} ({one.definition})")
    if one.inherited_by:
        yield row("Gjelder også i", "Also applies in", ", ".join(one.inherited_by))
    yield row("Pakke", "Package", one.package)
    for each in one.requirements:
        yield row("Krav", "Requirement", each.in_language(language))
