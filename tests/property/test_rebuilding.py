"""Whatever is edited, and in whatever order: a rebuild leaves the folder as a build from nothing does, and reports the same."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dbep_ig import build
from tests.unit.build.guides import as_new_process, built, files_of, write_small_guide

_WORDS = (
    "plan",
    "Plan",
    "active",
    "kort",
    "t-plan",
    "0..1",
    "1..1",
    "nb",
    "code",
    "CarePlan",
    "title",
    ":",
    "per",
)
EDITS = st.lists(
    st.one_of(
        st.tuples(
            st.just("replace"), st.integers(0, 9), st.sampled_from(_WORDS), st.sampled_from(("x", *_WORDS))
        ),
        st.tuples(st.just("remove"), st.integers(0, 9), st.none(), st.none()),
        st.tuples(
            st.just("append"), st.integers(0, 9), st.sampled_from(("# more\n", "\n", "x: y\n")), st.none()
        ),
        st.tuples(st.just("restore"), st.none(), st.none(), st.none()),
        st.tuples(st.just("nothing"), st.none(), st.none(), st.none()),
        st.tuples(st.just("new process"), st.none(), st.none(), st.none()),
    ),
    min_size=2,
    max_size=6,
)


def edited(folder: Path, how: str, number: int | None, old: str | None, new: str | None) -> None:
    files = [*sorted(folder.glob("*/*.yaml")), folder / "guide.yaml"]
    if how == "restore":
        for name in ("model", "profiles", "examples"):
            shutil.rmtree(folder / name)
        write_small_guide(folder)
    elif how == "new process":
        as_new_process()
    elif number is not None:
        file = files[number % len(files)]
        text = file.read_text(encoding="utf-8")
        if how == "replace":
            file.write_text(text.replace(old, new, 1), encoding="utf-8")
        elif how == "append":
            file.write_text(text + old, encoding="utf-8")
        elif file.name != "guide.yaml":
            file.unlink()


@settings(max_examples=12)
@given(EDITS)
def test_a_rebuild_is_a_build(edits):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "guide")
        write_small_guide(folder)
        built(folder)
        for number, edit in enumerate(edits):
            edited(folder, *edit)
            again = built(folder)
            clean = Path(name, f"clean-{number}")
            shutil.copytree(folder, clean / "guide", ignore=shutil.ignore_patterns("build"))
            remembered = list(build._latest)
            first = built(clean / "guide")
            build._latest[:] = remembered
            for language in ("nb", "en"):
                assert again.report.to_json(language) == first.report.to_json(language)
            assert again.files == first.files
            assert again.counts == first.counts
            if first.counts:
                assert files_of(folder / "build") == files_of(clean / "guide" / "build")
