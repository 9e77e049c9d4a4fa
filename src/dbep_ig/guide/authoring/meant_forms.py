"""What a small value that is not of its form was probably meant as: `0-1` as `0..1`, `Reference(A or B)` as `Reference(A, B)`.

The form itself decides whether the answer is right: an answer that is not of it is no hint.
"""

import re

from .fhir_names import ascii_name
from .suggestions import nearest

_STRENGTHS = ("required", "extensible", "preferred", "example")
_DISCRIMINATORS = ("value", "exists", "pattern", "type", "profile")
_OR = re.compile(r"\s*(?:\||/|;|\bor\b|\beller\b|\band\b|\bog\b)\s*", re.IGNORECASE)
_YES = frozenset({"true", "yes", "on", "y", "ja", "sann", "sant", "j", "1"})
_NO = frozenset({"false", "no", "off", "n", "nei", "nej", "usann", "usant", "falsk", "falskt", "0"})
_MANY = ("*", "n", "m", "many", "mange", "unbounded", "inf")


def cardinality(text: str) -> str | None:
    """`0-1`, `0..n`, `0:1`, `1.1`, `1` -> `0..1` and so on."""
    found = re.fullmatch(
        r"\[?(\d+)\s*(?:\.{1,3}|…|-|–|:|,|to|til)\s*(\d+|\*|[a-z]+)\]?", text.strip(), re.IGNORECASE
    )
    if found is None:
        return f"{text}..{text}" if text.isdigit() else None
    most = "*" if found[2].casefold() in _MANY else found[2]
    return f"{found[1]}..{most}"


def boolean(text: str) -> str | None:
    """`yes`, `Ja`, `1` -> `true`."""
    word = text.strip().casefold()
    return "true" if word in _YES else "false" if word in _NO else None


def types(text: str) -> str | None:
    """`Reference(A or B)` -> `Reference(A, B)`; `Quantity or string`, `Quantity, string` -> `Quantity | string`."""
    outside, inside, depth = [""], "", 0
    parts: list[str] = []
    for letter in text:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth > 0 and letter != "(":
            inside += letter
            continue
        if letter == ")" and inside:
            parts.append(_OR.sub(", ", inside.strip()))
            outside[-1] += f"\0{len(parts) - 1}\0"
            inside = ""
        outside[-1] += letter
    plain = re.sub(r"\s*(?:,|/|;|\bor\b|\beller\b|\|)\s*", " | ", outside[0])
    return re.sub("\0(\\d+)\0", lambda found: parts[int(found[1])], plain)


def binding(text: str) -> str | None:
    """`x (requird)`, `x: required`, `x [required]`, `x required` -> `x (required)`; `x` -> none, for the strength is the author's."""
    found = re.fullmatch(r"(\S+?)\s*[:,(\[ ]\s*([A-Za-z]+)\s*[)\]]?", text.strip())
    if found is None:
        return None
    strength = found[2].casefold()
    near = strength if strength in _STRENGTHS else nearest(strength, _STRENGTHS)
    return None if near is None else f"{found[1]} ({near})"


def discriminator(text: str) -> str | None:
    """`valeu:system` -> `value:system`; `system` -> `value:system`."""
    kind, colon, path = text.partition(":")
    if not colon:
        return f"value:{text}"
    near = nearest(kind.strip(), _DISCRIMINATORS)
    return None if near is None else f"{near}:{path.strip()}"


def path(text: str) -> str | None:
    """`CarePlan title`, `CarePlan/title` -> a path whose steps have points between."""
    steps = [one for one in re.split(r"[\s/.]+", text.strip()) if one]
    return ".".join((steps[0], *(one[:1].lower() + one[1:] for one in steps[1:]))) if len(steps) > 1 else None


def steps(text: str) -> str | None:
    """`CarePlan.activity.detail` -> `activity.detail`."""
    found = path(text) or text
    first, point, rest = found.partition(".")
    return rest if point and first[:1].isupper() else found


def class_name(text: str) -> str | None:
    """`mål`, `kort plan`, `kort-plan` -> `Mål`, `KortPlan`."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[\s\-_]+", text) if part)


def element_name(text: str) -> str | None:
    """`Tittel`, `mål punkt` -> `tittel`, `målPunkt`."""
    name = class_name(text) or ""
    return name[:1].lower() + name[1:]


def identifier(text: str) -> str | None:
    """`åtgärd`, `på tur`, `min_plan` -> `aatgaerd`, `paa-tur`, `min-plan`."""
    return re.sub(r"[^A-Za-z0-9\-.]+", "-", ascii_name(text)).strip("-") or None


def date(text: str) -> str | None:
    """`22.11.2026` -> `2026-11-22`."""
    found = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", text)
    if found is not None:
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    found = re.fullmatch(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})", text)
    return None if found is None else f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"


def version(text: str) -> str | None:
    """`v1.2`, `1.2` -> `1.2.0`."""
    found = re.fullmatch(r"[vV]?(\d+)(?:\.(\d+))?(?:\.(\d+))?", text)
    return None if found is None else f"{found[1]}.{found[2] or 0}.{found[3] or 0}"


def address(text: str) -> str | None:
    """`example.org/fhir`, `www.example.org` -> with `https://`; `mail@example.org` -> with `mailto:`; an OID -> with `urn:oid:`."""
    if re.fullmatch(r"[^\s@/]+@[^\s@/]+\.[a-z]+", text):
        return f"mailto:{text}"
    if re.fullmatch(r"\d+(?:\.\d+){2,}", text):
        return f"urn:oid:{text}"
    quoted = re.fullmatch(r"[“”„\"'‘’«](.+)[“”\"'‘’»]", text)
    if quoted is not None:
        return quoted[1]
    slipped = re.fullmatch(r"(https?|htp|htttp|htps)(?::/|:|//)(/?)([^\s:/].*)", text)
    if slipped is not None:
        return f"https://{slipped[3]}"
    return f"https://{text}" if re.fullmatch(r"(?:[a-z0-9\-]+\.)+[a-z]{2,}(?:/\S*)?", text) else None
