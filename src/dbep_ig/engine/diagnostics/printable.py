"""The one place where text that may be somebody else's is made harmless for a terminal, a log and a line of a report.

What is made visible: control characters (C0, C1, DEL), line ends of every kind, marks that turn or hide text (bidirectional,
zero-width, tag characters, byte order marks, soft hyphens), half characters. Letters of any script stay as they are.

What a service that runs a build takes as an order when it meets it in a log is broken: `##[…` and `##word[…` anywhere in a
line, `::word` where a line begins, also after blanks.
"""

import re

_PAINT = r"(\x1b\[(?:0|1|1;3[1-4])m)"  # all the colours that we use, and bold
_KINDS = (
    "Cc",
    "Cf",
    "Cs",
    "Zl",
    "Zp",
)  # of Unicode: control, format, surrogate, line and paragraph separator
_SET_ASIDE = (
    ("\u2065", "\u2065"),
    ("\ufff0", "\ufff8"),
    ("\U000e0000", "\U000e0fff"),
)  # for more of them, not assigned yet
_TAKEN = "\ufffd"  # for what has no symbol of its own
_ORDER = re.compile(r"##(?=\w*\[)")
_ORDER_AT_START = re.compile(r"(\s*):(?=:\w)")


def printable(text: str, *, is_painted: bool = False) -> str:
    """The text on one line, with a sign in the place of each character that is not to be seen; a tab is a space.

    is_painted  the text was coloured by us: the colours that we use are left
    -> as many characters as before, so that columns stay what they were
    """
    if "##" in text:
        text = _ORDER.sub("#\uff03", text)  # FULLWIDTH NUMBER SIGN
    if text.isprintable():
        return text
    if is_painted:
        parts = re.split(_PAINT, text)
        return "".join(part if number % 2 else printable(part) for number, part in enumerate(parts))
    return "".join(_TAKEN if _is_hidden(sign) else sign for sign in text.translate(_SYMBOLS))


def printable_line(text: str, *, is_painted: bool = False) -> str:
    """As `printable`, for a text that begins a line."""
    line = printable(text, is_painted=is_painted)
    return _ORDER_AT_START.sub("\\1\uff1a", line, count=1) if line.lstrip().startswith("::") else line


def printable_lines(text: str, *, is_painted: bool = False) -> str:
    """As `printable_line`, for a text whose line feeds were put there by us."""
    return "\n".join(printable_line(line, is_painted=is_painted) for line in text.split("\n"))


def printable_json(text: str) -> str:
    """JSON with each such character written as an escape, so that whoever reads it has the same values.

    Line feeds are left: in JSON they are never part of a value.
    """
    if "##" in text:
        text = _ORDER.sub(r"#\\u0023", text)
    if text.isascii() and "\x7f" not in text:
        return text
    return "\n".join(map(_escaped, text.split("\n")))


def _escaped(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(_escape(sign) if _is_hidden(sign) else sign for sign in line)


def _escape(sign: str) -> str:
    code = ord(sign)
    if code <= 0xFFFF:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def _is_hidden(sign: str) -> bool:
    from unicodedata import category  # seldom needed

    if sign.isprintable():
        return False
    return category(sign) in _KINDS or any(first <= sign <= last for first, last in _SET_ASIDE)


# U+2400… SYMBOL FOR NULL and so on
_SYMBOLS = {code: 0x2400 + code for code in range(0x20)} | {0x09: 0x20, 0x7F: 0x2421}
