"""Validation of resources against R4 and profiles. Import from here: `Validator`, `Settings`.

The way of a document: `validator.py` takes it from `documents.py` and makes a `Run`, `reference_index.py` finds its resources
(and `outside.py` those of other documents), `walk.py` walks each against its compiled type (`schema_store.py`),
`profile_choice.py` chooses profiles, whose overlays (`profile_compiler.py`) are walked besides, and `answers.py` works through
what references demand of their targets. What is wrong is a rule in `rules/`.
"""

from .ground.settings import Settings
from .validator import Validator

__all__ = ["Settings", "Validator"]
