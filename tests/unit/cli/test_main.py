"""The command line's own behaviour: languages, wrong options, our own faults, exit codes."""

import subprocess
import sys
from pathlib import Path

import pytest

from dbep_ig.apps.cli.command import Arguments
from dbep_ig.apps.cli.commands import COMMANDS, version
from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.language import language_of, take_language
from tests.command import dbep


def call(*words: str, environment: dict[str, str] | None = None) -> tuple[int, str, str]:
    return dbep(*words, **(environment or {}))


def test_without_a_command_the_overview_is_shown_and_nothing_has_run():
    code, out, _ = call()
    assert code == 2
    assert all(name in out for name in COMMANDS)


def test_help_of_every_command_in_both_languages():
    for name in COMMANDS:
        texts = []
        for language in ("nb", "en"):
            code, out, err = call(name, "--help", "--lang", language)
            assert (code, err) == (0, "")
            texts.append(out)
        assert texts[0].startswith("bruk:")
        assert texts[1].startswith("usage:")
        assert texts[0] != texts[1].replace("usage:", "bruk:")
        for text, heading in zip(texts, ("bruk: ", "usage: "), strict=True):
            further = [line for line in text.partition("\n\n")[0].splitlines()[1:] if line]
            indents = {len(line) - len(line.lstrip()) for line in further}
            assert indents <= {len(f"{heading}dbep {name} ")}, text


def test_what_a_command_does_keeps_its_capitals():
    _, out, _ = call("validate", "--help", "--lang", "en")
    assert "Validate resources against R4 and profiles." in out


def test_a_page_whose_example_is_a_test_shows_no_empty_section():
    code, out, _ = call("explain", "DBEP4090", "--lang", "en")
    assert code == 0
    assert "## Do instead" in out
    assert "## Example" not in out
    assert "## Example" in call("explain", "DBEP4301", "--lang", "en")[1]


WRONG = [
    (["valdiate"], "dbep: «valdiate» er ingen kommando; mente du «validate»?", "dbep: `valdiate` is not a command; did you mean `validate`?"),
    (["nosuch"], "dbep: «nosuch» er ingen kommando", "dbep: `nosuch` is not a command"),
    (["--colour"], "dbep: ukjent valg: --colour", "dbep: unknown option: --colour"),
    (["--version=1"], "dbep: --version tar ingen verdi", "dbep: --version takes no value"),
    (["--lang", "sv", "version"], "dbep: --lang kan ikke være «sv»; velg nb eller en", "dbep: --lang cannot be `sv`; choose nb or en"),
    (["version", "--lang"], "dbep version: --lang mangler en verdi", "dbep version: --lang needs a value"),
    (["version", "now"], "dbep version: uventet argument: now", "dbep version: unexpected argument: now"),
    (["package"], "dbep package: HANDLING mangler", "dbep package: ACTION is missing"),
    (["package", "lsit"], "dbep package: «lsit» er ingen kommando; mente du «list»?", "dbep package: `lsit` is not a command; did you mean `list`?"),
    (["package", "export", "x.tgz"], "dbep package export: --output mangler", "dbep package export: --output is missing"),
    (["package", "info", "x.tgz", "y.tgz"], "dbep package info: uventet argument: y.tgz", "dbep package info: unexpected argument: y.tgz"),
    (["lookup", "x"], "dbep lookup: KODE mangler", "dbep lookup: CODE is missing"),
    (["validate"], "dbep validate: STI mangler", "dbep validate: PATH is missing"),
    (["validate", "p.json", "-x"], "dbep validate: ukjent valg: -x", "dbep validate: unknown option: -x"),
    (["validate", "p.json", "--farge"], "dbep validate: ukjent valg: --farge", "dbep validate: unknown option: --farge"),
    (["validate", "p.json", "--profil", "none"], "dbep validate: ukjent valg: --profil; mente du «--profile»?", "dbep validate: unknown option: --profil; did you mean `--profile`?"),
    (["resolve", "x", "--format", "xml"], "dbep resolve: --format kan ikke være «xml»; velg text, json eller resource", "dbep resolve: --format cannot be `xml`; choose text, json or resource"),
    (["validate", "p.json", "--profile"], "dbep validate: --profile mangler en verdi", "dbep validate: --profile needs a value"),
    (["validate", "p.json", "--profile", "--format", "json"], "dbep validate: --profile mangler en verdi", "dbep validate: --profile needs a value"),
    (["validate", "p.json", "--profile", ""], "dbep validate: --profile har ingen verdi; er en variabel uten verdi?", "dbep validate: --profile has no value; is a variable without a value?"),
    (["validate", "p.json", "--check-references=ja"], "dbep validate: --check-references tar ingen verdi", "dbep validate: --check-references takes no value"),
    (["validate", "p.json", "--no-guide", "--guide", "1.0.0"], "dbep validate: --guide og --no-guide kan ikke kombineres", "dbep validate: --guide and --no-guide cannot be combined"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "nb", "en"), WRONG, ids=lambda value: "_".join(value) if isinstance(value, list) else ""
)
def test_wrong_usage_is_said_in_both_languages(words, nb, en):
    """One line, and where the help is, in the language that is asked for, wherever it is."""
    command = nb.partition(":")[0]
    for asked, said in (
        (call(*words, environment={"DBEP_LANG": "nb"}), f"{nb}\nSe «{command} --help».\n"),
        (call(*words), f"{en}\nSee `{command} --help`.\n"),
        (call("--lang", "nb", *words), f"{nb}\nSe «{command} --help».\n"),
    ):
        assert asked == (2, "", said)
    if not words[-1].startswith("--"):  # where it would be taken for the value that is missing
        assert call(*words, "--lang=nb")[2].startswith(f"{nb}\n")


