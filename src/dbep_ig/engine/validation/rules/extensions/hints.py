"""Which extension of the packages a url that nobody knows was meant for. Made when the message is shown.

HL7's own are in `hl7.py`: there a slip decides how grave an unknown name is.
"""

from dbep_ig.engine.diagnostics import LateText, Text
from dbep_ig.engine.diagnostics.slips import NO_HINT, asked, is_slip, nearest
from dbep_ig.engine.fhir.definitions import Definitions, canonicals_of
from dbep_ig.engine.validation.ground.run import Run

_MOST_REMEMBERED = 1_000


def extension_hint(url: str, run: Run) -> LateText:
    """`; did you mean `http://…`?`."""
    definitions, slips = run.definitions, run.slips  # what is made late outlives the run
    return LateText(lambda: _hint(url, definitions, slips))


def _hint(url: str, definitions: Definitions, slips: dict[str, str | None]) -> Text:
    if url not in slips:
        if len(slips) >= _MOST_REMEMBERED:
            slips.clear()
        slips[url] = _nearest(url, definitions)
    near = slips.get(url)
    return NO_HINT if near is None else asked(near)


def _nearest(url: str, definitions: Definitions) -> str | None:
    """Nearly this url, else nearly its last part at the same address."""
    known = sorted(canonicals_of(definitions, "StructureDefinition"))
    base, _, name = url.rpartition("/")
    beside = {one.rpartition("/")[2]: one for one in known if one.rpartition("/")[0] == base}
    near = nearest(name, beside)
    for one in (*(each for each in known if is_slip(url, each)), *(() if near is None else (beside[near],))):
        definition = definitions.find(one, "StructureDefinition")
        if definition is not None and definition.get("type") == "Extension":
            return str(one)
    return None
