"""A rebuild does again only what a change reaches, and what it leaves is never of another time."""

import os
import time
from hashlib import sha256

import pytest

from dbep_ig import build
from dbep_ig.engine.validation import Validator
from dbep_ig.guide import build as values
from dbep_ig.host import stage_files
from dbep_ig.host.guide_source import find_guide

from .guides import as_new_process, built, files_of, write_small_guide

EARLIER = 1_000_000_000  # seconds


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "guide"
    write_small_guide(folder)
    made = built(folder)
    assert made.report.ok, made.report.to_text()
    as_new_process()
    for path in (folder / "build").rglob("*"):
        os.utime(path, (EARLIER, EARLIER))
    return folder


@pytest.fixture
def done(monkeypatch):
    """What was done: `guide` for each model that was made into resources, and the name of each example that was validated."""
    found: list[str] = []
    build_guide, validate = values.build_guide, Validator.validate
    monkeypatch.setattr(values, "build_guide", lambda *given: (found.append("guide"), build_guide(*given))[1])

    def counted(self, document, **options):
        found.append(document.resource["id"])
        return validate(self, document, **options)

    monkeypatch.setattr(Validator, "validate", counted)
    return found


def replace(folder, path, old, new):
    file = folder / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def written(folder):
    """What was written since the fixture: all but the manifest, which says when the last build was."""
    changed = {
        path.relative_to(folder / "build").as_posix()
        for path in (folder / "build").rglob("*")
        if path.is_file() and path.stat().st_mtime > EARLIER and ".stages" not in path.parts
    }
    assert "package/package.json" in changed
    return changed - {"package/package.json"}


def test_without_a_change_nothing_is_made_again(folder, done):
    first = files_of(folder / "build")
    again = built(folder)
    assert done == []
    assert written(folder) == set()
    assert files_of(folder / "build") == first == dict(again.files)
    assert again.counts == {"classes": 5, "resources": again.counts["resources"], "examples": 4, "invalid": 2}


def test_without_a_change_the_report_is_the_same(folder):
    replace(folder, "examples/lapper.yaml", "hensikt: plan", "hensikt: order")
    first = built(folder)
    assert not first.report.ok
    as_new_process()
    again = built(folder)
    for language in ("nb", "en"):
        assert again.report.to_text(language) == first.report.to_text(language)
        assert again.report.to_json(language) == first.report.to_json(language)
    assert {path: list(map(repr, found)) for path, found in again.findings.items()} == {
        path: list(map(repr, found)) for path, found in first.findings.items()
    }


def test_only_the_example_that_was_changed_is_validated_again(folder, done):
    replace(folder, "examples/lapper.yaml", "status: active", "status: completed")
    built(folder)
    assert sorted(done) == ["guide", "lapp", "lapp-annen-hensikt"]
    assert {path for path in written(folder) if path.startswith("examples/")} == {
        "examples/valid/lapp.json",
        "examples/invalid/lapp-annen-hensikt.json",
    }


def test_what_was_found_is_shown_where_it_is_now(folder, done):
    replace(
        folder, "examples/lapper.yaml", "title: {nb: Lapp, en: Note}\n", "title:\n  nb: Lapp\n  en: Note\n"
    )
    (wrong,) = built(folder).findings["examples/invalid/lapp-annen-hensikt.json"]
    assert done == ["guide"]
    assert wrong.line == 15


EXAMPLES = ["kort", "kort-feil-status", "lapp", "lapp-annen-hensikt"]


def test_a_change_of_the_model_reaches_every_example_and_the_definition_it_is_in(folder, done):
    replace(folder, "profiles/plan.yaml", "intent: {pattern: plan}", "intent: {pattern: order}")
    built(folder)
    assert sorted(done) == ["guide", *EXAMPLES, "t-plan"]


def test_other_words_of_a_definition_leave_the_findings_as_they_are(folder, done):
    replace(folder, "model/plan.yaml", "definition: {nb: En plan", "definition: {nb: En helt annen plan")
    assert built(folder).report.ok
    assert done == ["guide"]


def test_markup_in_the_words_of_a_definition_is_looked_at(folder, done):
    replace(folder, "model/plan.yaml", "definition: {nb: En plan", "definition: {nb: En <b>annen</b> plan")
    built(folder)
    assert "Plan" in done


def test_a_change_of_a_code_system_reaches_the_definitions_that_use_it(folder, done):
    replace(folder, "model/plantype.yaml", "en: Long plan", "en: Lengthy plan")
    built(folder)
    assert sorted(done) == sorted(["guide", *EXAMPLES, "t-plantype", "t-plantype", "Plan", "t-plan"])


def test_another_version_of_the_program_makes_everything_again(folder, done, monkeypatch):
    monkeypatch.setattr(stage_files, "program_digest", lambda _: "another")
    made = built(folder)
    definitions = [path for path in made.files if path.startswith("package/") and path.count("/") == 1]
    assert set(done) > {"guide", *EXAMPLES}
    assert len(done) == 1 + len(EXAMPLES) + len(definitions) - len(["package.json", ".index.json"])


