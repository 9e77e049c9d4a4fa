"""A package's files, index and examples; what is wrong with them is said, and the rest is used."""

import json
import threading

import pytest

from dbep_ig.engine.packages import MemoryFiles, PackageFiles, loose_package, open_package

from .made import package_files, value_set


def opened(files: dict[str, bytes], **options):
    result = open_package("p", MemoryFiles.of(files), **options)
    assert result.value is not None
    return result.value


def codes(issues) -> list[str]:
    return [issue.rule.code for issue in issues]


def index(version: int, *entries: dict) -> bytes:
    return json.dumps({"index-version": version, "files": entries}).encode()


A = {"filename": "ValueSet-a.json", "resourceType": "ValueSet", "id": "a", "url": "http://x/a"}
B = {"filename": "ValueSet-b.json", "resourceType": "ValueSet", "id": "b", "url": "http://x/b"}


class CountingFiles(MemoryFiles):
    reads: list[str]

    def read(self, path: str) -> bytes:
        self.reads = [*getattr(self, "reads", []), path]
        return super().read(path)


@pytest.mark.parametrize("version", [1, 2])
def test_an_index_saves_reading(version):
    files = package_files("p#1", value_set("a"), value_set("b")) | {
        "package/.index.json": index(version, B, A)
    }
    held = CountingFiles.of(files)
    counting = CountingFiles(held._data, held._extents)
    package = open_package("p", counting).value
    assert [each["id"] for each in package.entries()] == ["a", "b"]
    assert counting.reads == ["package/package.json", "package/.index.json"]
    assert package.resource("ValueSet-a.json")["id"] == "a"
    package.resource("ValueSet-a.json")
    assert counting.reads[2:] == ["package/ValueSet-a.json"]
    assert package.issues == ()


def test_without_an_index_the_files_are_read():
    package = opened(package_files("p#1", value_set("b"), value_set("a", version="3")))
    assert [each["filename"] for each in package.entries()] == ["ValueSet-a.json", "ValueSet-b.json"]
    assert package.entries()[0] == {**A, "version": "3"}
    assert package.issues == ()


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[]",
        b"{}",
        index(3, A, B),
        index(2, A),  # hides one
        index(2, A, B, {**A, "filename": "ValueSet-c.json"}),  # names one that is not there
        index(2, A, A, B),
        index(2, A, {**B, "filename": "../../etc/passwd"}),
        index(2, A, {"filename": "ValueSet-b.json"}),
        index(2, A, {**B, "url": 7}),
        b'{"index-version": 2, "files": {}}',
        b"[" * 100_000,
    ],
)
def test_a_lying_index_is_made_anew(content):
    """DBEP3023."""
    package = opened(package_files("p#1", value_set("a"), value_set("b")) | {"package/.index.json": content})
    assert [each["id"] for each in package.entries()] == ["a", "b"]
    assert codes(package.issues) == ["DBEP3023"]


def test_json_that_is_no_resource_belongs_in_no_index():
    files = package_files("p#1", value_set("a")) | {
        "package/notes.json": b"{}",
        "package/.index.json": index(2, A),
    }
    package = opened(files)
    assert [each["id"] for each in package.entries()] == ["a"]
    assert codes(package.issues) == ["DBEP3027"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "DBEP3024"),
        (b"{", "DBEP3024"),
        (b"\xff\xfe\x00", "DBEP3024"),
        (b"[" * 100_000, "DBEP3024"),
        (b"[]", "DBEP3027"),
        (b"7", "DBEP3027"),
        (b'{"resourceType": 7}', "DBEP3027"),
        (b'{"url": "http://x/c"}', "DBEP3027"),
    ],
)
def test_what_is_no_resource_is_said_and_the_rest_is_used(content, code):
    package = opened(package_files("p#1", value_set("a")) | {"package/ValueSet-c.json": content})
    assert [each["id"] for each in package.entries()] == ["a"]
    assert package.resource("ValueSet-c.json") is None
    assert codes(package.issues) == [code]


def test_examples_and_other_folders_are_left_out_unless_asked_for():
    files = package_files("p#1", value_set("a")) | {
        "package/example/Patient-e.json": b'{"resourceType": "Patient", "id": "e"}',
        "package/other/spec.json": b'{"resourceType": "Basic"}',
        "package/._ValueSet-a.json": b"\xb0junk",
        "package/.DS_Store": b"junk",
        "other/x.json": b'{"resourceType": "Basic"}',
    }
    assert [each["id"] for each in opened(files).entries()] == ["a"]
    assert opened(files).examples() == ["package/example/Patient-e.json"]
    with_examples = opened(files, with_examples=True)
    assert [each["id"] for each in with_examples.entries()] == ["a", "e"]
    assert with_examples.resource("example/Patient-e.json")["id"] == "e"
    assert with_examples.issues == ()


