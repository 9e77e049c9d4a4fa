"""axe on every page type of the built site: the figures of the accessibility statement. Run by hand, after `dbep build`.

    pip install playwright axe-playwright-python      # and a Chromium
    python tools/axe.py build/site [/usr/bin/chromium]

It needs Playwright and a browser, so it is no part of `make test`.
Prints one line for each rule that is broken (rule, impact, runs, an element), then the number of runs. A run is one page
in one language, one colour scheme and one width. Rules: axe's WCAG 2.0, 2.1 and 2.2 A and AA, and its best practices.
"""

import sys
from collections import defaultdict
from itertools import product
from pathlib import Path
from typing import Any

LANGUAGES = ("nb", "en")
SCHEMES = ("light", "dark")
SIZES = {"desktop": (1280, 900), "phone": (320, 640)}
LISTS = (
    "index",
    "model/index",
    "profiles/index",
    "extensions/index",
    "terminology/index",
    "examples/index",
    "diagnostics/index",
)


def pages(site: Path) -> list[str]:
    """Two pages of each type, the first by name; all that the guide wrote itself."""
    root = site / LANGUAGES[0]
    found = [root / f"{name}.html" for name in LISTS]
    for folder in ("model", "profiles", "extensions", "codesystems", "valuesets", "examples", "diagnostics"):
        found += sorted(page for page in (root / folder).glob("*.html") if page.stem != "index")[:2]
    found += [
        root / "404.html",
        *root.glob("*.html"),
        *root.glob("about/*.html"),
        *root.glob("developers/*.html"),
    ]
    return sorted({page.relative_to(root).as_posix() for page in found if page.is_file()})


def run(site: Path, chromium: str | None) -> int:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    axe, seen, runs = Axe(), defaultdict[str, list[str]](list), 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for scheme, (width, height) in product(SCHEMES, SIZES.values()):
            context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": height})
            tab = context.new_page()
            for path in (*(f"{one}/{page}" for one, page in product(LANGUAGES, pages(site))), "404.html"):
                tab.goto((site / path).resolve().as_uri())
                runs += 1
                found: dict[str, Any] = axe.run(tab).response
                for fault in found["violations"]:
                    where = f"{path} {scheme} {width}: {fault['nodes'][0]['html'][:160]}"
                    seen[f"{fault['id']} ({fault['impact']})"].append(where)
                wide = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
                if wide > 0:
                    seen["sideways-scroll (ours)"].append(f"{path} {scheme} {width}: {wide} px")
            context.close()
        browser.close()
    for rule, places in sorted(seen.items()):
        print(f"{rule}: {len(places)} runs; {places[0]}")
    print(f"{runs} runs")
    return 1 if seen else 0


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None))
