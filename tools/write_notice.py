"""Write NOTICE and NOTICE.nb from `src/dbep_ig/licences/bundled.toml`; a test holds them to it.

python tools/write_notice.py
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Write both files."""
    sys.path.insert(0, str(ROOT / "src"))
    from dbep_ig.licences.notice import notice

    for name, language in (("NOTICE", "en"), ("NOTICE.nb", "nb")):
        (ROOT / name).write_text(notice(language), encoding="utf-8")  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
