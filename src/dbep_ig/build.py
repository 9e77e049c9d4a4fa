"""Building a guide as a library: what `dbep build` does.

    from dbep_ig import build

    built = build.guide("my-guide")                 # the folder with guide.yaml; nothing is written
    print(built.report.to_text("en"))
    if built.report.ok:
        built.write("out")                          # package/, examples/, schema/, the packed package

    build.guide("my-guide", into="my-guide/build")  # written, and the site too; what did not change is not made again
    build.check("my-guide", kept_in="my-guide/build")  # the report alone; nothing is written but what stages made

Examples are validated as `Validator` does it. Who builds again in the same process makes again only what a change reaches.

Imports inside functions are for start-up time.
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule, Severity, Source, Text
from dbep_ig.engine.diagnostics import Report as EngineReport
from dbep_ig.library.report import Report

if TYPE_CHECKING:
    from dbep_ig.engine.core import CoreStore
    from dbep_ig.guide import build as values
    from dbep_ig.guide.findings import Findings, Judged, Validate
    from dbep_ig.guide.stages import Stages
    from dbep_ig.host.packages import PackageSettings

__all__ = ["Built", "check", "guide"]

NOT_A_GUIDE = Rule(
    code="DBEP6020",
    name="folder-without-guide",
    severity=Severity.FATAL,
    issue_type="not-found",
    nb="Verken «{folder}» eller en mappe over den har en guide.yaml{hint}",
    en="Neither `{folder}` nor a folder above it has a guide.yaml{hint}",
)
OVER_SOURCES = Rule(
    code="DBEP6022",
    name="build-over-guide",
    severity=Severity.FATAL,
    issue_type="conflict",
    nb="«{folder}» har en guide.yaml; det som bygges, ville erstattet filene guiden er skrevet i",
    en="`{folder}` has a guide.yaml; what is built would replace the files that the guide is written in",
)
NO_SUCH_LANGUAGE = Rule(
    code="DBEP6030",
    name="site-language-not-of-guide",
    issue_type="not-found",
    nb="Guiden er ikke på «{language}»; språkene er {known}{hint}",
    en="The guide is not in `{language}`; its languages are {known}{hint}",
)
FAILED = "FAILED"
"""A file beside a package that is of an earlier build, since the last one could not make any; gone with the next that can.
`host.guide_source` reads it."""
_OF_EARLIER_BUILD = (
    b"Det siste bygget feilet. Pakken her er fra et tidligere bygg.\n"
    b"The last build failed. The package here is of an earlier build.\n"
)
_PARTS = ("package", "schema", "examples")
_PAGES = "site-src"
_OPINIONS = tuple(f"DBEP605{number}" for number in range(1, 6))  # what only a second opinion finds
_KEPT = ".stages"
_YAML = (".yaml", ".yml")
_GUIDE_SLIP = re.compile(r"(?:guide|giude|guiden|guides)\.(?:ya?ml|yml\.txt|yaml\.txt|json)", re.IGNORECASE)


Render = Callable[[Mapping[str, bytes], Path, bytes], Result[Path]]
"""The pages as Markdown, the folder to build into, what each page must show -> the folder of the finished site."""


class Built(NamedTuple):
    """What came of a build.

    report    of the YAML, the examples and the site; a build without errors is `report.ok`
    files     path -> bytes: `package/…`, `examples/…`, `schema/…`, the packed package, and the site's pages as Markdown in
              `site-src/…`. With errors in the model just `schema/`; empty where nothing could be read
    findings  path of an example -> all that was found in it; what an invalid example is expected to have is not in the report
    counts    of classes, resources, examples and, among these, invalid ones; empty where nothing was built
    folder    where it was written; None where it was not
    site      the folder of the finished site; None where it was not wanted or could not be made
    """

    report: Report
    files: Mapping[str, bytes] = {}
    findings: Mapping[str, tuple[Issue, ...]] = {}
    counts: Mapping[str, int] = {}
    folder: Path | None = None
    site: Path | None = None

    def write(self, folder: str | os.PathLike[str]) -> None:
        """Makes `package/`, `examples/` and `schema/` of the folder hold just what was built, the packed package beside them.

        A folder with a guide.yaml is refused (ValueError): the examples in it are the ones that people write.
        """
        _write(self, Path(folder))


def guide(
    folder: str | os.PathLike[str] = ".",
    *,
    into: str | os.PathLike[str] | None = None,
    site: bool = True,
    second_opinion: bool = False,
    site_language: str | None = None,
    package_settings: "PackageSettings | None" = None,
    say: Callable[[Text], None] = lambda _: None,
    render: "Render | None" = None,
) -> Built:
    """Builds the guide that `folder` lies in. What can be made is made: faults in examples do not keep the package away.

    into   the folder to write to, and to keep in what stages made; not one with a guide.yaml; None: nothing is written
    site   with its pages; and, with `into`, the finished site
    second_opinion  with what fhir.resources, fhirpathpy and jsonschema say of it (extra `opinion`)
    site_language  the site in this language alone, one of the guide's (DBEP6030)
    say    is told what is being done
    render makes the finished site; None: `host.site_builder.build_site`, all of it
    """
    started = _started(folder, into, package_settings, say, render)
    if isinstance(started, Built):
        return started
    return started.run(site=site, language=site_language, second_opinion=second_opinion)


def check(
    folder: str | os.PathLike[str] = ".",
    *,
    kept_in: str | os.PathLike[str] | None = None,
    package_settings: "PackageSettings | None" = None,
    say: Callable[[Text], None] = lambda _: None,
) -> Built:
    """All that `guide` does without a site, but nothing is written: what is wrong with the guide that `folder` lies in.

    kept_in  the folder that the guide is built into, where stages keep what they made; None: nothing is kept
    -> without files and folder
    """
    started = _started(folder, kept_in, package_settings, say)
    return started if isinstance(started, Built) else started.run(site=False, write=False)


def _started(
    folder: str | os.PathLike[str],
    into: str | os.PathLike[str] | None,
    package_settings: "PackageSettings | None",
    say: Callable[[Text], None],
    render: "Render | None" = None,
) -> "Built | _Building":
    """A build of the guide that `folder` lies in, or why there can be none."""
    from dbep_ig.host.core_data import open_core
    from dbep_ig.host.guide_source import find_checkout
    from dbep_ig.host.packages import PackageSettings

    root = find_checkout(Path(folder).absolute())
    if root is None:
        return _stopped([not_a_guide(Path(folder))])
    if into is not None and _is_guide(Path(into)):
        return _stopped([Issue(OVER_SOURCES, Location(str(into)), {"folder": Path(into)})])
    core = open_core()
    if core.value is None:
        return _stopped(core.issues)
    places = package_settings or PackageSettings.of(os.environ, root)
    return _Building(root, None if into is None else Path(into), core.value, places, say, render)


def not_a_guide(folder: Path) -> Issue:
    """DBEP6020, with what could be done."""
    params = {"folder": folder, "hint": _nearly_a_guide(folder)}
    return Issue(NOT_A_GUIDE, Location(str(folder)), params)


def _nearly_a_guide(folder: Path) -> Text:
    """A file there that may have been meant for it."""
    names = sorted(path.name for path in folder.glob("*") if path.is_file()) if folder.is_dir() else []
    near = next((name for name in names if _GUIDE_SLIP.fullmatch(name)), None)
    if near is None:
        return Text("; «dbep new guide» lager en", "; `dbep new guide` makes one")
    return Text(f"; «{near}» må hete guide.yaml", f"; `{near}` must be called guide.yaml")


def _stopped(issues: Sequence[Issue]) -> Built:
    return Built(Report(EngineReport.of(issues)))


class _Building:
    """One build of one folder."""

    def __init__(
        self,
        root: Path,
        into: Path | None,
        core: "CoreStore",
        places: "PackageSettings",
        say: Callable[[Text], None],
        render: "Render | None",
    ) -> None:
        self.root = root
        self.into = into
        self.core = core
        self.places = places
        self.say = say
        self.render = render

    def run(
        self,
        *,
        site: bool,
        write: bool = True,
        language: str | None = None,
        second_opinion: bool = False,
    ) -> Built:
        from dbep_ig.guide.accepting import Known, accept
        from dbep_ig.guide.build import AUTHORED, FOR_PAGES, Given, build
        from dbep_ig.guide.kept_build import built_json, built_of
        from dbep_ig.guide.stages import digest_of
        from dbep_ig.host.built_on import built_on
        from dbep_ig.host.releases import FOLDER, check_released, read_releases
        from dbep_ig.host.site_builder import without_generator
        from dbep_ig.host.stage_files import program_digest
        from dbep_ig.host.stray_files import stray_files
        from dbep_ig.host.today import today
        from dbep_ig.host.trees import read_tree

        files = read_tree(self.root, AUTHORED, _YAML)
        on = built_on(files["guide.yaml"], self.places, self.core)
        if on.value is None:
            return _stopped(on.issues)
        missing = (
            without_generator() if site else None
        )  # before publishing, whose templates come with the generator
        pages = site and missing is None
        nobody = _nobody_to_ask() if second_opinion else None
        asked = second_opinion and nobody is None
        files |= read_tree(self.root, FOR_PAGES) if pages else {}
        released = read_tree(self.root, [FOLDER])
        surroundings = digest_of(
            program_digest(self.into and self.into / _KEPT) or "", on.value.digest, released
        )
        elsewhere = stray_files(self.root, AUTHORED, () if self.into is None else [self.into])
        wanted = (f"pages {language or ''}" if pages else "", "opinion" if asked else "")
        digest = digest_of(surroundings, files, elsewhere, *wanted)
        stages = _stages(self.root, self.into)
        into = self.into if write else None
        there = {} if into is None else _there(into, pages=pages)
        record = "build" if write else "check"
        built = built_of(stages.record(record), digest, files, there)
        if built is None:
            given = Given(
                files,
                self.core,
                on.value.definitions,
                surroundings,
                self.validation,
                lambda guide, made: check_released(read_releases(self.root), guide, made),
                (lambda made: _published(made, files, language, stages)) if pages else None,
                self.say,
                elsewhere,
                _rules,
                (lambda made: _second_opinion(made, files)) if asked else None,
                archive=write,
            )
            built = build(given, stages)
            if into is not None:
                _write(built, into)
            elif not write:
                built = built._replace(files={})
            stages.keep(record, built_json(built, digest, files))
        elif into is not None and built.counts:
            _mark_as_new(into)
        made = self.site(built) if pages and into is not None else Result(None)
        issues = [*built.issues, *(one for one in (missing, nobody) if one is not None), *made.issues]
        shown = accept(
            issues,
            on.value.accepted,
            files,
            today(os.environ),
            Known(_rules, _rule_of),
            is_complete=bool(built.counts),
            not_asked=() if asked else _OPINIONS,
        )
        report = EngineReport.of(
            shown.issues, accepted=shown.accepted, documents=built.documents, notes=on.value.notes
        )
        return Built(Report(report), built.files, built.findings, built.counts, into, made.value)

    def validation(self, package: Mapping[str, bytes]) -> "Validate":
        """As `dbep validate` does it with this package as its guide: profiles, settings and form of the document."""
        from dbep_ig.engine.fhir.documents import Document
        from dbep_ig.engine.fhir.json.reading import read_json
        from dbep_ig.engine.validation import Settings
        from dbep_ig.engine.validation.ground.documents import GivenDocuments
        from dbep_ig.guide.findings import Findings
        from dbep_ig.guide.scenarios.sequences import unchanged
        from dbep_ig.host.built_on import packages_of_guide
        from dbep_ig.workbench import Workbench, with_choices

        packages = packages_of_guide(package, self.places, self.core)
        bench = Workbench(self.core, packages, with_choices(Settings(), packages))

        def validate(one: "Judged") -> "Findings":
            read = read_json(one.data, one.document).value
            assert read is not None
            document = Document(Source(one.document, one.yaml), read.resource, one.origin, "yaml")
            earlier = None if one.before is None else read_json(one.before, one.document).value
            if earlier is None:
                found, held = bench.validator.validate(document)
            else:
                found, held = bench.validator.validate_all(
                    (document,),
                    beside=unchanged(earlier, read.resource),
                    earlier=GivenDocuments((earlier,)),
                    by=one.by,
                )
            return Findings(tuple(found), tuple(held))

        return validate

    def site(self, built: "values.Built") -> Result[Path]:
        """The pages as HTML, by MkDocs."""
        from dbep_ig.guide.publishing import NOTICE_MARK
        from dbep_ig.host.site_builder import build_site

        assert self.into is not None
        pages = {
            path.partition("/")[2]: data
            for path, data in built.files.items()
            if path.startswith(f"{_PAGES}/")
        }
        if not pages:
            return Result(None)
        self.say(Text("bygger nettstedet", "building the site"))
        on_each_page = NOTICE_MARK if built.has_notice else b""
        if self.render is not None:
            return self.render(pages, self.into, on_each_page)
        return build_site(pages, self.into, on_each_page=on_each_page)


def _rules() -> list[str]:
    """The names and the codes of all rules, as an example may expect them."""
    from dbep_ig.catalogue import names

    return [word for pair in names().items() for word in pair]


def _nobody_to_ask() -> Issue | None:
    """What is missing for a second opinion."""
    from dbep_ig.host.second_opinion import missing

    return missing()


def _second_opinion(made: "values.Made", files: Mapping[str, bytes]) -> tuple[Issue, ...]:
    from dbep_ig.host.second_opinion import second_opinion

    return second_opinion(made, files)


def _rule_of(word: str) -> Rule | None:
    """A rule by its code or its name."""
    from dbep_ig.catalogue import for_site

    return next((one for one in for_site.rules().values() if word in (one.code, one.name)), None)


def _published(
    made: "values.Made", files: Mapping[str, bytes], language: str | None, stages: "Stages"
) -> Result[dict[str, bytes]]:
    """The pages as Markdown, in one language where just that is wanted."""
    from dbep_ig.catalogue import for_site
    from dbep_ig.guide.publishing import Guide as Published
    from dbep_ig.guide.publishing import publish
    from dbep_ig.guide.publishing.written import Written
    from dbep_ig.licences import bundled

    words = made.words
    if language is not None:
        if language not in words:
            params = {"language": language, "known": list(words), "hint": _hint(language, words)}
            return Result(None, (Issue(NO_SUCH_LANGUAGE, Location("guide.yaml"), params),))
        words = {language: words[language]}
    return publish(
        Published(
            model=made.guide.model,
            resources=tuple(one.resource for one in made.guide.resources),
            examples=made.examples,
            catalogue=for_site.entries(),
            rules=for_site.rules(),
            site={path[5:]: data for path, data in files.items() if path.startswith("site/")},
            changelog=files.get("CHANGELOG.md", b"").decode(),
            downloads={path: data for path, data in made.package.items() if "/" not in path},
            words=words,
            bundled=bundled(),
            written=Written(_in_package(made)),
            stages=stages,
        )
    )


def _in_package(made: "values.Made") -> Iterator[tuple[dict[str, Any], bytes]]:
    """Resources that are in the package as they are, with their bytes; the ImplementationGuide, the last, names examples there."""
    for one in made.guide.resources[:-1]:
        data = made.package.get(f"package/{one.resource['resourceType']}-{one.resource['id']}.json")
        if data is not None:
            yield one.resource, data


def _hint(language: str, known: Iterable[str]) -> Text:
    from dbep_ig.guide.authoring.language_names import did_you_mean_language

    return did_you_mean_language(language, tuple(known))


_latest: "list[tuple[Path, Path | None, Stages]]" = []


def _stages(root: Path, into: Path | None) -> "Stages":
    """What was made of this folder before: in this process, where it was the last to be built, and on disk."""
    from dbep_ig.guide.stages import Stages
    from dbep_ig.host.stage_files import StageFiles, program_digest

    for before_root, before_into, stages in _latest:
        if (before_root, before_into) == (root, into):
            return stages
    lasts = into is not None and program_digest(into / _KEPT) is not None
    stages = Stages(StageFiles(into / _KEPT) if lasts and into is not None else None)
    _latest[:] = [(root, into, stages)]
    return stages


def _there(into: Path, *, pages: bool) -> dict[str, bytes]:
    """What an earlier build wrote, or somebody else in its place."""
    from dbep_ig.host.trees import read_tree

    return read_tree(into, [*_PARTS, *_packed(into), *([_PAGES] if pages else [])], hidden=True)


def _packed(into: Path) -> list[str]:
    """The archive of the package that is there. Others beside it are somebody else's: the folder may be where releases lie."""
    try:
        manifest = json.loads((into / "package" / "package.json").read_bytes())
        name = f"{manifest['name']}-{manifest['version']}.tgz"
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return []
    return [path.name for path in into.glob("*.tgz") if path.name == name]


