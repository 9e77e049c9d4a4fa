"""What the theme brings for search in other languages than the site's: removed, for nothing loads it, and it has terms of its own.

Thai alone is 680 kB under the LGPL. What the search worker loads is decided by `config.lang` of the search index: nothing for
English, else the language's own file and the one that all of them stand on.
"""

import json
from pathlib import Path

_LUNR = Path("assets", "javascripts", "lunr")
_INDEX = Path("search", "search_index.json")


def remove_other_languages(site: Path) -> None:
    """Leaves just what the search of this site loads. A site without search, or of another layout, is left as it is."""
    index, folder = site / _INDEX, site / _LUNR
    if not index.is_file() or not folder.is_dir():
        return
    languages = [name for name in json.loads(index.read_bytes())["config"]["lang"] if name != "en"]
    loaded = {f"lunr.{name}.min.js" for name in languages}
    if languages:
        loaded.add("lunr.stemmer.support.min.js")
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.name not in loaded:
            path.unlink()
    if not any(folder.iterdir()):
        folder.rmdir()
