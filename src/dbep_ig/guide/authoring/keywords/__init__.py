"""The words of the YAML, each in its own file (or with those it belongs to), in the order of the reference page."""

from typing import Any

from dbep_ig.guide.authoring.blocks import Keyword

from .abstract import ABSTRACT
from .binding import BINDING
from .cardinality import CARDINALITY
from .codes import CONCEPTS, DISPLAY, EXCLUDE, INCLUDE, SYSTEM, SYSTEM_VERSION, VALUE_SETS
from .copyright import COPYRIGHT
from .defines import (
    DEFINES_CLASS,
    DEFINES_CODE_SYSTEM,
    DEFINES_EXTENSION,
    DEFINES_GUIDE,
    DEFINES_PROFILE,
    DEFINES_REQUIREMENTS,
    DEFINES_VALUE_SET,
)
from .definition import DEFINITION
from .elements import ELEMENTS
from .extends import EXTENDS
from .extension_parts import CONTEXT, PARTS
from .fixed_and_pattern import FIXED, PATTERN
from .guide_metadata import (
    CANONICAL_ALIASES,
    CANONICAL_BASE,
    CONTACT,
    DATE_OF_GUIDE,
    DEPENDENCIES,
    DEPENDENCY_CANONICAL,
    DEPENDENCY_VERSION,
    EXPERIMENTAL,
    FEEDBACK,
    FHIR_VERSION,
    JURISDICTION,
    LANGUAGES_OF_GUIDE,
    LICENSE,
    NOTICE,
    OPTIONAL,
    PREFIX,
    PUBLISHER,
    STATUS,
    VERSION_OF_GUIDE,
)
from .implements import IMPLEMENTS
from .imposes import IMPOSES
from .invariants import EXPRESSION, INVARIANTS, SEVERITY, TEXT
from .maps import MAPS
from .must_support import MUST_SUPPORT
from .name import NAME
from .parent import PARENT
from .phase import PHASE
from .requirement import QUOTE, REQUIREMENTS_MET, SOURCE
from .rules import RULES
from .slicing import BY, ORDERED, SLICES, SLICING_OF, SLICING_RULES
from .title import TITLE
from .type import TYPE

KEYWORDS: tuple[Keyword[Any], ...] = (
    DEFINES_GUIDE,
    DEFINES_CLASS,
    DEFINES_PROFILE,
    DEFINES_EXTENSION,
    DEFINES_CODE_SYSTEM,
    DEFINES_VALUE_SET,
    DEFINES_REQUIREMENTS,
    EXTENDS,
    IMPLEMENTS,
    PARENT,
    ABSTRACT,
    NAME,
    TITLE,
    DEFINITION,
    COPYRIGHT,
    MAPS,
    IMPOSES,
    ELEMENTS,
    TYPE,
    CARDINALITY,
    BINDING,
    REQUIREMENTS_MET,
    PHASE,
    INVARIANTS,
    SEVERITY,
    TEXT,
    EXPRESSION,
    RULES,
    PATTERN,
    FIXED,
    MUST_SUPPORT,
    SLICING_OF,
    SLICES,
    BY,
    SLICING_RULES,
    ORDERED,
    CONTEXT,
    PARTS,
    CONCEPTS,
    DISPLAY,
    INCLUDE,
    EXCLUDE,
    SYSTEM,
    SYSTEM_VERSION,
    VALUE_SETS,
    CANONICAL_BASE,
    CANONICAL_ALIASES,
    VERSION_OF_GUIDE,
    STATUS,
    EXPERIMENTAL,
    DATE_OF_GUIDE,
    FHIR_VERSION,
    LANGUAGES_OF_GUIDE,
    PUBLISHER,
    CONTACT,
    NOTICE,
    FEEDBACK,
    JURISDICTION,
    LICENSE,
    PREFIX,
    DEPENDENCIES,
    DEPENDENCY_VERSION,
    DEPENDENCY_CANONICAL,
    OPTIONAL,
    QUOTE,
    SOURCE,
)

__all__ = [
    "ABSTRACT",
    "BINDING",
    "BY",
    "CANONICAL_ALIASES",
    "CANONICAL_BASE",
    "CARDINALITY",
    "CONCEPTS",
    "CONTACT",
    "CONTEXT",
    "COPYRIGHT",
    "DATE_OF_GUIDE",
    "DEFINES_CLASS",
    "DEFINES_CODE_SYSTEM",
    "DEFINES_EXTENSION",
    "DEFINES_GUIDE",
    "DEFINES_PROFILE",
    "DEFINES_REQUIREMENTS",
    "DEFINES_VALUE_SET",
    "DEFINITION",
    "DEPENDENCIES",
    "DEPENDENCY_CANONICAL",
    "DEPENDENCY_VERSION",
    "DISPLAY",
    "ELEMENTS",
    "EXCLUDE",
    "EXPERIMENTAL",
    "EXPRESSION",
    "EXTENDS",
    "FEEDBACK",
    "FHIR_VERSION",
    "FIXED",
    "IMPLEMENTS",
    "IMPOSES",
    "INCLUDE",
    "INVARIANTS",
    "JURISDICTION",
    "KEYWORDS",
    "LANGUAGES_OF_GUIDE",
    "LICENSE",
    "MAPS",
    "MUST_SUPPORT",
    "NAME",
    "NOTICE",
    "OPTIONAL",
    "ORDERED",
    "PARENT",
    "PARTS",
    "PATTERN",
    "PHASE",
    "PREFIX",
    "PUBLISHER",
    "QUOTE",
    "REQUIREMENTS_MET",
    "RULES",
    "SEVERITY",
    "SLICES",
    "SLICING_OF",
    "SLICING_RULES",
    "SOURCE",
    "STATUS",
    "SYSTEM",
    "SYSTEM_VERSION",
    "TEXT",
    "TITLE",
    "TYPE",
    "VALUE_SETS",
    "VERSION_OF_GUIDE",
]
