"""The whole line as values: the files that people write in; `{path: bytes}` and what is wrong out. No disk, no clock.

    files -> model -> resources -> examples -> package -> findings -> pages

Each stage is kept by the digest of what it is made of (`Stages`), so that a rebuild does again only what a change reaches.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from dbep_ig.engine.diagnostics import Issue, Result, Text
from dbep_ig.engine.fhir.definitions import DefinitionMap, Definitions
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.json.writing import json_bytes
from dbep_ig.engine.fhir.type_model import TypeModel

from .authoring import YamlDocument, read_model, read_yaml_documents
from .authoring.files import authored, guide_languages
from .authoring.json_schema import schema_files
from .authoring.labels import LABELS, read_languages
from .authoring.lint import check_model
from .authoring.lint.lost_files import without_lost_names
from .authoring.model import GuideMetadata, Model
from .authoring.strays import in_other_folder, misplaced, not_read, strays
from .definition_findings import check_definitions, definitions_of
from .findings import Validate
from .generation import Generated, generate, generate_implementation_guide
from .generation.checks import check_generated
from .generation.package import archive_of, package_files
from .generation.scenario_schema import PATH as SCENARIO_SCHEMA
from .generation.scenario_schema import scenario_schema
from .invariant_linting import lint_invariants
from .kept_findings import KeptFindings
from .languages import Words
from .repeated_findings import without_repeated
from .scenarios import (
    CheckedExample,
    Example,
    check_examples,
    compile_scenarios,
    whatever_the_model,
)
from .stages import Stages, digest_of

AUTHORED = ("guide.yaml", "model", "profiles", "examples", "site/labels")
FOR_PAGES = ("site", "CHANGELOG.md")
_EXAMPLES = "examples/"


@dataclass(frozen=True, slots=True)
class Guide:
    """A model and what is generated from it.

    resources    conformance resources with snapshots, the ImplementationGuide last
    definitions  the same as Definitions, with those they build on behind them
    """

    model: Model
    resources: tuple[Generated, ...]
    definitions: Definitions

    def files(
        self,
        examples: Iterable[Resource] = (),
        other: Mapping[str, bytes] | None = None,
        *,
        words: Mapping[str, Words] | None = None,
        with_archive: bool = True,
    ) -> Result[dict[str, bytes]]:
        """Path below `build/` -> bytes: `schema/`, `package/`, and, with the archive, the package packed beside it.

        examples  resources that go into `package/example/` and are named in the ImplementationGuide
        words     what the guide's languages call things; None for the tool's own words
        """
        held = tuple(examples)
        kept = self.resources[:-1]
        resources = (*kept, generate_implementation_guide(self.model, kept, held))
        package = package_files(self.model.guide, resources, held, other, words)
        if package.value is None:
            return package
        schemas = {**schema_files(self.model.guide.languages), SCENARIO_SCHEMA: scenario_schema(self.model)}
        archive = archive_of(self.model.guide, package.value) if with_archive else {}
        return Result({**schemas, **package.value, **archive}, package.issues)


def build_guide(
    files: Mapping[str, bytes],
    types: TypeModel,
    definitions: Definitions,
    elsewhere: Mapping[str, bytes] | None = None,
) -> Result[Guide]:
    """The guide that `guide.yaml`, `model/` and `profiles/` make.

    files        path as the user knows it -> bytes; others than those are left alone
    definitions  FHIR R4 core, and the packages the guide builds on where they are available
    elsewhere    the beginnings of files that are not read, and may have been meant to be
    -> no value when an error was found; every issue has its place in the YAML
    """
    read = read_model(files, types, definitions)
    lost, wrong = strays(elsewhere or {}), misplaced(files)
    not_taken = (*map(not_read, lost), *map(in_other_folder, wrong))
    if read.value is None:
        return Result(None, (*read.issues, *not_taken))
    model = read.value
    checked = check_model(model, types, definitions)
    issues = without_lost_names(read.issues, checked, (*lost, *wrong), model.guide.prefix) + not_taken
    if any(issue.is_error for issue in issues):
        return Result(None, issues)
    made = generate(model, types, definitions)
    issues = (*issues, *made.issues)
    if made.value is None or any(issue.is_error for issue in made.issues):
        return Result(None, issues)
    resources = tuple(made.value)
    known = DefinitionMap([one.resource for one in resources], definitions)
    issues = (*issues, *lint_invariants(model, resources, types, known))
    issues = (*issues, *check_generated(resources, known))
    if any(issue.is_error for issue in issues):
        return Result(None, issues)
    return Result(Guide(model, resources, known), issues)


class Given(NamedTuple):
    """What a build is made of.

    files           path below the guide's folder -> bytes, of `AUTHORED`, and of `FOR_PAGES` where there are to be pages
    types           R4's
    definitions     R4 core, and the packages the guide builds on where they are available
    elsewhere       path -> the beginning of a file that is not read, and may have been meant to be
    rules           the names and codes of the validator's rules
    surroundings    digest of all that is not among the files: the program, R4, packages, releases
    validation      the files of the package -> what validates an example against it, and the definitions themselves
    check_released  whether the package is one that was released; no value where that has other content
    publish         makes the pages; None: none are wanted
    say             is told what is being done
    second_opinion  what other libraries say of what was made; None: they are not asked
    archive         the package is packed too
    """

    files: Mapping[str, bytes]
    types: TypeModel
    definitions: Definitions
    surroundings: str
    validation: Callable[[Mapping[str, bytes]], Validate]
    check_released: Callable[[GuideMetadata, Mapping[str, bytes]], Result[bool]]
    publish: "Callable[[Made], Result[dict[str, bytes]]] | None" = None
    say: Callable[[Text], None] = lambda _: None
    elsewhere: Mapping[str, bytes] = {}
    rules: Callable[[], Collection[str]] = tuple
    second_opinion: "Callable[[Made], tuple[Issue, ...]] | None" = None
    archive: bool = True


class Made(NamedTuple):
    """What the pages tell of: the guide, its examples with all that was found in them, the package's files, what its languages call things."""

    guide: Guide
    examples: tuple[CheckedExample, ...]
    package: Mapping[str, bytes]
    words: Mapping[str, Words]


