"""Stage `snapshot`: a StructureDefinition given to `dbep snapshot`; `given` are other definitions, given as packages.

The command makes the snapshot anew; what is wrong with the one it came with (DBEP316x) is told where it is validated.
"""

import re
import tempfile
from pathlib import Path

from tests.command import dbep

from . import validate


def codes(given: list[str], example: str, syntax: str) -> list[str]:
    """The codes that the command says; what explains one of them is said too."""
    assert syntax == "json"
    with tempfile.TemporaryDirectory() as folder:
        packages: list[str] = []
        for number, text in enumerate(given):
            file = Path(folder, f"given-{number}.json")
            file.write_text(text, encoding="utf-8")
            packages += ["--package", str(file)]
        stdin = example.encode()
        _, _, error = dbep("snapshot", "-", *packages, stdin=stdin, DBEP_PACKAGES=folder)
    validated = validate.codes(given, example, syntax)
    return re.findall(r"\bDBEP\d{4}\b", error) + [code for code in validated if code.startswith("DBEP316")]