def test_two_resources_with_one_canonical_are_said():
    """DBEP3028; another version or another type is another resource."""
    same = [value_set("a"), value_set("b", url="http://x/a"), value_set("c", url="http://x/a", version="2")]
    package = opened(package_files("p#1", *same))
    assert len(package.entries()) == 3
    assert codes(package.issues) == ["DBEP3028"]


@pytest.mark.parametrize("name", ["copy.json", "ig-r4.json"])
def test_one_resource_in_two_files_is_no_fault(name):
    """HL7's Publisher writes the ImplementationGuide a second time, not quite the same."""
    files = package_files("p#1", value_set("a"))
    again = value_set("a") if name == "copy.json" else value_set("a", title="again")
    files[f"package/{name}"] = json.dumps(again).encode()
    package = opened(files)
    assert len(package.entries()) == 2
    assert package.issues == ()


@pytest.mark.parametrize(
    ("manifest", "found"),
    [
        (b"", ["DBEP3021"]),
        (b"[]", ["DBEP3021"]),
        (b"[" * 100_000, ["DBEP3021"]),
        (b'{"name": "p"}', ["DBEP3021"]),
        (b'{"version": "1"}', ["DBEP3021"]),
        (b'{"name": "p", "version": 1}', ["DBEP3021"]),
        (b'{"name": "../p", "version": "1"}', ["DBEP3021"]),
        (b'{"name": "p", "version": "../1"}', ["DBEP3021"]),
        (b'{"name": "p/q", "version": "1"}', ["DBEP3021"]),
        (b'{"name": "p", "version": "1", "dependencies": []}', []),
        (b'{"name": "p", "version": "1", "dependencies": ["q"]}', ["DBEP3021"]),
        (b'{"name": "p", "version": "1", "dependencies": {"q": 1}}', ["DBEP3021"]),
        (
            json.dumps(
                {"name": "p", "version": "1", "dependencies": {f"q{each}": "1" for each in range(501)}}
            ).encode(),
            ["DBEP3021"],
        ),
        (
            b'{"name": "p", "version": "1", "scripts": {"preinstall": "x", "install": "y", "test": "z"}}',
            ["DBEP3022", "DBEP3022"],
        ),
        (b'{"name": "p", "version": "1", "scripts": "x"}', []),
        (b'{"name": "p", "version": "1", "fhirVersions": ["5.0.0"]}', ["DBEP3029"]),
        (b'{"name": "p", "version": "1", "fhirVersions": ["4.0.1", "5.0.0"]}', []),
        (b'{"name": "p", "version": "1", "fhir-version-list": ["3.0.2"]}', ["DBEP3029"]),
        (b'{"name": "p", "version": "1"}', []),
    ],
)
def test_manifests(manifest, found):
    result = open_package("p", MemoryFiles.of({"package/package.json": manifest}))
    assert codes(result.issues) == found
    assert (result.value is None) == ("DBEP3021" in found)


def test_a_package_without_a_manifest_is_none():
    result = open_package("p", MemoryFiles.of({"package/a.json": b"{}", "package.json": b"{}"}))
    assert codes(result.issues) == ["DBEP3020"]


def test_loose_files_are_read_in_subfolders_too():
    files = {
        "a/b/vs.json": json.dumps(value_set("a")).encode(),
        ".git/x.json": b"{",
        "package.json": b"{}",
        "x.txt": b"",
    }
    package = loose_package("folder", MemoryFiles.of(files))
    assert [each["filename"] for each in package.entries()] == ["a/b/vs.json"]
    assert package.resource("a/b/vs.json")["id"] == "a"
    assert package.issues == ()


def test_a_file_that_vanishes_is_said():
    class Vanishing(MemoryFiles):
        def read(self, path: str) -> bytes:
            if path.endswith("a.json"):
                raise KeyError(path)
            return super().read(path)

    held = MemoryFiles.of(package_files("p#1", value_set("a")))
    files: PackageFiles = Vanishing(held._data, held._extents)
    package = open_package("p", files).value
    assert package.entries() == ()
    assert codes(package.issues) == ["DBEP3024"]


def test_threads_get_the_same_resource():
    package = opened(package_files("p#1", *(value_set(f"v{number}") for number in range(50))))
    seen: list[list[int]] = []
    barrier = threading.Barrier(8)

    def read() -> None:
        barrier.wait()
        seen.append([id(resource) for resource in package.resources()])

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert all(each == seen[0] for each in seen)


def test_decimals_keep_their_digits():
    files = package_files("p#1", value_set("a"))
    files["package/ValueSet-a.json"] = b'{"resourceType": "ValueSet", "url": "http://x/a", "n": 1.10}'
    assert str(opened(files).resource("ValueSet-a.json")["n"]) == "1.10"
