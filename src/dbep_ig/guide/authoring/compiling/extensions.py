"""Extensions."""

from dbep_ig.engine.diagnostics import Issue, Text
from dbep_ig.guide.authoring.blocks import Fields
from dbep_ig.guide.authoring.fhir_names import pascal_case, words_of
from dbep_ig.guide.authoring.keywords.cardinality import CARDINALITY
from dbep_ig.guide.authoring.keywords.copyright import COPYRIGHT
from dbep_ig.guide.authoring.keywords.definition import DEFINITION
from dbep_ig.guide.authoring.keywords.extension_parts import CONTEXT, MODIFIER, MODIFIER_REASON, PARTS
from dbep_ig.guide.authoring.keywords.title import TITLE, TITLE_OF_ELEMENT
from dbep_ig.guide.authoring.keywords.type import TYPE
from dbep_ig.guide.authoring.model import Context, Extension, ExtensionPart, LocalText
from dbep_ig.guide.authoring.model_rules import EXTENSION_WITHOUT_VALUE, MODIFIER_WITHOUT_REASON
from dbep_ig.guide.authoring.names import Names
from dbep_ig.guide.authoring.yaml_nodes import Where

from .details import fhir_of, read_details
from .invariants import read_invariants
from .referring import binding_of, types_of


def read_extension(extension_id: str, fields: Fields, names: Names, issues: list[Issue]) -> Extension:
    _type_or_parts(fields, fields.where / "extension", issues)
    modifier = MODIFIER.of(fields)
    if modifier is None:  # one that cannot be read was meant as true where there is a reason
        modifier = fields.has(MODIFIER) and fields.has(MODIFIER_REASON)
    if modifier != (MODIFIER_REASON.of(fields) is not None) and not (
        modifier and fields.has(MODIFIER_REASON)
    ):
        word = MODIFIER_REASON if not modifier else MODIFIER
        at = fields.where / word.name
        issues.append(Issue(MODIFIER_WITHOUT_REASON, at.location(on_key=True)))
    return Extension(
        id=extension_id,
        name=pascal_case(extension_id),
        title=TITLE.of(fields) or LocalText(extension_id),
        definition=DEFINITION.of(fields) or LocalText(extension_id),
        context=tuple(_context(one, names) for one in CONTEXT.of(fields) or ()),
        types=types_of(fields, names) or (),
        binding=binding_of(fields, names),
        parts=_parts(fields, names, issues),
        copyright=COPYRIGHT.of(fields) or (),
        where=fields.where,
        members=fields.members,
        modifier=modifier,
        modifier_reason=MODIFIER_REASON.of(fields),
        invariants=read_invariants(fields, names, issues),
        fhir=fhir_of(fields),
    )


def _context(written: Context, names: Names) -> Context:
    if written.kind != "extension":
        return written
    extension, sharp, parts = written.expression.partition("#")
    return written._replace(expression=f"{names.extensions.get(extension, extension)}{sharp}{parts}")


def _parts(fields: Fields, names: Names, issues: list[Issue]) -> dict[str, ExtensionPart]:
    found: dict[str, ExtensionPart] = {}
    for name, one in (PARTS.of(fields) or {}).items():
        _type_or_parts(one, one.where, issues, on_key=True)
        cardinality = CARDINALITY.of(one)
        title, definition = TITLE_OF_ELEMENT.of(one) or LocalText(words_of(name)), DEFINITION.of(one)
        if cardinality and definition:
            found[name] = ExtensionPart(
                name=name,
                title=title,
                definition=definition,
                types=types_of(one, names) or (),
                cardinality=cardinality,
                binding=binding_of(one, names),
                where=one.where,
                members=one.members,
                parts=_parts(one, names, issues),
                details=read_details(one, names, issues),
            )
    return found


def _type_or_parts(fields: Fields, at: Where, issues: list[Issue], *, on_key: bool = False) -> None:
    """DBEP2023."""
    if fields.has(TYPE) == fields.has(PARTS):
        found = Text("begge", "both") if fields.has(TYPE) else Text("ingen av dem", "neither")
        issues.append(Issue(EXTENSION_WITHOUT_VALUE, at.location(on_key=on_key), {"found": found}))
