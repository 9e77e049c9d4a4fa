"""Additional string functions: encode, escape, trim, split, join.

Source: https://build.fhir.org/ig/HL7/FHIRPath/#additional-string-functions
"""

import base64
import binascii
import html
import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhirpath.converting import one_string
from dbep_ig.engine.fhirpath.environment import Environment
from dbep_ig.engine.fhirpath.errors import EvaluationError
from dbep_ig.engine.fhirpath.node import Collection
from dbep_ig.engine.fhirpath.operators import bounded
from dbep_ig.engine.fhirpath.rules import INVALID_ARGUMENT

from .function import Function

_ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "hex": binascii.hexlify,
    "base64": base64.b64encode,
    "urlbase64": base64.urlsafe_b64encode,
}
_DECODERS: dict[str, Callable[[str], bytes]] = {
    "hex": binascii.unhexlify,
    "base64": lambda text: base64.b64decode(text, validate=True),
    "urlbase64": lambda text: base64.b64decode(text, altchars=b"-_", validate=True),
}
_FORMATS = Text("hex, base64 eller urlbase64", "hex, base64 or urlbase64")
_TARGETS = Text("html eller json", "html or json")
_WHITESPACE = " \t\n\r"


def _unusable(operation: str, value: str, expected: Text) -> EvaluationError:
    return EvaluationError(
        INVALID_ARGUMENT, {"operation": operation, "value": f"'{value}'", "expected": expected}
    )


def encode(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """https://build.fhir.org/ig/HL7/FHIRPath/#encodeformat--string--string"""
    text, form = one_string(items, "encode"), one_string(arguments[0], "encode")
    if text is None or form is None:
        return []
    if form not in _ENCODERS:
        raise _unusable("encode", form, _FORMATS)
    return [_ENCODERS[form](text.encode("utf-8", "surrogatepass")).decode("ascii")]


def decode(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """https://build.fhir.org/ig/HL7/FHIRPath/#decode: what does not decode is an error."""
    text, form = one_string(items, "decode"), one_string(arguments[0], "decode")
    if text is None or form is None:
        return []
    if form not in _DECODERS:
        raise _unusable("decode", form, _FORMATS)
    try:
        return [_DECODERS[form](text).decode("utf-8")]
    except (ValueError, binascii.Error) as error:
        raise _unusable("decode", text, Text(f"gyldig {form}", f"valid {form}")) from error


def escape(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """https://build.fhir.org/ig/HL7/FHIRPath/#escapetarget--string--string"""
    text, target = one_string(items, "escape"), one_string(arguments[0], "escape")
    if text is None or target is None:
        return []
    if target == "html":
        return [html.escape(text, quote=True).replace("&#x27;", "&#39;")]
    if target == "json":
        return [json.dumps(text, ensure_ascii=False)[1:-1]]
    raise _unusable("escape", target, _TARGETS)


def unescape(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """https://build.fhir.org/ig/HL7/FHIRPath/#unescapetarget--string--string"""
    text, target = one_string(items, "unescape"), one_string(arguments[0], "unescape")
    if text is None or target is None:
        return []
    if target == "html":
        return [html.unescape(text)]
    if target == "json":
        return [_json_escape().sub(_unescaped, text)]
    raise _unusable("unescape", target, _TARGETS)


@cache
def _json_escape() -> re.Pattern[str]:
    """One escape, or a surrogate pair of two."""
    return re.compile(
        r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[\"\\/bfnrt])"
    )


def _unescaped(match: re.Match[str]) -> str:
    value: str = json.loads(f'"{match[0]}"')
    return value


def trim(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """https://build.fhir.org/ig/HL7/FHIRPath/#trim--string"""
    text = one_string(items, "trim")
    return [] if text is None else [text.strip(_WHITESPACE)]


def split(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """https://build.fhir.org/ig/HL7/FHIRPath/#splitseparator-string--collection: an empty separator splits nothing."""
    text, separator = one_string(items, "split"), one_string(arguments[0], "split")
    if text is None or separator is None:
        return []
    return list(text.split(separator)) if separator else [text]


def join(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """https://build.fhir.org/ig/HL7/FHIRPath/#joinseparator-string--string"""
    separator = (one_string(arguments[0], "join") or "") if arguments else ""
    texts = [text for item in items if (text := one_string([item], "join")) is not None]
    return [bounded(separator.join(texts), "join", env)] if texts else []


_STRING = "System.String"

FUNCTIONS = (
    Function("encode", encode, (1, 1), takes="string", single=True, gives=_STRING),
    Function("decode", decode, (1, 1), takes="string", single=True, gives=_STRING),
    Function("escape", escape, (1, 1), takes="string", single=True, gives=_STRING),
    Function("unescape", unescape, (1, 1), takes="string", single=True, gives=_STRING),
    Function("trim", trim, takes="string", single=True, gives=_STRING),
    Function("split", split, (1, 1), takes="string", single=True, gives=_STRING),
    Function("join", join, (0, 1), takes="string", gives=_STRING),
)
