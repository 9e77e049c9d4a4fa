"""The CycloneDX list (SBOM): what the wheel needs when it runs, and what the artefacts hold that others have made.

cyclonedx-py reads the first from an environment that has the wheel and its dependencies alone. The second is
`src/dbep_ig/licences/bundled.toml`, which NOTICE is made from too. No clock and no chance: the time is the commit's, the
serial number is derived from the wheel.
"""

import hashlib
import json
import os
import sys
import tomllib
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from . import ReleaseError
from .running import run

ROOT_COMPONENT = "root-component"  # cyclonedx-py's name for the project itself
BUNDLED = "src/dbep_ig/licences/bundled.toml"


def write_sbom(target: Path, python: Path, wheel: Path, root: Path, seconds: int) -> None:
    """Writes `target`, JSON of CycloneDX 1.6.

    python  of the environment that has the wheel
    root    the project's folder
    """
    words = ("--pyproject", root / "pyproject.toml", "--output-reproducible", "--spec-version", "1.6", python)
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(seconds)}
    needed = json.loads(
        run(sys.executable, "-m", "cyclonedx_py", "environment", *words, environment=environment)
    )
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed["metadata"]["component"] |= {
        "licenses": [{"expression": project["license"]}],  # cyclonedx-py takes one with LicenseRef for a name
        "purl": f"pkg:generic/{project['name']}@{project['version']}",  # no index has it
        "supplier": {"name": project["authors"][0]["name"]},
    }
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    text = sbom_text(needed, bundled(root), digest)
    target.write_text(text, encoding="utf-8", newline="\n")


def bundled(root: Path) -> list[dict[str, Any]]:
    """The rows of bundled.toml."""
    rows: list[dict[str, Any]] = tomllib.loads((root / BUNDLED).read_text(encoding="utf-8"))["component"]
    return rows


def sbom_text(needed: Mapping[str, Any], rows: list[dict[str, Any]], wheel_digest: str) -> str:
    """The whole list; raises ReleaseError when it does not follow CycloneDX's schema."""
    whole = dict(needed)
    held = sorted((component(row) for row in rows), key=lambda one: one["bom-ref"])
    whole["components"] = [*needed.get("components", []), *held]
    whole["dependencies"] = [
        {**one, "dependsOn": sorted([*one.get("dependsOn", []), *(each["bom-ref"] for each in held)])}
        if one["ref"] == ROOT_COMPONENT
        else one
        for one in needed["dependencies"]
    ] + [{"ref": one["bom-ref"]} for one in held]
    whole["serialNumber"] = uuid.uuid5(uuid.NAMESPACE_OID, wheel_digest).urn
    text = json.dumps(whole, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault is not None:
        raise ReleaseError(f"The list of components does not follow CycloneDX 1.6: {fault}")
    return text


def component(row: Mapping[str, Any]) -> dict[str, Any]:
    """One row of bundled.toml as a component."""
    name = row["name"] if isinstance(row["name"], str) else row["name"]["en"]
    found: dict[str, Any] = {
        "bom-ref": f"bundled:{row['id']}",
        "type": "library" if "site" in row["in"] else "data",
        "name": name,
        "description": row["what"]["en"],
        "supplier": {"name": row["owner"]},
        "licenses": [_licence(row)],
        "purl": f"pkg:generic/{row['id']}",
        "properties": [{"name": "dbep-ig:in", "value": each} for each in row["in"] if each != "repository"],
    }
    if "version" in row:
        found["version"] = row["version"]
        found["purl"] += f"@{row['version']}"
    if "copyright" in row:
        found["copyright"] = row["copyright"]
    if row["source"].startswith("http"):
        found["externalReferences"] = [{"type": "website", "url": row["source"]}]
    if "by" in row:
        found["properties"].append({"name": "dbep-ig:taken-from", "value": row["by"]})
    return found


def _licence(row: Mapping[str, Any]) -> dict[str, Any]:
    """An SPDX expression, or, where the owner's own terms apply, whose they are and what is known of them."""
    if row["licence"]:
        return {"expression": row["licence"]}
    return {"license": {"name": f"Terms of {row['owner']}", "text": {"content": row["note"]["en"]}}}