def _write(built: "Built | values.Built", folder: Path) -> None:
    """What is the same is not written again."""
    from dbep_ig.host.trees import write_files, write_tree

    if _is_guide(folder):
        raise ValueError(f"{folder} has a guide.yaml")

    parts: dict[str, dict[str, bytes]] = {part: {} for part in (*_PARTS, _PAGES)}
    beside: dict[str, bytes] = {}
    for path, data in built.files.items():
        part, _, rest = path.partition("/")
        if rest:
            parts[part][rest] = data
        else:
            beside[path] = data
    if not built.counts:  # what is there of an earlier build stays, and is marked as that
        write_files(parts["schema"], folder / "schema")
        if (folder / "package").is_dir():
            write_files({FAILED: _OF_EARLIER_BUILD}, folder)
        return
    folder.mkdir(parents=True, exist_ok=True)
    for old in _packed(folder):
        if old not in beside:
            (folder / old).unlink()
    for part in (*_PARTS, *([_PAGES] if parts[_PAGES] else [])):
        write_tree(parts[part], folder / part)
    write_files(beside, folder)
    _mark_as_new(folder)


def _mark_as_new(folder: Path) -> None:
    """What is the same is not written again, and is no older than the YAML all the same. Without a package there is no mark."""
    (folder / FAILED).unlink(missing_ok=True)
    manifest = folder / "package" / "package.json"
    if manifest.is_file():
        manifest.touch()


def _is_guide(folder: Path) -> bool:
    return (folder / "guide.yaml").is_file()