def test_the_program_is_all_of_its_files(tmp_path, monkeypatch):
    (tmp_path / "engine").mkdir()
    code = tmp_path / "engine" / "rule.py"
    code.write_text("LIMIT = 1\n", encoding="utf-8")
    monkeypatch.setattr(stage_files, "PROGRAM", tmp_path)
    os.utime(code, (EARLIER, EARLIER))
    kept = tmp_path / "kept"
    first = stage_files.program_digest.__wrapped__(kept)
    code.write_text("LIMIT = 2\n", encoding="utf-8")
    os.utime(code, (EARLIER, EARLIER))
    assert stage_files.program_digest.__wrapped__() != first
    assert stage_files.program_digest.__wrapped__(kept) != first


def test_the_program_is_read_once(tmp_path, monkeypatch):
    read = []
    read_tree = stage_files.read_tree
    monkeypatch.setattr(stage_files, "read_tree", lambda *given: read.append(given) or read_tree(*given))
    monkeypatch.setattr(stage_files.time, "time", lambda: 2 * time.time_ns() / 1e9)
    first = stage_files.program_digest.__wrapped__(tmp_path)
    assert (
        stage_files.program_digest.__wrapped__(tmp_path) == first == stage_files.program_digest.__wrapped__()
    )
    assert len(read) == 2


@pytest.mark.parametrize("path", ["package/package.json", "examples/valid/kort.json", "schema/guide.json"])
@pytest.mark.parametrize("how", ["changed", "removed", "another beside it"])
def test_what_somebody_else_did_to_the_folder_is_put_right(folder, path, how):
    first = files_of(folder / "build")
    file = folder / "build" / path
    if how == "changed":
        file.write_bytes(file.read_bytes() + b" ")
    elif how == "removed":
        file.unlink()
    else:
        file.with_name("another.json").write_bytes(b"{}")
    built(folder)
    assert files_of(folder / "build") == first


def damaged():
    for content in (b"", b"{", b"\xff\xfe", b"null", b"[" * 100_000, b'{"digest": 3}'):
        yield content
        yield sha256(content).hexdigest().encode() + b"\n" + content


@pytest.mark.parametrize("record", ["build", "examples", "definitions"])
@pytest.mark.parametrize("content", [*damaged()])
def test_a_damaged_record_is_no_record(folder, record, content):
    first = files_of(folder / "build")
    (folder / "build" / ".stages" / f"{record}.json").write_bytes(content)
    replace(folder, "guide.yaml", "\n", "\n\n")
    assert built(folder).report.ok
    assert files_of(folder / "build") == first


def test_a_record_with_one_byte_changed_is_no_record(folder, done):
    for record in ("build", "examples"):
        file = folder / "build" / ".stages" / f"{record}.json"
        file.write_bytes(file.read_bytes().replace(b"kort", b"kart", 1))
    built(folder)
    assert sorted(done) == ["guide", *EXAMPLES]


def test_where_nothing_can_be_kept_everything_is_built(folder):
    first = files_of(folder / "build")
    stages = folder / "build" / ".stages"
    for path in stages.iterdir():
        path.unlink()
    stages.rmdir()
    stages.write_text("a file", encoding="utf-8")
    assert built(folder).report.ok
    stages.unlink()
    assert files_of(folder / "build") == first


def test_in_one_process_nothing_is_made_twice(folder, done, tmp_path):
    first = build.guide(folder, site=False)
    assert [done.count(each) for each in ("guide", *EXAMPLES)] == [1, 1, 1, 1, 1]
    once = len(done)
    assert build.guide(folder, site=False).files == first.files
    assert len(done) == once


def test_with_an_error_in_the_model_what_was_built_stays(folder):
    first = files_of(folder / "build")
    replace(folder, "model/plan.yaml", "maps: CarePlan\n", "maps: CarePlans\n")
    made = built(folder)
    assert not made.report.ok
    assert set(made.files) == {path for path in made.files if path.startswith("schema/")} != set()
    there = files_of(folder / "build")
    assert b"of an earlier build" in there.pop("FAILED")
    assert there == first


def test_what_a_failed_build_left_looks_old_until_the_next_that_goes_well(folder):
    model = folder / "model/plan.yaml"
    text = model.read_text(encoding="utf-8")
    model.write_text(text.replace("maps: CarePlan\n", "maps: CarePlans\n"), encoding="utf-8")
    for _ in range(2):  # the second time nothing has changed since
        built(folder)
        source = find_guide(folder)
        assert source.is_stale
        assert (folder / "build/FAILED").is_file()
    model.write_text(text, encoding="utf-8")
    built(folder)
    assert not find_guide(folder).is_stale
    assert not (folder / "build/FAILED").exists()
