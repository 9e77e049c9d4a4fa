"""What a guide's package says of itself to those who use it: status and date from its ImplementationGuide, the notice from package.json."""

from typing import NamedTuple

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.packages import Package


class GuideFacts(NamedTuple):
    """status, date, experimental  as ImplementationGuide has them; the date of the package where it has none
    stage   the status; `trial` for a draft that says it is not experimental: it may be used by those who try it out
    notice  what a reader must know before anything else; None where the package has none
    """

    status: str | None
    stage: str | None
    date: str | None
    is_experimental: bool
    notice: Text | None


def facts_of(package: Package) -> GuideFacts:
    """The facts; nothing of what is missing or has another shape."""
    manifest = package.manifest
    guide = next(package.resources("ImplementationGuide"), {})
    status, date = guide.get("status"), guide.get("date")
    is_trial = status == "draft" and guide.get("experimental") is False
    stated = "" if manifest is None else manifest.date
    packed = f"{stated[:4]}-{stated[4:6]}-{stated[6:8]}" if stated[:8].isdecimal() else None
    notice = {} if manifest is None else manifest.notice
    any_language = next(iter(notice.values()), "")
    text = Text(notice.get("nb") or notice.get("no") or any_language, notice.get("en") or any_language)
    return GuideFacts(
        status if isinstance(status, str) else None,
        "trial" if is_trial else status if isinstance(status, str) else None,
        date if isinstance(date, str) else packed,
        guide.get("experimental") is True,
        text if text.nb or text.en else None,
    )
