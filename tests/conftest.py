"""Shared by all tests: golden files, and the folder of HL7's public cases where it lies beside the project."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.rendering import Watch, watching

# The same examples every time: what is red here is red everywhere. HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("fixed", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


def pytest_addoption(parser):
    parser.addoption(
        "--update-goldens",
        action="store_true",
        help="write what is produced now; read the diff before committing",
    )


@pytest.fixture(scope="session")
def _watch():
    """What every test looks at: see tests/rendering.py."""
    with pytest.MonkeyPatch.context() as patch:
        yield watching(patch)


@pytest.fixture(autouse=True)
def messages(_watch) -> Iterator[Watch]:
    """The messages made during the test; whole in both languages, or the test fails."""
    _watch.clear()
    yield _watch
    assert _watch.faults == []


@pytest.fixture
def golden(request):
    """golden(name, text): `text` equals tests/goldens/<name>, or becomes it with --update-goldens."""

    def compare(name: str, text: str) -> None:
        file = ROOT / "tests" / "goldens" / name
        if request.config.getoption("--update-goldens"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        assert file.exists(), f"no golden {name}; make it with --update-goldens"
        assert text == file.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session")
def shared():
    """The folder with HL7's public cases and packages; only tests marked `conformance` may ask for it."""
    if not SHARED.is_dir():
        pytest.skip("HL7's public cases do not lie beside the project (../shared)")
    return SHARED
