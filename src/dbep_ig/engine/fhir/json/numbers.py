"""JSON's numbers, exactly.

Source: https://www.rfc-editor.org/rfc/rfc8259#section-6
"""

from decimal import Decimal

LONGEST_NUMBER = 1000  # digits, and the largest exponent: int() and Fraction() stay cheap on what is accepted


def is_json_number(word: str) -> bool:
    """Whether `word` is a number as RFC 8259 section 6 writes it."""
    digits = word[1:] if word.startswith("-") else word
    mantissa, exponent_mark, exponent = digits.replace("E", "e").partition("e")
    if exponent_mark:
        unsigned = exponent[1:] if exponent[:1] in ("+", "-") else exponent
        if not (unsigned.isascii() and unsigned.isdigit()):
            return False
    whole, point, fraction = mantissa.partition(".")
    if point and not (fraction.isascii() and fraction.isdigit()):
        return False
    return whole.isascii() and whole.isdigit() and (len(whole) == 1 or whole[0] != "0")


def number(word: str) -> int | Decimal | None:
    """A JSON number exactly: int without point or exponent (but -0, which int cannot hold), else Decimal.

    None where it has more than LONGEST_NUMBER digits or a larger exponent.
    """
    if len(word) > LONGEST_NUMBER:
        return None
    if word.isdigit() or (word[0] == "-" and word != "-0" and word[1:].isdigit()):
        return int(word)
    exponent = word.replace("E", "e").partition("e")[2]
    if exponent and (len(exponent) > 8 or abs(int(exponent)) > LONGEST_NUMBER):
        return None
    return Decimal(word)
