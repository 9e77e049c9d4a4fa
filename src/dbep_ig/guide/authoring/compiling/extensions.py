"""Extensions."""

from dbep_ig.engine.diagnostics import Issue, Text
from dbep_ig.guide.authoring import keywords as kw
from dbep_ig.guide.authoring.blocks import Fields
from dbep_ig.guide.authoring.fhir_names import pascal_case
from dbep_ig.guide.authoring.model import Extension, ExtensionPart
from dbep_ig.guide.authoring.model_rules import EXTENSION_WITHOUT_VALUE
from dbep_ig.guide.authoring.names import Names

from .referring import binding_of, types_of


def read_extension(extension_id: str, fields: Fields, names: Names, issues: list[Issue]) -> Extension:
    parts: dict[str, ExtensionPart] = {}
    for name, one in (kw.PARTS.of(fields) or {}).items():
        types, cardinality = types_of(one, names), kw.CARDINALITY.of(one)
        title, definition = kw.TITLE.of(one), kw.DEFINITION.of(one)
        if types and cardinality and title and definition:
            binding = binding_of(one, names)
            parts[name] = ExtensionPart(name, title, definition, types, cardinality, binding, one.where)
    if fields.has(kw.TYPE) == fields.has(kw.PARTS):
        found = Text("begge", "both") if fields.has(kw.TYPE) else Text("ingen av dem", "neither")
        at = (fields.where / "extension").location()
        issues.append(Issue(EXTENSION_WITHOUT_VALUE, at, {"found": found}))
    return Extension(
        id=extension_id,
        name=pascal_case(extension_id),
        title=kw.TITLE.of(fields) or Text(extension_id, extension_id),
        definition=kw.DEFINITION.of(fields) or Text(extension_id, extension_id),
        context=kw.CONTEXT.of(fields) or (),
        types=types_of(fields, names) or (),
        binding=binding_of(fields, names),
        parts=parts,
        copyright=kw.COPYRIGHT.of(fields) or (),
        where=fields.where,
    )
