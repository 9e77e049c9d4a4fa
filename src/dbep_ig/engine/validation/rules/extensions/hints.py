"""Which extension of the packages a url that nobody knows was meant for. Made when the message is shown.

HL7's own are in `hl7_extensions.py`: there a slip decides how grave an unknown name is.
"""

from dbep_ig.engine.diagnostics import LateText, Text
from dbep_ig.engine.diagnostics.slips import NO_HINT, asked, is_slip, nearest
from dbep_ig.engine.fhir.definitions import canonicals_of
from dbep_ig.engine.validation.ground.compile_context import World

_MOST_REMEMBERED = 1_000


def extension_hint(url: str, world: World) -> LateText:
    """`; did you mean `http://…`?`."""
    return LateText(lambda: _hint(url, world))


def _hint(url: str, world: World) -> Text:
    if url not in world.slips:
        if len(world.slips) >= _MOST_REMEMBERED:
            world.slips.clear()
        world.slips[url] = _nearest(url, world)
    near = world.slips.get(url)
    return NO_HINT if near is None else asked(near)


def _nearest(url: str, world: World) -> str | None:
    """Nearly this url, else nearly its last part at the same address."""
    known = sorted(canonicals_of(world.definitions, "StructureDefinition"))
    base, _, name = url.rpartition("/")
    beside = {one.rpartition("/")[2]: one for one in known if one.rpartition("/")[0] == base}
    near = nearest(name, beside)
    for one in (*(each for each in known if is_slip(url, each)), *(() if near is None else (beside[near],))):
        definition = world.definitions.find(one, "StructureDefinition")
        if definition is not None and definition.get("type") == "Extension":
            return str(one)
    return None
