"""Two versions compared, as text, Markdown and JSON."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dbep_ig.engine.comparison import Change, Side, Subject
from dbep_ig.engine.diagnostics import Language, Text
from dbep_ig.engine.fhir.json.writing import write_json

_KINDS = {
    "StructureDefinition": Text("profil eller modell", "profile or model"),
    "ValueSet": Text("verdisett", "value set"),
    "CodeSystem": Text("kodesystem", "code system"),
}
_BREAKS = {
    (True, True): Text("brytende for sendere og mottakere", "breaks senders and receivers"),
    (True, False): Text("brytende for sendere", "breaks senders"),
    (False, True): Text("brytende for mottakere", "breaks receivers"),
    (False, False): Text("ikke brytende", "not breaking"),
}
_EDITORIAL = Text("bare tekst", "text only")


def counted(changes: Sequence[Change]) -> tuple[int, int, int]:
    """How many are breaking, neither breaking nor text alone, and text alone."""
    breaking = sum(change.kind.is_breaking for change in changes)
    editorial = sum(change.kind.editorial for change in changes)
    return breaking, len(changes) - breaking - editorial, editorial


def summary(old: Side, new: Side, changes: Sequence[Change]) -> Text:
    """From what to what, and how much has changed."""
    breaking, other, editorial = counted(changes)
    return Text(
        f"Fra {old.label} til {new.label}: {breaking} brytende, {other} andre, {editorial} i tekst.",
        f"From {old.label} to {new.label}: {breaking} breaking, {other} other, {editorial} in texts.",
    )


def as_text(old: Side, new: Side, changes: Sequence[Change], language: Language) -> str:
    """A block for each definition, its breaking changes first."""
    lines = [summary(old, new, changes).in_language(language)]
    for subject, some in _by_subject(changes):
        lines += ["", f"{subject.name.in_language(language)} ({_kind(subject, language)} {subject.id})"]
        for change in some:
            mark = "!" if change.kind.is_breaking else " "
            lines.append(f"  {mark} {_line(change, language)}")
    return "\n".join(lines) + "\n"


def as_markdown(old: Side, new: Side, changes: Sequence[Change], language: Language) -> str:
    """A heading and a table for each definition."""
    heads = Text(
        "| Element | FHIR | Endring | Før | Nå | Brytende |",
        "| Element | FHIR | Change | Before | Now | Breaking |",
    )
    lines = [summary(old, new, changes).in_language(language)]
    for subject, some in _by_subject(changes):
        lines += [
            "",
            f"## {_cell(subject.name.in_language(language))} ({_kind(subject, language)} `{subject.id}`)",
            "",
        ]
        lines += [heads.in_language(language), "|---|---|---|---|---|---|"]
        for change in some:
            cells = [
                change.model,
                f"`{change.element}`" if change.element else "",
                change.kind.said.in_language(language) + _also(change, language),
                change.before,
                change.after,
                _broken(change, language),
            ]
            lines.append(f"| {' | '.join(_cell(one) for one in cells)} |")
    return "\n".join(lines) + "\n"


def as_json(old: Side, new: Side, changes: Sequence[Change]) -> str:
    """All there is, for programs; texts in both languages."""
    breaking, other, editorial = counted(changes)
    return write_json(
        {
            "old": old.label,
            "new": new.label,
            "counts": {"breaking": breaking, "other": other, "editorial": editorial},
            "changes": [_json(change) for change in changes],
        }
    )


def _json(change: Change) -> dict[str, Any]:
    subject = change.subject
    members: dict[str, Any] = {
        "kind": change.kind.key,
        "breaksSenders": change.kind.senders,
        "breaksReceivers": change.kind.receivers,
        "editorial": change.kind.editorial,
        "resourceType": subject.resource_type,
        "id": subject.id,
        "canonical": subject.canonical,
        "name": subject.name._asdict(),
        "model": change.model,
        "element": change.element,
        "before": change.before,
        "after": change.after,
        "alsoIn": list(change.also_in),
        "said": change.kind.said._asdict(),
    }
    return {name: value for name, value in members.items() if value not in ("", [])}


def _by_subject(changes: Iterable[Change]) -> Iterator[tuple[Subject, list[Change]]]:
    """Breaking changes first, texts last; otherwise as they come."""
    held: dict[Subject, list[Change]] = {}
    for change in changes:
        held.setdefault(change.subject, []).append(change)
    for subject, some in held.items():
        yield subject, sorted(some, key=lambda one: (not one.kind.is_breaking, one.kind.editorial))


def _line(change: Change, language: Language) -> str:
    where = change.element
    if change.model:
        where = f"{change.model} ({change.element})"
    said = change.kind.said.in_language(language)
    values = " → ".join(one for one in (change.before or ("–" if change.after else ""), change.after) if one)
    if change.before and not change.after:
        values = change.before
    parts = [f"{where}: {said}" if where else said]
    if values:
        parts.append(f": {values}")
    return "".join(parts) + _also(change, language) + f" [{_broken(change, language)}]"


def _also(change: Change, language: Language) -> str:
    if not change.also_in:
        return ""
    listed = ", ".join(change.also_in)
    return Text(f" (også i {listed})", f" (also in {listed})").in_language(language)


def _broken(change: Change, language: Language) -> str:
    if change.kind.editorial:
        return _EDITORIAL.in_language(language)
    return _BREAKS[change.kind.senders, change.kind.receivers].in_language(language)


def _kind(subject: Subject, language: Language) -> str:
    known = _KINDS.get(subject.resource_type)
    return subject.resource_type if known is None else known.in_language(language)


def _cell(text: str) -> str:
    """In a table: no line of its own, no cell of its own, no markup of HTML."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
