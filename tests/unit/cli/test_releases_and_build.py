"""DBEP6021: `dbep build` in a checkout with releases, on a copy of the project's own guide."""

import gzip
import shutil

import pytest

from .test_build_command import Checkout, checkout

__all__ = ["checkout"]  # the fixture


@pytest.fixture
def released(checkout: Checkout) -> Checkout:
    """Built, and what was built is a release."""
    assert checkout("build", "--no-site")[0] == 0
    (archive,) = (checkout.folder / "build").glob("*.tgz")
    (checkout.folder / "releases").mkdir()
    shutil.copy(archive, checkout.folder / "releases")
    return checkout


def version_line(checkout: Checkout) -> tuple[str, int]:
    lines = (checkout.folder / "guide.yaml").read_text(encoding="utf-8").splitlines()
    number = next(number for number, line in enumerate(lines, 1) if line.startswith("version: "))
    return lines[number - 1], number


def made(checkout: Checkout) -> dict[str, bytes]:
    """All JSON that was built, without what the tool keeps for the next time."""
    folder = checkout.folder / "build"
    found = {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.json")}
    made = {path: content for path, content in found.items() if not path.startswith(".stages/")}
    assert made
    return made


def test_the_same_content_may_be_built_again(released):
    """Whatever the bytes of the archive are: it is the content that counts."""
    assert released("build", "--no-site")[0] == 0
    (archive,) = (released.folder / "releases").iterdir()
    packed = archive.read_bytes()
    archive.write_bytes(gzip.compress(gzip.decompress(packed), 1))
    assert archive.read_bytes() != packed
    assert released("build", "--no-site")[0] == 0


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("guide.yaml", "\nname: DBEP\n", "\nname: DBEPX\n"),
        ("guide.yaml", "\ndate: ", "\ndate: 2027-01-01 # "),
        ("examples/pal-gronn-staer.yaml", "formål: Forebygge synstap", "formål: Forebygge tap av syn"),
    ],
)
def test_other_content_under_a_released_version_is_refused_until_the_version_is_new(released, path, old, new):
    """DBEP6021"""
    built = made(released)
    released.replace(path, old, new)
    version, line = version_line(released)
    assert released.issues("build", "--no-site") == [("DBEP6021", "guide.yaml", line)]
    code, out, err = released("build", "--no-site")
    assert code == 1
    assert "releases/" in out
    assert "package: " not in err
    # nothing was built: what lies there is what was released
    assert made(released) == built
    released.replace("guide.yaml", version, "version: 99.0.0")
    assert released("build", "--no-site")[0] == 0
    assert list((released.folder / "build").glob("*-99.0.0.tgz"))


def test_a_file_that_cannot_be_used_as_a_release_is_an_error_and_the_package_is_made(checkout):
    """DBEP3045"""
    (checkout.folder / "releases").mkdir()
    (checkout.folder / "releases" / "x-1.0.0.tgz").write_bytes(b"damaged")
    code, out, err = checkout("build", "--no-site")
    assert code == 1
    assert out.count(" DBEP3045 unusable-release") == 1
    assert "package: " in err
    assert (checkout.folder / "build" / "package").is_dir()


def test_validation_in_the_checkout_may_use_the_release(released, monkeypatch):
    version, _ = version_line(released)
    number = version.partition(": ")[2]
    released.replace("guide.yaml", version, "version: 99.0.0")
    assert released("build", "--no-site")[0] == 0
    example = "build/examples/valid/pal-gronn-staer.json"
    now, then = released("validate", example), released("validate", example, "--guide", number)
    assert (now[0], then[0]) == (0, 0)
    assert "|99.0.0 (" in now[1]
    assert f"|{number} (" in then[1]
    assert "released version in " in then[1]
