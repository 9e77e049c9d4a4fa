"""Whatever bytes a package, an index, a manifest or a lock consist of: issues, never an exception, never an unsafe path."""

import gzip
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from dbep_ig.engine.packages import Limits, MemoryFiles, PackageSet, open_package, read_archive
from dbep_ig.engine.packages.archives import is_safe_path
from dbep_ig.engine.packages.lock import read_lock
from tests.unit.packages.made import package_files, tgz, value_set

LIMITS = Limits(members=50, member_bytes=5_000, total_bytes=50_000, ratio=20, ratio_from=10_000)
GOOD = tgz(package_files("p#1", value_set("a"), value_set("b")), mode="w")

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
edits = st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=12)), max_size=6)


def changed(changes: list[tuple[int, bytes]], length: int) -> bytes:
    tar = bytearray(GOOD)
    for at, what in changes:
        tar[at : at + len(what)] = what
    for start in range(0, len(tar) - 511, 512):  # right checksums, so that more than the checksum is tried
        block = tar[start : start + 512]
        if block[257:262] == b"ustar":
            block[148:156] = b" " * 8
            tar[start + 148 : start + 156] = b"%06o\0 " % sum(block)
    return bytes(tar[:length])


def look(data: bytes) -> None:
    result = read_archive("a", data, LIMITS)
    if result.value is None:
        assert any(issue.is_error for issue in result.issues)
        return
    paths = list(result.value.paths())
    assert all(is_safe_path(path) for path in paths)
    assert sum(len(result.value.read(path)) for path in paths) <= LIMITS.total_bytes
    package = open_package("p", result.value).value
    if package is not None:
        list(package.resources())


@settings(max_examples=300)
@given(edits, st.integers(0, len(GOOD)), st.booleans())
def test_a_changed_archive(changes, length, packed):
    data = changed(changes, length)
    look(gzip.compress(data, 1) if packed else data)


@settings(max_examples=300)
@given(st.binary(max_size=2000), st.sampled_from([b"", b"\x1f\x8b", b"\x1f\x8b\x08\0\0\0\0\0\0\xff"]))
def test_any_bytes(data, head):
    look(head + data)


@given(edits, st.integers(0, 2000))
def test_a_gzip_stream_changed_or_cut(changes, length):
    packed = bytearray(gzip.compress(GOOD))
    for at, what in changes:
        at %= len(packed)
        packed[at : at + len(what)] = what
    look(bytes(packed[:length] or packed))


def object_with(*names: str):
    return json_values | st.fixed_dictionaries({}, optional=dict.fromkeys(names, json_values))


entries = st.fixed_dictionaries(
    {
        "filename": st.sampled_from(["ValueSet-a.json", "x.json", "y.json", "../x.json"]),
        "resourceType": st.sampled_from(["ValueSet", "Patient"]),
    },
    optional={"url": st.sampled_from(["http://x/a", "http://x/b"]), "version": st.sampled_from(["1", "2"])},
)


@given(
    object_with("name", "version", "dependencies", "fhirVersions", "maintainers", "scripts"),
    st.fixed_dictionaries(
        {"index-version": st.sampled_from([1, 2, "2", None])},
        optional={
            "files": st.lists(object_with("filename", "resourceType", "url"), max_size=3) | json_values
        },
    ),
    object_with("resourceType", "url", "version", "id"),
)
def test_any_manifest_index_and_resource(manifest, index, resource):
    files = package_files("p#1", value_set("a"))
    files["package/x.json"] = json.dumps(resource).encode()
    files["package/.index.json"] = json.dumps(index).encode()
    package = open_package("p", MemoryFiles.of(files)).value
    definitions = PackageSet([package])
    assert definitions.find("http://x/a")["id"] == "a"
    for url in definitions.urls():
        definitions.find(url)
    files["package/package.json"] = json.dumps(manifest).encode()
    open_package("p", MemoryFiles.of(files))


@given(object_with("lock-version", "packages"))
def test_any_lock(lock):
    result = read_lock("l", json.dumps(lock).encode())
    assert (result.value is None) == bool(result.issues)