class Built(NamedTuple):
    """What came of a build.

    issues      in any order
    documents   the YAML that was read
    files       path below `build/` -> bytes: `package/`, `examples/`, `schema/`, the packed package, and `site-src/` where
                pages were wanted; with errors in the model just `schema/`, for just then an editor needs it
    counts      of classes, resources, examples and, among these, invalid ones; empty with errors in the model
    findings    path of an example -> all that was found in it, expected or not
    has_notice  the guide has a notice, which every page must show
    """

    issues: tuple[Issue, ...]
    documents: tuple[str, ...]
    files: Mapping[str, bytes]
    counts: Mapping[str, int] = {}
    findings: Mapping[str, tuple[Issue, ...]] = {}
    has_notice: bool = False


def build(given: Given, stages: Stages) -> Built:
    """What can be made is made: without errors in the model there is a package, whatever the examples say."""
    given.say(Text("leser modellen", "reading the model"))
    sources = {path: given.files[path] for path in authored(given.files)}
    wrong = {one.path: given.files[one.path] for one in misplaced(given.files)}
    read = {**sources, **wrong}
    here = digest_of(given.surroundings, read, given.elsewhere)
    made = stages.value(
        "guide", here, lambda: build_guide(read, given.types, given.definitions, given.elsewhere)
    )
    documents = tuple(sorted(sources))
    if made.value is None:
        examples_too = _issues_of_examples(read, _examples_of(given), given, made.issues)
        return Built((*made.issues, *examples_too), documents, schema_files(guide_languages(sources)))
    guide, issues = made.value, list(made.issues)
    metadata = guide.model.guide
    labels = {path: data for path, data in given.files.items() if path.startswith(LABELS)}
    at = (metadata.where / "languages").location()
    words = read_languages(metadata.languages, labels, at)
    issues += words.issues
    written = _examples_of(given)
    documents += tuple(sorted(written))
    here = digest_of(here, {**written, **labels})
    compiled = stages.value(
        "examples", here, lambda: _compiled(written, guide, given.types, words.value or {})
    )
    issues += compiled.issues
    examples = compiled.value or []
    complete = not any(issue.is_error for issue in issues)
    valid = [one.bundle for one in examples if one.of is None]
    packed = stages.value("package", here, lambda: guide.files(valid, words=words.value, with_archive=False))
    # Two examples may have the same file name; what is wrong with the others is found all the same.
    package = (
        packed.value or stages.value("definitions", here, lambda: guide.files(with_archive=False)).value or {}
    )
    issues += packed.issues
    validator = cache(lambda: given.validation(package))
    given.say(Text("validerer det som er generert", "validating what was generated"))
    of_definitions = KeptFindings(stages, "definitions", given.surroundings, validator)
    generated = definitions_of(guide.resources, package)
    refused = check_definitions(generated, guide.model.guide.canonical, of_definitions, issues)
    of_definitions.keep()
    issues += refused
    if any(issue.is_error for issue in refused):
        return Built(tuple(issues), documents, schema_files(guide.model.guide.languages))
    given.say(Text("validerer eksemplene mot profilene", "validating the examples against the profiles"))
    definitions = digest_of(given.surroundings, _definitions(package), _decisive(guide.resources))
    findings = KeptFindings(stages, "examples", definitions, validator)
    checked = check_examples(examples, guide.model, findings.validate, complete=complete, rules=given.rules)
    issues = without_repeated(issues, checked.issues)
    given.say(Text("skriver pakken", "writing the package"))
    released = given.check_released(guide.model.guide, packed.value or {})
    issues += released.issues
    if released.value is None:
        return Built(tuple(issues), documents, schema_files(guide.model.guide.languages))
    findings.keep()
    whole = packed.value or {}
    if given.archive and packed.value is not None:
        whole = whole | stages.value("archive", here, lambda: archive_of(guide.model.guide, whole))
    ready = Made(guide, tuple(checked.value or ()), whole, words.value or {})
    files = {**ready.package, **{_path_of(one): json_bytes(one.bundle) for one in examples}}
    if given.second_opinion is not None:
        given.say(Text("ber andre biblioteker om deres syn", "asking other libraries for their opinion"))
        issues += given.second_opinion(ready)
    if given.publish is not None:
        given.say(Text("lager sidene", "writing the pages"))
        published = given.publish(ready)
        issues += published.issues
        files |= {f"site-src/{path}": data for path, data in (published.value or {}).items()}
    counts = {
        "classes": len(guide.model.classes),
        "resources": len(guide.resources),
        "examples": len(examples),
        "invalid": len(examples) - len(valid),
    }
    found = {_path_of(one.example): one.issues for one in ready.examples}
    has_notice = guide.model.guide.notice is not None
    return Built(tuple(issues), documents, files, counts, found, has_notice)


