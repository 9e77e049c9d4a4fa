"""BCP 13 MIME types: `type/subtype`, with parameters; by form, since anyone may register one.

R4 says of CapabilityStatement.format, whose binding is this value set: "xml", "json" and "ttl" are allowed.

Sources: https://www.rfc-editor.org/rfc/rfc6838#section-4.2, https://www.rfc-editor.org/rfc/rfc2045#section-5.1,
https://hl7.org/fhir/R4/capabilitystatement-definitions.html#CapabilityStatement.format
"""

import string

_FIRST = frozenset(string.ascii_letters + string.digits)
_NAME = _FIRST | frozenset("!#$&-^_.+")
_LONGEST_NAME = 127
_SPECIALS = frozenset('()<>@,;:\\"/[]?=')
_FHIR_FORMATS = frozenset(("xml", "json", "ttl"))


def is_mime_type(code: str) -> bool:
    """Whether the code has the form of a MIME type."""
    if code in _FHIR_FORMATS:
        return True
    name, *parameters = _split_parameters(code)
    type_, slash, subtype = name.strip().partition("/")
    return bool(slash) and _is_name(type_) and _is_name(subtype) and all(map(_is_parameter, parameters))


def _is_name(name: str) -> bool:
    return 0 < len(name) <= _LONGEST_NAME and name[0] in _FIRST and _NAME.issuperset(name)


def _is_parameter(parameter: str) -> bool:
    attribute, equals, value = parameter.strip().partition("=")
    if not equals or not _is_token(attribute):
        return False
    quoted = len(value) >= 2 and value[0] == value[-1] == '"'
    return quoted or _is_token(value)


def _is_token(text: str) -> bool:
    return bool(text) and all("!" <= character <= "~" and character not in _SPECIALS for character in text)


def _split_parameters(code: str) -> list[str]:
    """At semicolons outside quoted values."""
    parts, start, quoted = [], 0, False
    position = 0
    while position < len(code):
        character = code[position]
        if quoted and character == "\\":
            position += 1
        elif character == '"':
            quoted = not quoted
        elif character == ";" and not quoted:
            parts.append(code[start:position])
            start = position + 1
        position += 1
    return [*parts, code[start:]]
