"""`Model` -> FHIR: logical models, profiles, extensions, terminology, ImplementationGuide, package."""

from .generating import differentials, generate
from .implementation_guide import generate_implementation_guide
from .origin import Generated, Origin

__all__ = ["Generated", "Origin", "differentials", "generate", "generate_implementation_guide"]
