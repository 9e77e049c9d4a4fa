"""Validation of resources against R4 and profiles. Import from here: `Validator`, `Settings`.

The way of a document: `validator.py` takes it from its call (`ground/documents.py`, `ground/call.py`) and makes a run
(`walking/run.py`); `ground/reference_index.py` finds its resources, `walking/walk.py` walks each against its compiled type
(`compiling/schema_store.py`), `choosing/` chooses profiles, whose overlays (`compiling/profile_compiler.py`) `walking/overlay.py`
walks besides, and `walking/answers.py` works through what references demand of their targets. What is wrong is a rule in `rules/`,
which knows `ground/` alone: what it may ask is `ground/run.py`.
"""

from .ground.settings import Settings
from .validator import Validator

__all__ = ["Settings", "Validator"]