def test_nothing_but_the_help_is_asked_for():
    """`--help` is answered whatever else is wrong, `dbep help` is the same, and the overview is that of no command."""
    page = call("validate", "--help")
    assert page[0] == 0
    assert call("validate", "--nosuch", "--format", "xml", "-h") == page
    for group in ([], ["package"]):
        assert call(*group, "-h", "--nosuch") == call(*group, "--nosuch", "-h") == call(*group, "-h")
        assert call(*group, "--", "-h")[0] == 2
    assert call("help", "validate") == page
    assert call("help") == call("--help") == call("-h")
    assert call("help", "package", "lock")[1].startswith("usage: dbep package lock ")


@pytest.mark.parametrize("word", ["--version", "-V"])
def test_the_version_as_an_option(word):
    assert call(word, "--format", "json") == call("version", "--format", "json")


@pytest.mark.parametrize(
    ("words", "rest", "language"),
    [
        ("validate --lang nb p.json", "validate p.json", "nb"),
        ("--lang=nb validate p.json", "validate p.json", "nb"),
        ("validate p.json --lang nb --lang en", "validate p.json", "en"),
        ("validate -- --lang nb", "validate -- --lang nb", "en"),
        ("validate --lang", "validate --lang", "en"),
        ("validate --lang sv p.json --lang nb", "validate --lang sv p.json", "nb"),
    ],
)
def test_the_language_is_taken_out_of_the_words(words, rest, language):
    assert take_language(words.split(), {}) == (rest.split(), language)


def test_a_word_that_is_no_option():
    """A number or a word with a space; and what follows `--`."""
    for expression in ("-1", "-1.5", "- 1", "-1 + 2"):
        assert call("fhirpath", "--ast", expression)[0] == 0, expression
    assert call("fhirpath", "--ast", "--", "-id")[0] == 0
    assert call("fhirpath", "--ast", "-id")[0] == 2


def test_files_before_and_after_options(tmp_path):
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text('{"resourceType": "Patient"}')
    code, out, _ = call(
        "fhirpath", "id.exists()", str(tmp_path / "a.json"), "--type", str(tmp_path / "b.json")
    )
    assert (code, out.count("false")) == (0, 2)


def test_a_command_is_imported_only_when_it_is_used():
    look = "import sys; from dbep_ig.apps.cli.main import main; main(sys.argv[1:]); print(sorted(one for one in sys.modules if 'cli.commands.' in one))"
    for words, imported in (
        (["--help"], "[]"),
        (["version", "--help"], "['dbep_ig.apps.cli.commands.version']"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", look, *words], capture_output=True, text=True, check=True
        )
        assert done.stdout.splitlines()[-1] == imported


def test_own_fault_is_said_as_a_diagnostic(monkeypatch):
    def broken(arguments: Arguments, console: Console) -> int:
        raise LookupError("a promise of ours")

    monkeypatch.setattr(version.run, "act", broken)
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
    assert files == set(COMMANDS)
