"""`dbep new KIND`: the files that an author begins with. What is not given as an option is asked for, at a terminal.

Imports inside functions are for start-up time.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from dbep_ig.apps.cli.command import Arguments, command
from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.group import Group
from dbep_ig.apps.cli.parameters import Argument, Option
from dbep_ig.apps.cli.values import Place
from dbep_ig.engine.diagnostics import Issue, Location, Rule, Severity, Text

if TYPE_CHECKING:
    from dbep_ig.engine.core import CoreStore
    from dbep_ig.guide.authoring.model import Model
    from dbep_ig.guide.authoring.shapes import Parsed
    from dbep_ig.guide.authoring.yaml_nodes import Where

OPTION_MISSING = Rule(
    code="DBEP6033",
    name="new-option-missing",
    severity=Severity.FATAL,
    issue_type="required",
    nb="{option} mangler, og det er ingen terminal å spørre i",
    en="{option} is missing, and there is no terminal to ask at",
)
NOT_OF_FORM = Rule(
    code="DBEP6034",
    name="new-value-malformed",
    severity=Severity.FATAL,
    issue_type="value",
    nb="{option}: «{value}» er ikke {expected}{hint}",
    en="{option}: `{value}` is not {expected}{hint}",
)
NAME_TAKEN = Rule(
    code="DBEP6035",
    name="new-name-taken",
    severity=Severity.FATAL,
    issue_type="duplicate",
    nb="«{name}» er allerede definert i {file}",
    en="`{name}` is already defined in {file}",
)
KINDS = {
    "guide": Text("en guide, i en mappe uten", "a guide, in a folder without one"),
    "class": Text("en klasse i modellen, med det R4 krever", "a class of the model, with what R4 requires"),
    "profile": Text("profilen til en klasse", "the profile of a class"),
    "extension": Text("en utvidelse", "an extension"),
    "codesystem": Text("et kodesystem", "a code system"),
    "valueset": Text("et verdisett av et kodesystem", "a value set of a code system"),
    "scenario": Text("et eksempel på en klasse", "an example of a class"),
}
_FOLDER = Option(
    "--folder", type=Place("dir"), default=".", metavar=Text("MAPPE", "FOLDER"),
    about=Text("mappa til guiden (ellers den kommandoen kjøres i)", "the guide's folder (default: the one the command runs in)"),
)  # fmt: skip
_TITLE = Option("--title", metavar=Text("TEKST", "TEXT"), about=Text("tittelen", "the title"))
_NAME = Text("NAVN", "NAME")


class _Defined(Protocol):
    """What the guide has: a class, a profile, a code system …"""

    @property
    def where(self) -> "Where":
        """Where it is written."""
        ...


class _Stopped(Exception):  # noqa: N818  reads as what it says
    def __init__(self, *issues: Issue) -> None:
        super().__init__()
        self.issues = issues


class _Here(NamedTuple):
    """The guide that the command runs in."""

    root: Path
    model: "Model"
    core: "CoreStore"


def _asked(
    console: Console,
    given: str | None,
    option: str,
    question: Text,
    default: str = "",
    form: "Parsed[str] | None" = None,
) -> str:
    """What was given, else what a person answers; of the form."""
    value = given
    if value is None:
        answer = console.ask(question, default)
        if answer is None:
            if not default:
                raise _Stopped(Issue(OPTION_MISSING, Location(option), {"option": option}))
            value = default
        else:
            value = answer or default
    if (form is not None and re.fullmatch(form.pattern, value) is None) or not value.strip():
        expected = form.expected if form is not None else Text("en tekst", "a text")
        raise _Stopped(_malformed(option, value, expected))
    return value


def _malformed(option: str, value: str, expected: Text, known: Iterable[str] = ()) -> Issue:
    from dbep_ig.guide.authoring.suggestions import did_you_mean

    hint = did_you_mean(value, known)
    return Issue(
        NOT_OF_FORM, Location(option), {"option": option, "value": value, "expected": expected, "hint": hint}
    )


def _core() -> "CoreStore":
    from dbep_ig.host.core_data import open_core

    opened = open_core()
    if opened.value is None:
        raise _Stopped(*opened.issues)
    return opened.value


def _here(folder: str) -> _Here:
    from dbep_ig.build import not_a_guide
    from dbep_ig.guide.authoring import read_model
    from dbep_ig.host.guide_source import SOURCES, find_checkout
    from dbep_ig.host.trees import read_tree

    root = find_checkout(Path(folder).absolute())
    if root is None:
        raise _Stopped(not_a_guide(Path(folder)))
    core = _core()
    read = read_model(read_tree(root, SOURCES, (".yaml", ".yml")), core)
    if read.value is None:
        raise _Stopped(*read.issues)
    return _Here(root, read.value, core)


def _written(console: Console, files: dict[str, str], root: Path) -> int:
    from dbep_ig.host.new_files import write_new

    done = write_new(files, root)
    if done.value is None:
        raise _Stopped(*done.issues)
    console.lines(str(path.relative_to(root)) for path in done.value)
    return 0


def _making(act: Callable[[Arguments, Console], int]) -> Callable[[Arguments, Console], int]:
    """What stops it is reported. -> 2."""

    def run(arguments: Arguments, console: Console) -> int:
        try:
            return act(arguments, console)
        except _Stopped as stopped:
            console.report(stopped.issues)
            return 2

    return run


@command(
    Option("--id", metavar="ID", about=Text("pakkens id, som example.vaccination", "the package's id, such as example.vaccination")),
    Option("--canonical", metavar="URL", about=Text("det alle adresser begynner med", "what all canonicals begin with")),
    Option("--languages", metavar=Text("SPRÅK", "LANGUAGES"), about=Text("med komma mellom, hovedspråket først (ellers en)", "with commas between, the main one first (default: en)")),
    _TITLE,
    Option("--publisher", metavar=Text("NAVN", "NAME"), about=Text("utgiveren", "the publisher")),
    Option("--prefix", metavar="PREFIX", about=Text("det id-ene begynner med (ellers siste del av --id)", "what the ids begin with (default: the last part of --id)")),
    _FOLDER,
)  # fmt: skip
@_making
def _guide(arguments: Arguments, console: Console) -> int:
    from dbep_ig.guide.authoring import forms
    from dbep_ig.guide.starting import guide_files
    from dbep_ig.host.guide_source import GUIDE_FILE, find_checkout
    from dbep_ig.host.new_files import FILE_EXISTS

    root = Path(arguments.folder).absolute()
    above = find_checkout(root)
    if above is not None:
        file = str(above / GUIDE_FILE)
        raise _Stopped(Issue(FILE_EXISTS, Location(file), {"file": file}))
    guide_id = _asked(
        console,
        arguments.id,
        "--id",
        Text("Pakke-id (som example.vaccination)", "Package id (such as example.vaccination)"),
        form=forms.PACKAGE_ID,
    )
    last = guide_id.rpartition(".")[2]
    canonical = _asked(
        console,
        arguments.canonical,
        "--canonical",
        Text("Canonical (det alle adresser begynner med)", "Canonical (what all addresses begin with)"),
        f"https://example.org/fhir/{last}",
        forms.CANONICAL,
    )
    languages = re.split(
        r"[\s,]+",
        _asked(
            console,
            arguments.languages,
            "--languages",
            Text("Språk, hovedspråket først", "Languages, the main one first"),
            "en",
        ).strip(" ,"),
    )
    for one in languages:
        if re.fullmatch(forms.LANGUAGE.pattern, one) is None or forms.LANGUAGE.parse(one) is None:
            raise _Stopped(_malformed("--languages", one, forms.LANGUAGE.expected))
        if languages.count(one) > 1:
            once = Text("et språk som er skrevet én gang", "a language that is written once")
            raise _Stopped(_malformed("--languages", one, once))
    title = _asked(console, arguments.title, "--title", Text("Tittel", "Title"), last[:1].upper() + last[1:])
    publisher = _asked(
        console,
        arguments.publisher,
        "--publisher",
        Text("Utgiver", "Publisher"),
        Text("Ikke oppgitt", "Not stated").in_language(console.language),
    )
    prefix = _asked(
        console,
        arguments.prefix,
        "--prefix",
        Text("Prefiks", "Prefix"),
        last.replace("_", "-").strip("-"),
        forms.PREFIX_FORM,
    )
    files = guide_files(
        guide_id, canonical=canonical.rstrip("/"), languages=languages, title=title, publisher=publisher, prefix=prefix,
        date=date.today().isoformat(),
    )  # fmt: skip
    code = _written(console, files, root)
    console.note(Text("Neste: dbep new class, så dbep build.", "Next: dbep new class, then dbep build."))
    return code


@command(
    Argument("name", _NAME, Text("navnet på klassen, med stor forbokstav", "the name of the class, with a capital letter"), required=False),
    Option("--resource", metavar=Text("RESSURS", "RESOURCE"), about=Text("ressursen i R4 som klassen blir", "the resource of R4 that the class becomes")),
    _TITLE, _FOLDER,
)  # fmt: skip
@_making
def _class(arguments: Arguments, console: Console) -> int:
    from dbep_ig.guide.authoring import forms
    from dbep_ig.guide.authoring.fhir_elements import FhirElements
    from dbep_ig.guide.starting import class_file

    here = _here(arguments.folder)
    name = _asked(console, arguments.name, "NAME", _NAME, form=forms.CLASS_NAME)
    _free(name, here.model.classes)
    resource = _asked(console, arguments.resource, "--resource", Text("Ressurs i R4", "Resource of R4"))
    known = [one for one in here.core.type_names() if _can_be_class(one, here.core)]
    if resource not in known:
        expected = Text(
            "en ressurs i FHIR R4 som kan ha instanser", "a resource of FHIR R4 that can have instances"
        )
        raise _Stopped(_malformed("--resource", resource, expected, known))
    files = class_file(
        name, resource, FhirElements(here.core), here.model.guide.languages, arguments.title or ""
    )
    return _written(console, files, here.root)


@command(
    Argument("name", _NAME, Text("id-en, uten prefikset", "the id, without the prefix"), required=False),
    Option("--class", metavar=Text("KLASSE", "CLASS"), about=Text("klassen som profilen er av", "the class that the profile is of")),
    _FOLDER,
)  # fmt: skip
@_making
def _profile(arguments: Arguments, console: Console) -> int:
    from dbep_ig.guide.starting import profile_file

    here = _here(arguments.folder)
    name = _id(arguments, console, here.model.profiles, here)
    one = here.model.classes[_class_named(arguments, console, here)]
    made = here.model.profile_of(one.name)
    if made is not None:
        raise _Stopped(_taken(f"implements: {one.name}", made))
    return _written(
        console, profile_file(name, one.name, str(one.resource), here.model.guide.languages), here.root
    )


@command(
    Argument("name", _NAME, Text("id-en, uten prefikset", "the id, without the prefix"), required=False),
    Option("--context", metavar=Text("STI", "PATH"), about=Text("der den kan brukes, som Patient", "where it can be used, such as Patient")),
    Option("--type", metavar="TYPE", about=Text("typen til verdien (ellers string)", "the type of the value (default: string)")),
    _TITLE, _FOLDER,
)  # fmt: skip
@_making
def _extension(arguments: Arguments, console: Console) -> int:
    from dbep_ig.guide.authoring import forms
    from dbep_ig.guide.starting import extension_file

    here = _here(arguments.folder)
    name = _id(arguments, console, here.model.extensions, here)
    context = _asked(
        console,
        arguments.context,
        "--context",
        Text("Der den kan brukes (som Patient)", "Where it can be used (such as Patient)"),
        form=forms.CONTEXT_PATH,
    )
    if here.core.kind(context.partition(".")[0]) is None:
        raise _Stopped(_malformed("--context", context, forms.CONTEXT_PATH.expected, here.core.type_names()))
    value = _asked(
        console, arguments.type, "--type", Text("Typen til verdien", "The type of the value"), "string"
    )
    bare = value.partition("(")[0]
    if here.core.kind(bare) not in ("complex-type", "primitive-type"):
        raise _Stopped(
            _malformed(
                "--type",
                value,
                Text("en datatype i FHIR R4", "a data type of FHIR R4"),
                here.core.type_names(),
            )
        )
    files = extension_file(name, context, value, here.model.guide.languages, arguments.title or "")
    code = _written(console, files, here.root)
    use = f"maps: {context}.extension({name})"
    console.note(Text(f"Neste: bruk den i et element, med {use}", f"Next: use it in an element, by {use}"))
    return code


@command(
    Argument("name", _NAME, Text("id-en, uten prefikset", "the id, without the prefix"), required=False),
    Option("--codes", metavar=Text("KODER", "CODES"), about=Text("med komma mellom (ellers a,b)", "with commas between (default: a,b)")),
    _TITLE, _FOLDER,
)  # fmt: skip
@_making
def _codesystem(arguments: Arguments, console: Console) -> int:
    from dbep_ig.guide.authoring import forms
    from dbep_ig.guide.starting import codesystem_file

    here = _here(arguments.folder)
    name = _id(arguments, console, here.model.code_systems, here)
    codes = [
        one.strip()
        for one in _asked(
            console,
            arguments.codes,
            "--codes",
            Text("Koder, med komma mellom", "Codes, with commas between"),
            "a,b",
        ).split(",")
    ]
    for code in codes:
        if re.fullmatch(r"[A-Za-z0-9][\w.-]*", code) is None or codes.count(code) > 1:
            raise _Stopped(_malformed("--codes", code, forms.CODE.expected))
    files = codesystem_file(name, codes, here.model.guide.languages, arguments.title or "")
    return _written(console, files, here.root)


@command(
    Argument("name", _NAME, Text("id-en, uten prefikset", "the id, without the prefix"), required=False),
    Option("--system", metavar=Text("KODESYSTEM", "SYSTEM"), about=Text("kodesystemet: et i guiden, eller adressen til et annet", "the code system: one of the guide, or the canonical of another")),
    _TITLE, _FOLDER,
)  # fmt: skip
@_making
def _valueset(arguments: Arguments, console: Console) -> int:
    from dbep_ig.guide.starting import valueset_file

    here = _here(arguments.folder)
    name = _id(arguments, console, here.model.value_sets, here)
    known = here.model.names.code_systems
    default = name if name in known else ""
    system = _asked(console, arguments.system, "--system", Text("Kodesystem", "Code system"), default)
    if system not in known and "://" not in system and not system.startswith("urn:"):
        raise _Stopped(
            _malformed(
                "--system", system, Text("et kodesystem i guiden", "a code system of the guide"), known
            )
        )
    files = valueset_file(name, system, here.model.guide.languages, arguments.title or "")
    return _written(console, files, here.root)


@command(
    Argument("name", _NAME, Text("navnet på eksempelet", "the name of the example"), required=False),
    Option("--class", metavar=Text("KLASSE", "CLASS"), about=Text("klassen det er et eksempel på", "the class that it is an example of")),
    _TITLE, _FOLDER,
)  # fmt: skip
@_making
def _scenario(arguments: Arguments, console: Console) -> int:
    from dbep_ig.guide.authoring import forms
    from dbep_ig.guide.starting import scenario_file

    here = _here(arguments.folder)
    name = _asked(console, arguments.name, "NAME", _NAME, form=forms.ID)
    one = here.model.classes[_class_named(arguments, console, here)]
    return _written(
        console, scenario_file(name, one, here.model, here.core, arguments.title or ""), here.root
    )


def _can_be_class(name: str, core: "CoreStore") -> bool:
    """A resource that instances are of."""
    from dbep_ig.engine.fhir.uris import core_canonical

    if core.kind(name) != "resource":
        return False
    definition = core.find(core_canonical(name), "StructureDefinition")
    return definition is not None and not definition.get("abstract")


def _class_named(arguments: Arguments, console: Console, here: _Here) -> str:
    """A class that instances are written of."""
    concrete = [
        one.name for one in here.model.classes.values() if not one.abstract and one.resource is not None
    ]
    default = concrete[0] if len(concrete) == 1 else ""
    given = _asked(console, getattr(arguments, "class"), "--class", Text("Klasse", "Class"), default)
    if given not in concrete:
        expected = Text(
            "en klasse i modellen som blir en ressurs", "a class of the model that becomes a resource"
        )
        raise _Stopped(_malformed("--class", given, expected, concrete))
    return given


def _id(arguments: Arguments, console: Console, known: "Mapping[str, _Defined]", here: _Here) -> str:
    """An id that nothing of the kind has."""
    from dbep_ig.guide.authoring import forms
    from dbep_ig.guide.authoring.names import whole_id

    name = _asked(console, arguments.name, "NAME", _NAME, form=forms.ID)
    _free(whole_id(name, here.model.guide.prefix), known)
    return name


def _free(name: str, known: "Mapping[str, _Defined]") -> None:
    found = known.get(name)
    if found is not None:
        raise _Stopped(_taken(name, found))


def _taken(name: str, found: "_Defined") -> Issue:
    location = found.where.location()
    return Issue(NAME_TAKEN, location, {"name": name, "file": location.document})


run = Group(
    KINDS,
    {
        "guide": _guide,
        "class": _class,
        "profile": _profile,
        "extension": _extension,
        "codesystem": _codesystem,
        "valueset": _valueset,
        "scenario": _scenario,
    }.__getitem__,
    metavar=Text("SLAG", "KIND"),
    title=Text("slag", "kinds"),
    epilog=Text(
        "Det som ikke oppgis, spørres det om i en terminal. Filer som finnes, endres aldri.",
        "What is not given is asked for at a terminal. Files that exist are never changed.",
    ),
)
