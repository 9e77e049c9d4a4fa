"""The menu: which sections there are, in which order, and what MkDocs is told of them."""

from collections.abc import Iterable, Mapping

from .page import Page

# Section key -> keys of the sections inside it. Labels are words of the same key.
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("model", ()),
    ("fhir", ("profiles", "extensions", "terminology", "resources")),
    ("examples", ("examples_invalid",)),
    ("diagnostics", ()),
    ("developers", ("decisions",)),
    ("about", ()),
)
_BY_FOLDER: dict[str, tuple[str, ...]] = {
    **{inner: (key, inner) for key, inside in SECTIONS for inner in inside},
    **{key: (key,) for key, _ in SECTIONS},
}

Nav = list[dict[str, object]]


def section_of(path: str) -> tuple[str, ...]:
    """The section whose name the page's folder has; () for a page that stands under the front page."""
    folder, _, rest = path.partition("/")
    return _BY_FOLDER.get(folder, ()) if rest else ()


def navigation(pages: Iterable[Page], words: Mapping[str, str]) -> Nav:
    """MkDocs' `nav`: the front page and the pages without a section, then the sections; an `index.md` comes first in each."""
    found = list(pages)
    front = sorted(
        (page for page in found if not page.section),
        key=lambda page: (page.path != "index.md", page.order, page.path),
    )
    tree: Nav = [{words["home"]: [{page.label: page.path} for page in front]}]
    for key, inner in SECTIONS:
        inside = [page for page in found if page.section[:1] == (key,)]
        if inside:
            tree.append({words[key]: _section(inside, 1, words, inner)})
    return tree


def _section(pages: list[Page], depth: int, words: Mapping[str, str], order: tuple[str, ...]) -> Nav:
    here = sorted(
        (page for page in pages if len(page.section) == depth),
        key=lambda page: (not page.path.endswith("index.md"), page.order),
    )
    own: Nav = [{page.label: page.path} for page in here]
    keys = list(dict.fromkeys(page.section[depth] for page in pages if len(page.section) > depth))
    keys.sort(key=lambda key: order.index(key) if key in order else len(order))
    for key in keys:
        inside = [page for page in pages if len(page.section) > depth and page.section[depth] == key]
        own.append({words[key]: _section(inside, depth + 1, words, ())})
    return own
