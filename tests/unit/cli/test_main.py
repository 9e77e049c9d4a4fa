"""The command line's own behaviour: languages, wrong options, our own faults, exit codes."""

import argparse
import io
from pathlib import Path

import pytest

from dbep_ig.apps.cli import main as cli
from dbep_ig.apps.cli.commands import COMMANDS, version
from dbep_ig.apps.cli.console import Console, language_of


def call(*words: str, environment: dict[str, str] | None = None) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = cli.main(words, environment=environment or {}, stdin=io.BytesIO(), stdout=out, stderr=err)
    return code, out.getvalue(), err.getvalue()


def test_without_a_command_the_overview_is_shown_and_nothing_has_run():
    code, out, _ = call()
    assert code == 2
    assert all(command.name in out for command in COMMANDS)


def test_help_of_every_command_in_both_languages():
    for command in COMMANDS:
        texts = []
        for language in ("nb", "en"):
            code, out, err = call(command.name, "--help", "--lang", language)
            assert (code, err) == (0, "")
            texts.append(out)
        assert texts[0].startswith("bruk:")
        assert texts[1].startswith("usage:")
        assert texts[0] != texts[1].replace("usage:", "bruk:")
        for text, heading in zip(texts, ("bruk: ", "usage: "), strict=True):
            further = [line for line in text.partition("\n\n")[0].splitlines()[1:] if line]
            indents = {len(line) - len(line.lstrip()) for line in further}
            assert indents <= {len(f"{heading}dbep {command.name} ")}, text


def test_what_a_command_does_keeps_its_capitals():
    _, out, _ = call("validate", "--help", "--lang", "en")
    assert "Validate resources against R4 and profiles." in out


def test_a_page_whose_example_is_a_test_shows_no_empty_section():
    code, out, _ = call("explain", "DBEP4090", "--lang", "en")
    assert code == 0
    assert "## Do instead" in out
    assert "## Example" not in out
    assert "## Example" in call("explain", "DBEP4301", "--lang", "en")[1]


def test_an_unknown_command_is_answered_with_the_nearest():
    code, _, err = call("valdiate")
    assert code == 2
    assert "validate" in err


def test_a_wrong_option_cannot_run():
    code, out, err = call("version", "--colour")
    assert (code, out) == (2, "")
    assert "dbep version --help" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["validate"], "dette mangler: STI"),
        (["validate", "plan.json", "--farge"], "ukjent: --farge"),
        (["validate", "plan.json", "--format", "xml"], "--format: 'xml' er ikke et av valgene ("),
        (["validate", "plan.json", "--profile"], "--profile: verdien mangler"),
        (
            ["validate", "plan.json", "--check-references=ja"],
            "--check-references tar ingen verdi, men fikk 'ja'",
        ),
    ],
)
def test_wrong_options_are_said_in_norwegian_too(words, said):
    code, out, err = call(*words, environment={"DBEP_LANG": "nb"})
    assert (code, out) == (2, "")
    assert err.startswith(f"dbep validate: {said}")
    code, _, err = call(*words)
    assert code == 2
    assert said not in err


def test_own_fault_is_said_as_a_diagnostic(monkeypatch):
    def broken(arguments: argparse.Namespace, console: Console) -> int:
        raise LookupError("a promise of ours")

    monkeypatch.setattr(version, "run", broken)
    code, out, err = call("version")
    assert (code, out) == (2, "")
    assert "DBEP9001" in err
    assert "LookupError" in err
    assert "Traceback" not in err
    assert "Traceback" in call("version", environment={"DBEP_DEBUG": "1"})[2]


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "nb_NO.UTF-8"}, "nb"),
        ({"LANG": "nn_NO.UTF-8"}, "nb"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "nb_NO.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "en_GB", "DBEP_LANG": "nb"}, "nb"),
    ],
)
def test_language_follows_the_environment(environment, language):
    assert language_of(environment) == language


def test_no_command_is_left_out_of_the_list():
    files = {file.stem for file in Path(version.__file__).parent.glob("[!_]*.py")}
    assert files == {command.name for command in COMMANDS}