def _examples_of(given: Given) -> dict[str, bytes]:
    return {path: data for path, data in given.files.items() if path.startswith(_EXAMPLES)}


def _issues_of_examples(
    sources: Mapping[str, bytes], written: Mapping[str, bytes], given: Given, of_model: Iterable[Issue]
) -> Iterable[Issue]:
    """What is wrong with examples whatever is wrong with the model: their YAML, their keys, the forms of values."""
    model = read_model(sources, given.types, given.definitions).value
    if model is None:
        return
    documents: list[YamlDocument] = []
    for name, data in written.items():
        read = read_yaml_documents(name, data)
        yield from read.issues
        documents.extend(read.value or ())
    compiled = compile_scenarios(documents, model, given.types, given.definitions)
    yield from whatever_the_model(compiled.issues, of_model)


def _compiled(
    files: Mapping[str, bytes], guide: Guide, types: TypeModel, words: Mapping[str, Words]
) -> Result[list[Example]]:
    """The scenarios as bundles."""
    issues: list[Issue] = []
    documents: list[YamlDocument] = []
    for name, data in files.items():
        read = read_yaml_documents(name, data)
        issues.extend(read.issues)
        documents.extend(read.value or ())
    compiled = compile_scenarios(documents, guide.model, types, guide.definitions, words)
    return Result(compiled.value, (*issues, *compiled.issues))


def _definitions(package: Mapping[str, bytes]) -> dict[str, bytes]:
    """What examples are validated against: the package without the examples, and without what names them; `_decisive` has the
    StructureDefinitions.
    """
    apart = ("package/example/", "package/ImplementationGuide-", "package/.", "package/other/")
    return {
        path: data
        for path, data in package.items()
        if path.startswith("package/") and not path.startswith((*apart, "package/StructureDefinition-"))
    }


_TEXTS = ("definition", "_definition", "alias", "_alias", "mapping")
_RESOURCE_TEXTS = (
    "description",
    "_description",
    "copyright",
    "_copyright",
    "purpose",
    "_purpose",
    "text",
    "mapping",
)


def _decisive(resources: Iterable[Generated]) -> dict[str, bytes]:
    """Of the StructureDefinitions, what findings of examples can depend on: all but texts that no finding has.

    A definition in other words is the most usual edit, and leaves the examples as they are.
    """
    found: dict[str, bytes] = {}
    for each in resources:
        resource = each.resource
        if resource["resourceType"] == "StructureDefinition":
            rest = {name: value for name, value in resource.items() if name not in _RESOURCE_TEXTS}
            for view in ("snapshot", "differential"):
                if view in rest:
                    elements = rest[view]["element"]
                    rest[view] = [
                        {name: value for name, value in element.items() if name not in _TEXTS}
                        for element in elements
                    ]
            found[f"{resource['url']}"] = json.dumps(rest, default=str).encode()
    return found


def _path_of(example: Example) -> str:
    return f"{_EXAMPLES}{'valid' if example.of is None else 'invalid'}/{example.name}.json"
