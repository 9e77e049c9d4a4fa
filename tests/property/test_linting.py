"""Linting never raises; and what it takes for known of an expression is so when the expression is evaluated."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dbep_ig.engine.fhirpath import Environment, EvaluationError, compile_expression
from dbep_ig.engine.fhirpath.checking.kinds import kind_of
from dbep_ig.engine.fhirpath.syntax.faults import SyntaxFaultError
from dbep_ig.engine.fhirpath.syntax.parser import parse_tokens
from dbep_ig.engine.linting import Linter, Outline, own_constraints, surroundings
from dbep_ig.engine.linting.findings import Notes
from dbep_ig.engine.linting.inference import Inference
from dbep_ig.engine.terminology import Terminology
from dbep_ig.host.core_data import open_core

from .fhirpath_strategies import FUNCTIONS, LITERALS, OPERATORS, expressions, resources

CORE = open_core().value
TERMINOLOGY = Terminology(CORE)
LINTER = Linter(CORE, CORE, TERMINOLOGY)
TYPES = st.sampled_from([*CORE.type_names(), "CarePlan.activity", "Timing.repeat", "nothing"])

names = st.one_of(
    st.sampled_from(
        sorted({name for one in ("CarePlan", "Extension", "Coding") for name in CORE.elements(one)})
    ),
    st.sampled_from(
        ["resolve()", "extension('http://x.y/z')", "children()", "descendants()", "repeat(item)"]
    ),
    st.sampled_from(["$this", "%resource", "%context", "%foo", "where(url = 'x')", "ofType(Patient)"]),
    st.sampled_from(["where(conformsTo('http://hl7.org/fhir/StructureDefinition/Patient'))", "as(Resource)"]),
)
chains = st.lists(st.one_of(names, FUNCTIONS), min_size=1, max_size=6).map(".".join)
anything = st.one_of(
    expressions(),
    chains,
    st.tuples(chains, OPERATORS, st.one_of(chains, LITERALS)).map(" ".join),
    st.text(max_size=30),
)


@given(anything, TYPES, st.booleans())
@settings(max_examples=400)
def test_it_never_raises(text, type_name, is_open):
    around = LINTER.on_type(type_name)._replace(own_base="http://x.y/" if is_open else None)
    for finding in LINTER.lint(text, around):
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.rule.say(finding.params, "nb")
        assert finding.rule.say(finding.params, "en")


@given(expressions(), resources(odd=False))
@settings(max_examples=400)
def test_what_is_known_is_so(text, resource):
    compiled = compile_expression(text, types=CORE, context_type=resource["resourceType"]).value
    try:
        node = parse_tokens(text)
        items = compiled.evaluate(resource, Environment(resource, types=CORE))
    except (SyntaxFaultError, EvaluationError):
        return
    shape = Inference(
        LINTER.on_type(resource["resourceType"]), LINTER.elements, TERMINOLOGY, Notes(text)
    ).infer(node)
    if shape.many is False:
        assert len(items) <= 1
    for item in items if shape.kinds is not None else ():
        types = {kind.type for kind in shape.kinds} | {kind.label for kind in shape.kinds}
        own = item.type.removeprefix("FHIR.")
        assert own in types or kind_of(own) in {kind_of(one) for one in types}


MEMBERS = [
    *("id", "path", "type", "code", "profile", "targetProfile", "constraint", "expression", "max"),
    *("snapshot", "differential", "element", "binding", "strength", "valueSet", "fixedUri", "url"),
    *("contentReference", "key", "source", "derivation"),
]
ODD = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(MEMBERS),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@given(ODD, st.lists(ODD, max_size=3), chains)
@settings(max_examples=300)
def test_definitions_of_any_shape(value, elements, text):
    constraint = {"constraint": [{"key": "a", "expression": text}]}
    root = {"id": "X", "path": "X", **constraint}
    below = {"path": "X.code", "type": value, "max": value, "binding": value, **constraint}
    definition = {
        "url": value,
        "type": value,
        "snapshot": {"element": [root, below, *elements]},
        "differential": {"element": [*elements, root, below]},
    }
    for one in (definition, value if isinstance(value, dict) else {}):
        outline = Outline(one, None)
        for _, element_id, found in own_constraints(one):
            around = surroundings(outline, element_id, LINTER.elements)
            if around is not None:
                LINTER.lint(found["expression"], around)
