"""Extensions."""

from dbep_ig.engine.diagnostics import Issue, Text
from dbep_ig.guide.authoring.blocks import Fields
from dbep_ig.guide.authoring.fhir_names import pascal_case
from dbep_ig.guide.authoring.keywords.cardinality import CARDINALITY
from dbep_ig.guide.authoring.keywords.copyright import COPYRIGHT
from dbep_ig.guide.authoring.keywords.definition import DEFINITION
from dbep_ig.guide.authoring.keywords.extension_parts import CONTEXT, PARTS
from dbep_ig.guide.authoring.keywords.title import TITLE
from dbep_ig.guide.authoring.keywords.type import TYPE
from dbep_ig.guide.authoring.model import Extension, ExtensionPart, LocalText
from dbep_ig.guide.authoring.model_rules import EXTENSION_WITHOUT_VALUE
from dbep_ig.guide.authoring.names import Names

from .referring import binding_of, types_of


def read_extension(extension_id: str, fields: Fields, names: Names, issues: list[Issue]) -> Extension:
    parts: dict[str, ExtensionPart] = {}
    for name, one in (PARTS.of(fields) or {}).items():
        types, cardinality = types_of(one, names), CARDINALITY.of(one)
        title, definition = TITLE.of(one), DEFINITION.of(one)
        if types and cardinality and title and definition:
            binding = binding_of(one, names)
            parts[name] = ExtensionPart(
                name, title, definition, types, cardinality, binding, one.where, one.members
            )
    if fields.has(TYPE) == fields.has(PARTS):
        found = Text("begge", "both") if fields.has(TYPE) else Text("ingen av dem", "neither")
        at = (fields.where / "extension").location()
        issues.append(Issue(EXTENSION_WITHOUT_VALUE, at, {"found": found}))
    return Extension(
        id=extension_id,
        name=pascal_case(extension_id),
        title=TITLE.of(fields) or LocalText(extension_id),
        definition=DEFINITION.of(fields) or LocalText(extension_id),
        context=CONTEXT.of(fields) or (),
        types=types_of(fields, names) or (),
        binding=binding_of(fields, names),
        parts=parts,
        copyright=COPYRIGHT.of(fields) or (),
        where=fields.where,
        members=fields.members,
    )
