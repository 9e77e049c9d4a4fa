"""The menu: which sections there are, in which order, and what MkDocs is told of them."""

from collections.abc import Iterable

from .page import Page

# Section key -> keys of the sections inside it. Labels are words of the same key.
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("model", ()),
    ("fhir", ("profiles", "extensions", "terminology")),
    ("examples", ("examples_invalid",)),
    ("diagnostics", ()),
    ("developers", ("decisions",)),
    ("about", ()),
)

Nav = list[dict[str, object]]


def navigation(pages: Iterable[Page], words: dict[str, str], prose: Iterable[tuple[str, str]]) -> Nav:
    """MkDocs' `nav`: the front page, other prose, then the sections; an `index.md` comes first in its section.

    prose  (path, label) of pages that the guide wrote itself
    """
    tree: Nav = [
        {
            words["home"]: [
                {label: path} for path, label in sorted(prose, key=lambda page: (page[0] != "index.md", page))
            ]
        }
    ]
    found = list(pages)
    for key, inner in SECTIONS:
        inside = [page for page in found if page.section[:1] == (key,)]
        if inside:
            tree.append({words[key]: _section(inside, 1, words, inner)})
    return tree


def _section(pages: list[Page], depth: int, words: dict[str, str], order: tuple[str, ...]) -> Nav:
    here = sorted(
        (page for page in pages if len(page.section) == depth),
        key=lambda page: not page.path.endswith("index.md"),
    )
    own: Nav = [{page.label: page.path} for page in here]
    keys = list(dict.fromkeys(page.section[depth] for page in pages if len(page.section) > depth))
    keys.sort(key=lambda key: order.index(key) if key in order else len(order))
    for key in keys:
        inside = [page for page in pages if len(page.section) > depth and page.section[depth] == key]
        own.append({words[key]: _section(inside, depth + 1, words, ())})
    return own
