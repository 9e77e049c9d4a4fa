"""From the files people write to the guide: bytes in, values and bytes out, no disk.

    read_model -> check_model -> generate -> package

What stands on the conformance resources (examples, site) goes on from the `Guide` that comes out of here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dbep_ig.engine.diagnostics import Result
from dbep_ig.engine.fhir.definitions import DefinitionMap, Definitions
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.type_model import TypeModel

from .authoring import read_model
from .authoring.json_schema import schema_files
from .authoring.lint import check_model
from .authoring.lint.lost_files import without_lost_names
from .authoring.model import Model
from .generation import Generated, generate, generate_implementation_guide
from .generation.package import package_files
from .generation.scenario_schema import PATH as SCENARIO_SCHEMA
from .generation.scenario_schema import scenario_schema


@dataclass(frozen=True, slots=True)
class Guide:
    """A model and what is generated from it.

    resources    conformance resources with snapshots, the ImplementationGuide last
    definitions  the same as Definitions, with those they build on behind them: what examples are validated with
    """

    model: Model
    resources: tuple[Generated, ...]
    definitions: Definitions

    def files(
        self, examples: Iterable[Resource] = (), other: Mapping[str, bytes] | None = None
    ) -> Result[dict[str, bytes]]:
        """Path below `build/` -> bytes: `schema/`, `package/`, and the package packed beside it.

        examples  resources that go into `package/example/` and are named in the ImplementationGuide
        """
        held = tuple(examples)
        kept = self.resources[:-1]
        resources = (*kept, generate_implementation_guide(self.model, kept, held))
        package = package_files(self.model.guide, resources, held, other)
        if package.value is None:
            return package
        schemas = {**schema_files(), SCENARIO_SCHEMA: scenario_schema(self.model)}
        return Result({**schemas, **package.value}, package.issues)


def build_guide(files: Mapping[str, bytes], types: TypeModel, definitions: Definitions) -> Result[Guide]:
    """The guide that `guide.yaml`, `model/` and `profiles/` make.

    files        path as the user knows it -> bytes; others than those are left alone
    definitions  FHIR R4 core, and the packages the guide builds on where they are available
    -> no value when an error was found; every issue has its place in the YAML
    """
    read = read_model(files, types)
    if read.value is None:
        return Result(None, read.issues)
    model = read.value
    issues = without_lost_names(read.issues, check_model(model, types, definitions))
    if any(issue.is_error for issue in issues):
        return Result(None, issues)
    made = generate(model, types, definitions)
    issues = (*issues, *made.issues)
    if made.value is None or any(issue.is_error for issue in made.issues):
        return Result(None, issues)
    resources = tuple(made.value)
    known = DefinitionMap([one.resource for one in resources], definitions)
    return Result(Guide(model, resources, known), issues)
