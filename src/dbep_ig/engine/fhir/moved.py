"""Where the definitions of a guide that has moved are now."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple


class Moved(NamedTuple):
    """What became of an earlier base address.

    canonical  the base address now
    ids        how ids began -> how they begin now: `{"old-": "new-"}`; ids that begin otherwise are as before
    """

    canonical: str
    ids: Mapping[str, str] = MappingProxyType({})

    def addresses(self, rest: str) -> Iterator[str]:
        """What may be the address now, the likeliest first.

        rest  what follows the earlier base address: `/StructureDefinition/old-plan`
        """
        kind, slash, name = rest.rpartition("/")
        for earlier in sorted(self.ids, key=len, reverse=True):
            if name.startswith(earlier):
                yield f"{self.canonical}{kind}{slash}{self.ids[earlier]}{name[len(earlier) :]}"
        yield self.canonical + rest


def moved(aliases: Mapping[str, str | Moved]) -> dict[str, Moved]:
    """Earlier base addresses, with what became of each; a text is a base address under which the ids are as before."""
    return {base: now if isinstance(now, Moved) else Moved(now) for base, now in aliases.items()}
