"""The order in which one thing can be made of another: parents first."""

from collections.abc import Mapping


def parents_first(parent_of: Mapping[str, str]) -> list[str]:
    """The names, each after its parent where that is among them, otherwise in the order given; a circle is cut once."""
    done: dict[str, None] = {}
    for name in parent_of:
        line: dict[str, None] = {}
        while name in parent_of and name not in done and name not in line:
            line[name] = None
            name = parent_of[name]
        done.update(dict.fromkeys(reversed(line)))
    return list(done)
