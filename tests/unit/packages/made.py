"""Packages made for tests."""

import io
import json
import tarfile
from collections.abc import Mapping

from dbep_ig.engine.packages import MemoryFiles, Package, open_package


def tgz(files: Mapping[str, bytes], *, mode: str = "w:gz", layout: int = tarfile.USTAR_FORMAT) -> bytes:
    """An archive as another tool writes it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=layout) as tar:
        for path, content in files.items():
            info = tarfile.TarInfo(path)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return out.getvalue()


def value_set(name: str, **members: object) -> dict:
    return {"resourceType": "ValueSet", "id": name, "url": f"http://x/{name}", "status": "draft", **members}


def package_files(label: str, *resources: dict, **manifest: object) -> dict[str, bytes]:
    name, _, version = label.partition("#")
    files = {"package/package.json": {"name": name, "version": version, **manifest}}
    files |= {f"package/{each['resourceType']}-{each['id']}.json": each for each in resources}
    return {path: json.dumps(content).encode() for path, content in files.items()}


def package(label: str, *resources: dict, **manifest: object) -> Package:
    opened = open_package(label, MemoryFiles.of(package_files(label, *resources, **manifest)))
    assert opened.value is not None
    return opened.value
