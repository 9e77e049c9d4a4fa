"""The whole model as FHIR resources with snapshots."""

from dbep_ig.engine.diagnostics import Issue, Result
from dbep_ig.engine.fhir.definitions import DefinitionMap, Definitions
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.engine.snapshots import Snapshots
from dbep_ig.engine.snapshots.bases import BASE_REFUSED
from dbep_ig.guide.authoring.fhir_yaml import bearings_of
from dbep_ig.guide.authoring.model import GuideMetadata, Model
from dbep_ig.guide.authoring.yaml_nodes import Where

from .actors import generate_actor
from .conformance import header_places
from .extensions import generate_extension
from .fhir_resources import generate_fhir_resource
from .implementation_guide import generate_implementation_guide
from .inherited_examples import without_wrong_examples
from .life_cycles import life_cycle_definition
from .logical_models import generate_logical_model
from .members import in_order
from .origin import Generated, Origin
from .parents import parents_first
from .profiles import generate_profiles
from .terminology import generate_code_system, generate_value_set


def generate(model: Model, types: TypeModel, definitions: Definitions) -> Result[list[Generated]]:
    """Every conformance resource of the guide, snapshots included, each with its origin in the YAML.

    model        one that `check_model` found no error in
    definitions  FHIR R4 core, and the packages the guide builds on where they are available
    -> logical models, profiles, extensions, code systems, value sets, resources in FHIR's own words, then the ImplementationGuide; each in the
       model's order. A structure without a snapshot (its issues say why) is there with its differential.
    """
    made = differentials(model, types, definitions)
    structures = [one for one in made if one.resource["resourceType"] == "StructureDefinition"]
    written = [(one.resource, one.origin.root.document.source.name, one.origin) for one in structures]
    known = Snapshots(DefinitionMap([one.resource for one in made], definitions), written=written)
    by_url = {str(one.resource["url"]): one.resource for one in structures}
    for url in parents_first({url: str(one.get("baseDefinition", "")) for url, one in by_url.items()}):
        known.snapshot_of(by_url[url])
    issues: list[Issue] = []
    resources: list[Generated] = []
    for one in made:
        if one.resource["resourceType"] == "StructureDefinition":
            result = known.snapshot_of(one.resource)
            # What is wrong with a parent of ours is reported there, once.
            is_own = one.resource.get("baseDefinition") in by_url
            issues.extend(each for each in result.issues if not (is_own and each.rule is BASE_REFUSED))
            if result.value is not None and result.ok:
                one = Generated(_snapshot_first(without_wrong_examples(result.value)), one.origin)
        resources.append(one)
    resources.append(generate_implementation_guide(model, resources))
    return Result(resources, tuple(issues))


def differentials(model: Model, types: TypeModel, definitions: Definitions) -> list[Generated]:
    """As `generate`, before snapshots and without the ImplementationGuide."""
    bearings = bearings_of(model, types, definitions)
    made = (
        *(generate_logical_model(one, bearings) for one in model.classes.values()),
        *generate_profiles(bearings),
        *(generate_extension(one, bearings) for one in model.extensions.values()),
        *life_cycle_definition(model),
        *(generate_code_system(one, bearings) for one in model.code_systems.values()),
        *(generate_value_set(one, bearings) for one in model.value_sets.values()),
        *(generate_actor(one, model) for one in model.actors.values()),
        *(generate_fhir_resource(one, bearings) for one in model.resources.values()),
    )
    guide = model.guide
    return [
        Generated(
            in_order(one.resource, one.resource["resourceType"], types), _with_header(one.origin, guide)
        )
        for one in made
    ]


def _with_header(origin: Origin, guide: GuideMetadata) -> Origin:
    block = Where(origin.root.document, origin.root.pointer[:-1])
    return Origin(origin.root, {**header_places(guide, block), **origin.places})


def _snapshot_first(resource: dict[str, object]) -> dict[str, object]:
    """The specification has snapshot before differential."""
    rest = {key: value for key, value in resource.items() if key not in ("snapshot", "differential")}
    views = ("snapshot", "differential")  # one in FHIR's own words can lack the latter
    return {**rest, **{view: resource[view] for view in views if view in resource}}
