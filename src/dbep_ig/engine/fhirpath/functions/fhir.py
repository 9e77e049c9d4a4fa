"""What FHIR adds: extension, hasValue, resolve, memberOf, conformsTo, htmlChecks…

Source: https://hl7.org/fhir/R4/fhirpath.html#functions
"""

from typing import Any

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhirpath.converting import one, one_string, system_of, wrong_type
from dbep_ig.engine.fhirpath.environment import UNDECIDED, Environment
from dbep_ig.engine.fhirpath.errors import EvaluationError
from dbep_ig.engine.fhirpath.node import Collection, Node
from dbep_ig.engine.fhirpath.rules import UNKNOWN_DEFINITION
from dbep_ig.engine.fhirpath.undecided import answered

from .function import Function

_CODED = Text("en kode, Coding eller CodeableConcept", "a code, Coding or CodeableConcept")


def extension(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """`extension(url)` is `extension.where(url = …)`."""
    url = one_string(arguments[0], "extension")
    if url is None:
        return []
    return [
        found
        for found in env.navigator.member(items, "extension")
        if type(found) is Node and type(found.value) is dict and found.value.get("url") == url
    ]


def has_value(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """True for one primitive that has a value, and not only extensions."""
    return [len(items) == 1 and holds_value(items[0])]


def holds_value(item: Any) -> bool:
    """Whether an item is a primitive with a value, valid or not."""
    return type(item) is not Node or (item.value is not None and type(item.value) not in (dict, list))


def get_value(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """The System value of one primitive."""
    value = _primitive_value(items[0]) if len(items) == 1 else None
    return [] if value is None else [value]


def _primitive_value(item: Any) -> Any:
    if type(item) is Node:
        return None if type(item.value) in (dict, list) else system_of(item)
    return item


def resolve(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """The resources that References, uris and canonicals lead to; what leads nowhere is left out.

    Undecided if a reference leads out of what is available and nothing was resolved to say otherwise.
    """
    found: Collection = []
    for item in items:
        if type(item) is Node and type(item.value) is dict:
            reference = item.value.get("reference")
        else:
            reference = system_of(item)
        if type(reference) is not str:
            continue
        around = _around(item, env)
        target = _contained(reference, env.root_resource if around is None else around)
        if target is None:
            answer = env.services.resolve(reference, env, around)
            target = answered(
                answer,
                "resolve()",
                Text(f"`{reference}` er ikke tilgjengelig", f"`{reference}` is not available"),
            )
        if type(target) is dict:
            found.append(env.navigator.root(target))
    return found


def _around(item: Any, env: Environment) -> Any:
    """The resource that an element stands in, or its container; None for %resource itself, and where it is not known."""
    node = item if type(item) is Node else None
    while node is not None:
        value = node.value
        if type(value) is dict and "resourceType" in value and node.name != "contained":
            return None if value is env.resource else value
        node = node.parent
    return None


def _contained(reference: str, container: Any) -> Any:
    if not reference.startswith("#") or type(container) is not dict:
        return None
    if reference == "#":
        return container
    contained = container.get("contained")
    for resource in contained if type(contained) is list else ():
        if type(resource) is dict and resource.get("id") == reference[1:]:
            return resource
    return None


def member_of(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """Whether a code, Coding or CodeableConcept is in a value set."""
    item = one(items, "memberOf")
    value_set = one_string(arguments[0], "memberOf")
    if item is None or value_set is None:
        return []
    value, type_name = (item.value, item.type) if type(item) is Node else (item, "string")
    if type(value) is not str and type(value) is not dict:
        if value is None:
            return []
        raise wrong_type("memberOf", item, _CODED)
    answer = answered(
        env.services.member_of(value, type_name, value_set),
        "memberOf()",
        Text(
            f"innholdet i verdisettet {value_set} er ikke kjent", f"the content of {value_set} is not known"
        ),
    )
    return [_known(answer, "memberOf", value_set)]


def _known(answer: Any, operation: str, canonical: str) -> Any:
    if answer is None:
        raise EvaluationError(UNKNOWN_DEFINITION, {"operation": operation, "canonical": canonical})
    return answer


def conforms_to(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """Whether one element or resource conforms to a profile."""
    item = one(items, "conformsTo")
    profile = one_string(arguments[0], "conformsTo")
    if item is None or profile is None:
        return []
    value, type_name = (item.value, item.type) if type(item) is Node else (item, None)
    answer = answered(env.services.conforms_to(value, type_name, profile, env), "conformsTo()")
    return [_known(answer, "conformsTo", profile)]


def _subsumption(name: str, *, forwards: bool) -> Function:
    def run(items: Collection, arguments: list[Any], env: Environment) -> Collection:
        ours, theirs = one(items, name), one(arguments[0], name)
        if ours is None or theirs is None:
            return []
        upper, lower = _codings(ours, name), _codings(theirs, name)
        if not forwards:
            upper, lower = lower, upper
        undecided = False
        for system, code in upper:
            for other_system, other in lower:
                if not isinstance(system, str) or system != other_system:
                    continue
                answer = True if code == other else env.services.subsumes(system, code, other)
                if answer is True:
                    return [True]
                undecided = undecided or answer is UNDECIDED
        return [answered(UNDECIDED if undecided else False, f"{name}()")]

    run.__doc__ = (
        "Whether one code is, or is above, the other in its code system; codes of CodeableConcepts in pairs."
    )
    return Function(name, run, (1, 1), single=True, gives="System.Boolean")


def _codings(item: Any, operation: str) -> list[tuple[Any, Any]]:
    value = item.value if type(item) is Node else None
    if type(value) is not dict:
        raise wrong_type(operation, item, _CODED)
    listed = value.get("coding")
    codings = listed if type(listed) is list else [value]
    return [
        (each.get("system"), each.get("code")) for each in codings if type(each) is dict and "code" in each
    ]


def html_checks(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """Whether XHTML keeps the rules of narratives: https://hl7.org/fhir/R4/narrative.html#xhtml"""
    div = one_string(items, "htmlChecks")
    return [] if div is None else [answered(env.services.narrative_is_safe(div), "htmlChecks()")]


def element_definition(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """The ElementDefinitions of the items."""
    found: Collection = []
    for item in items:
        if type(item) is Node:
            answer = env.services.element_definition(_definition_path(item), item.type, env)
            definition = answered(answer, "elementDefinition()")
            if definition is not None:
                found.append(Node(definition, "ElementDefinition", None, None, "ElementDefinition"))
    return found


def _definition_path(node: Node) -> str:
    """`Patient.name.given`, from the nearest resource."""
    steps: list[str] = []
    current: Node | None = node
    while current is not None:
        steps.append(current.name)
        if type(current.value) is dict and type(current.value.get("resourceType")) is str:
            steps[-1] = current.value["resourceType"]
            break
        current = current.parent
    return ".".join(reversed(steps))


def slice_(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """The items that belong to a named slice of a profile."""
    structure = one_string(arguments[0], "slice")
    name = one_string(arguments[1], "slice")
    if structure is None or name is None:
        return []
    return [
        item
        for item in items
        if type(item) is Node
        and _known(
            answered(env.services.in_slice(item.value, structure, name, env), "slice()"),
            "slice",
            f"{structure}#{name}",
        )
    ]


def check_modifiers(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """The input, if every modifier extension in it is among the urls given; an error otherwise."""
    allowed = {one_string(argument, "checkModifiers") for argument in arguments}
    for found in env.navigator.member(items, "modifierExtension"):
        url = found.value.get("url") if type(found) is Node and type(found.value) is dict else None
        if url not in allowed:
            raise EvaluationError(UNKNOWN_DEFINITION, {"operation": "checkModifiers", "canonical": str(url)})
    return items


FUNCTIONS = (
    Function("extension", extension, (1, 1), gives="Extension"),
    Function("hasValue", has_value, gives="System.Boolean"),
    Function("getValue", get_value),
    Function("resolve", resolve, gives="Resource"),
    Function("memberOf", member_of, (1, 1), single=True, gives="System.Boolean"),
    Function("conformsTo", conforms_to, (1, 1), single=True, gives="System.Boolean"),
    _subsumption("subsumes", forwards=True),
    _subsumption("subsumedBy", forwards=False),
    Function("htmlChecks", html_checks, single=True, gives="System.Boolean"),
    Function("elementDefinition", element_definition, gives="ElementDefinition"),
    Function("slice", slice_, (2, 2), gives="same"),
    Function("checkModifiers", check_modifiers, (0, 50), gives="same"),
)
