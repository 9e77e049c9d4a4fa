"""Stage `snapshot`: a StructureDefinition given to `dbep snapshot`; `given` are other definitions, given as packages.

The command makes the snapshot anew; what is wrong with the one it came with (DBEP316x) is told where it is validated.
"""

import io
import re
import tempfile
from pathlib import Path

from dbep_ig.apps.cli import main as cli

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
        error = io.StringIO()
        cli.main(
            ("snapshot", "-", *packages, "--lang", "en"),
            environment={"DBEP_PACKAGES": folder},
            stdin=io.BytesIO(example.encode()),
            stdout=io.StringIO(),
            stderr=error,
        )
    validated = validate.codes(given, example, syntax)
    return re.findall(r"\bDBEP\d{4}\b", error.getvalue()) + [
        code for code in validated if code.startswith("DBEP316")
    ]
