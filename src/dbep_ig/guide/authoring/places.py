"""The blocks there are, from whole files down to the smallest part."""

from dbep_ig.engine.diagnostics import Text

from .blocks import Block

GUIDE = Block("guide", Text("guide.yaml", "guide.yaml"))
CLASS = Block("class", Text("en klasse", "a class"))
PROFILE = Block("profile", Text("en profil", "a profile"))
EXTENSION = Block("extension", Text("en utvidelse", "an extension"))
CODE_SYSTEM = Block("codesystem", Text("et kodesystem", "a code system"))
VALUE_SET = Block("valueset", Text("et verdisett", "a value set"))
REQUIREMENTS = Block("requirements", Text("en kravliste", "a list of requirements"))
RESOURCE = Block("resource", Text("en ressurs", "a resource"), is_open=True)

ACTORS = Block("actors", Text("en liste over aktører", "a list of actors"))

# A file is of the kind whose first word it holds.
FILES = (GUIDE, CLASS, PROFILE, EXTENSION, CODE_SYSTEM, VALUE_SET, REQUIREMENTS, RESOURCE, ACTORS)

ELEMENT = Block("element", Text("et element", "an element"))
INVARIANT = Block("invariant", Text("en invariant", "an invariant"))
RULE = Block("rule", Text("en profilregel", "a profile rule"), shorthand="cardinality")
STATES = Block("states", Text("et livsløp", "a life cycle"))
TRANSITION = Block("transition", Text("en overgang", "a transition"), shorthand="to")
SLICING = Block("slicing", Text("en slicing", "a slicing"))
SLICE = Block("slice", Text("en slice", "a slice"), shorthand="cardinality")
PART = Block("part", Text("en del av en utvidelse", "a part of an extension"))
CONCEPT = Block("concept", Text("et begrep", "a concept"))
INCLUSION = Block("inclusion", Text("et utvalg av koder", "a choice of codes"))
PROPERTY = Block("property", Text("en egenskap ved koder", "a property of codes"), shorthand="type")
DESIGNATION = Block("designation", Text("en betegnelse", "a designation"))
FILTER = Block("filter", Text("et filter", "a filter"))
ALL_CODES = Block(
    "allCodes", Text("verdisettet av alle kodene", "the value set of all codes"), shorthand="id"
)
CANONICAL_ALIAS = Block(
    "canonicalAlias", Text("en tidligere adresse", "an earlier address"), shorthand="canonical"
)
ACCEPTANCE = Block("acceptance", Text("et godtatt funn", "an accepted finding"))
DEPENDENCY = Block("dependency", Text("en avhengighet", "a dependency"))
REQUIREMENT = Block("requirement", Text("et krav", "a requirement"))
ACTOR = Block("actor", Text("en aktør", "an actor"))

PARTS_OF_FILES = (
    ELEMENT,
    INVARIANT,
    STATES,
    TRANSITION,
    RULE,
    SLICING,
    SLICE,
    PART,
    CONCEPT,
    INCLUSION,
    PROPERTY,
    DESIGNATION,
    FILTER,
    ALL_CODES,
    CANONICAL_ALIAS,
    ACCEPTANCE,
    DEPENDENCY,
    REQUIREMENT,
    ACTOR,
)
BLOCKS = FILES + PARTS_OF_FILES
