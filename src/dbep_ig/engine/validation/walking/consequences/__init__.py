"""One fault, one message: what follows from a fault that is reported is not reported beside it.

A document's findings are looked through when all have been made, and only where there is more than one error; the walk
knows nothing of it. What is found twice is one finding; what another finding explains becomes its detail, or is left out where
it says nothing more. Only what is an error itself, and stays, takes another's place: where there was an error, there is one.
"""

from collections.abc import Iterable

from dbep_ig.engine.validation.ground.findings import Finding
from dbep_ig.engine.validation.walking.run import DocumentRun

from . import bundles, missing, misspelt, refused, same_value
from .pool import Pool

_LOOK = (*same_value.LOOK, *refused.LOOK, *misspelt.LOOK, *missing.LOOK, *bundles.LOOK)


def causes(findings: Iterable[Finding], run: DocumentRun) -> list[Finding]:
    """The findings without those that follow from others, in their order."""
    pool = Pool(findings, run)
    if pool.errors > 1:
        for look in _LOOK:
            look(pool)
    return pool.left()
