"""The schemas that editors get, and the guide's files by them, as jsonschema reads both."""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from jsonschema.exceptions import (  # type: ignore[import-untyped]
    SchemaError,
    ValidationError,
    best_match,
)

from dbep_ig.engine.diagnostics import Issue, Location, Pointer
from dbep_ig.guide.authoring import YamlMapping, YamlScalar, read_yaml_documents
from dbep_ig.guide.authoring.yaml_nodes import PLAIN, YamlDocument, YamlNode

from .rules import FILE_REFUSED, SCHEMA_REFUSED

_FOLDER = "schema/"
_NUMBER = re.compile(r"[-+]?(?:\d+|\d*\.\d+|\d+\.)(?:[eE][-+]?\d+)?")


def opinions_on_files(built: Mapping[str, bytes], files: Mapping[str, bytes]) -> Iterator[Issue]:
    """DBEP6054 for schemas against the metaschema, DBEP6052 for each YAML document against the schema of its kind."""
    schemas: dict[str, Any] = {}
    for path, data in built.items():
        if not path.startswith(_FOLDER):
            continue
        schema = json.loads(data)
        try:
            Draft202012Validator.check_schema(schema)
        except SchemaError as refused:
            yield Issue(SCHEMA_REFUSED, Location(path), {"schema": path, "problem": refused.message})
            continue
        schemas[path.removeprefix(_FOLDER).removesuffix(".json")] = Draft202012Validator(schema)
    for name, data in files.items():
        if name.endswith((".yaml", ".yml")):
            for document in read_yaml_documents(name, data).value or ():
                yield from _document(document, schemas)


def _document(document: YamlDocument, schemas: Mapping[str, Any]) -> Iterator[Issue]:
    root = document.root
    kind = next((word for word in schemas if isinstance(root, YamlMapping) and word in root), None)
    if isinstance(root, YamlMapping) and kind is None and "invalid" in root:
        kind = "scenario"
    if kind is None or kind not in schemas:
        return
    for error in schemas[kind].iter_errors(typed(root)):
        fault: ValidationError = best_match([error]) or error
        pointer: Pointer = tuple(fault.absolute_path)
        params = {"schema": f"{_FOLDER}{kind}.json", "problem": fault.message}
        yield Issue(FILE_REFUSED, document.at(*pointer).location(), params)


def typed(node: YamlNode) -> Any:
    """The tree as editors see it: YAML 1.2's core schema, in which plain words may be numbers, booleans and null.

    Source: https://yaml.org/spec/1.2.2/#103-core-schema
    """
    if isinstance(node, YamlMapping):
        return {entry.key.text: typed(entry.value) for entry in node}
    if not isinstance(node, YamlScalar):
        return [typed(item) for item in node]
    if node.is_null:
        return None
    if node.style != PLAIN:
        return node.text
    if node.text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return node.text.lower() == "true"
    return _number(node.text) if _NUMBER.fullmatch(node.text) else node.text


def _number(text: str) -> Any:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return int(value) if text.lstrip("-+").isdecimal() else float(value)
