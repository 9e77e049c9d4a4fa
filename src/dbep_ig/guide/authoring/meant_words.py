"""Words that people write for a keyword: those of another block, of FHIR, FSH and of other tools.

Only a word that is no keyword where it stands is looked up, and only a keyword of that block is an answer.
"""

from collections.abc import Collection

from dbep_ig.engine.diagnostics import Text

from .suggestions import did_you_mean, nearest

# word -> the keywords it may stand for, the likeliest first
_MEANT: dict[str, tuple[str, ...]] = {
    "parent": ("extends",),
    "extends": ("parent", "implements"),
    "inherits": ("extends", "parent"),
    "base": ("extends", "parent"),
    "basedon": ("extends", "parent"),
    "basedefinition": ("parent", "extends"),
    "implements": ("extends", "maps"),
    "class": ("implements",),
    "min": ("cardinality",),
    "max": ("cardinality",),
    "required": ("cardinality",),
    "optional": ("cardinality",),
    "multiplicity": ("cardinality",),
    "kardinalitet": ("cardinality",),
    "card": ("cardinality",),
    "types": ("type",),
    "datatype": ("type",),
    "path": ("maps",),
    "fhir": ("maps",),
    "map": ("maps",),
    "mapping": ("maps",),
    "mapsto": ("maps",),
    "description": ("definition",),
    "beskrivelse": ("definition",),
    "definisjon": ("definition",),
    "doc": ("definition",),
    "label": ("title", "display"),
    "tittel": ("title",),
    "short": ("title",),
    "heading": ("title",),
    "display": ("title",),
    "name": ("title", "display"),
    "human": ("text",),
    "message": ("text",),
    "fhirpath": ("expression",),
    "uttrykk": ("expression",),
    "valueset": ("binding", "valuesets"),
    "verdisett": ("binding", "valuesets"),
    "boundto": ("binding",),
    "codesystem": ("system",),
    "url": ("system", "canonical"),
    "codes": ("concepts",),
    "code": ("concepts",),
    "koder": ("concepts",),
    "concept": ("concepts",),
    "filter": ("concepts",),
    "filters": ("concepts",),
    "compose": ("include",),
    "elementer": ("elements",),
    "attributes": ("elements",),
    "properties": ("elements",),
    "fields": ("elements",),
    "children": ("elements", "rules"),
    "element": ("elements", "rules"),
    "elements": ("rules", "parts"),
    "constraints": ("invariants", "rules"),
    "constraint": ("invariants",),
    "invariant": ("invariants",),
    "slice": ("slices",),
    "discriminator": ("by",),
    "discriminators": ("by",),
    "patternvalue": ("pattern",),
    "fixedvalue": ("fixed",),
    "value": ("fixed",),
    "default": ("fixed", "pattern"),
    "level": ("severity",),
    "requirements": ("requirement",),
    "krav": ("requirement",),
    "ms": ("mustSupport",),
    "id": ("guide", "profile", "extension", "codesystem", "valueset"),
    "packageid": ("guide",),
    "dependson": ("dependencies",),
    "licence": ("license",),
    "lisens": ("license",),
    "language": ("languages",),
    "lang": ("languages",),
    "author": ("publisher",),
    "utgiver": ("publisher",),
}
# Words for what is said in another block.
_ELSEWHERE: dict[tuple[str, str], Text] = {
    (block, "invariants"): Text(
        "; invarianter skrives i profilen eller klassen selv",
        "; invariants are written in the profile or class itself",
    )
    for block in ("rule", "slice", "element", "part")
}


def meant(word: str, known: Collection[str]) -> str | None:
    """The keyword that a word was meant to be: a slip of the pen for it, or another word for it."""
    others = (one for one in _MEANT.get(word.casefold(), ()) if one in known)
    return next(others, None) or nearest(word, known)


def hint(word: str, block: str, known: Collection[str]) -> Text:
    """The end of the message about a word that is no keyword of a block."""
    elsewhere = _ELSEWHERE.get((block, word))
    if elsewhere is not None:
        return elsewhere
    right = next((one for one in _MEANT.get(word.casefold(), ()) if one in known), None)
    if right is None:
        return did_you_mean(word, known)
    if right == "cardinality" and word.casefold() in ("min", "max"):
        return Text("; skriv «cardinality: 0..1»", "; write `cardinality: 0..1`")
    return Text(f"; mente du «{right}»?", f"; did you mean `{right}`?")
