"""What a command says of a canonical that leads nowhere: a guide that has moved has it under another address, or one is spelled like it."""

from collections.abc import Iterable, Iterator

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.diagnostics.slips import likeness, nearest
from dbep_ig.engine.fhir.moved import moved
from dbep_ig.engine.fhir.uris import split_canonical
from dbep_ig.engine.packages import PackageSet
from dbep_ig.engine.packages.aliases import canonical_aliases


def canonical_hint(asked: str, definitions: PackageSet, known: Iterable[str]) -> Text | None:
    """The canonical that was meant; None where none is near.

    known  the canonicals to choose a did-you-mean from
    """
    url = split_canonical(asked)[0]
    candidates = list(_addresses_now(url, definitions))
    now = next((one for one in candidates if definitions.find(one) is not None), None)
    if now is not None:
        return Text(
            f"den tidligere adressen {url} er nå {now}",
            f"the earlier address {url} is now {now}",
        )
    listed = list(known)
    near = next((found for one in (*candidates, url) if (found := _nearest(one, listed)) is not None), None)
    return None if near is None else Text(f"mente du {near}?", f"did you mean {near}?")


def _addresses_now(url: str, definitions: PackageSet) -> Iterator[str]:
    for base, now in moved(canonical_aliases(definitions.packages).value or {}).items():
        if url.startswith(f"{base}/"):
            yield from now.addresses(url[len(base) :])


def _nearest(url: str, known: list[str]) -> str | None:
    """Compared without the web address that most canonicals share; of those that end alike, the one that is most like it."""
    by_end: dict[str, list[str]] = {}
    for each in known:
        by_end.setdefault(each.rpartition("/")[2].lower(), []).append(each)
    end = url.rpartition("/")[2].lower()
    near = end if end in by_end else nearest(end, by_end)
    return None if near is None else max(by_end[near], key=lambda each: likeness(each, url))
