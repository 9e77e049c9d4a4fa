"""Units: UCUM's codes, and what people write instead of them.

Source: https://ucum.org/ucum
"""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.ucum import units
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.scenarios.rules import UNIT_NOT_IN_UCUM

from .form import Setting

UCUM = "http://unitsofmeasure.org"

# UCUM code -> words for it, in lower case
_WORDS = {
    "%": ("prosent", "pst", "percent", "pct"),
    "s": ("sek", "sekund", "sekunder", "sec", "second", "seconds"),
    "min": ("minutt", "minutter", "minute", "minutes", "mins"),
    "h": ("t", "time", "timer", "hour", "hours", "hr", "hrs"),
    "d": ("dag", "dager", "dagleg", "daglig", "døgn", "day", "days", "daily"),
    "wk": ("uke", "uker", "veke", "veker", "uka", "week", "weeks"),
    "mo": ("mnd", "måned", "måneder", "månad", "månader", "month", "months"),
    "a": ("år", "year", "years", "yr", "yrs"),
    "kg": ("kilo", "kilogram", "kilograms", "kilogramm"),
    "g": ("gram", "grams", "gr"),
    "mg": ("milligram", "milligrams"),
    "ug": ("mcg", "µg", "μg", "mikrogram", "microgram", "micrograms"),
    "m": ("meter", "metre", "metres", "meters"),
    "cm": ("centimeter", "centimetre", "centimeters"),
    "km": ("kilometer", "kilometre", "kilometers"),
    "L": ("liter", "litre", "litres", "liters"),
    "mL": ("milliliter", "millilitre", "milliliters", "cc"),
    "dL": ("desiliter", "deciliter", "decilitre"),
    "mm[Hg]": ("mmhg", "mm hg"),
    "Cel": ("grader", "celsius", "°c", "c°", "degrees"),
    "/min": ("bpm", "slag/min", "slag/minutt", "beats/min", "per min", "pr min"),
    "mmol/L": ("mmol", "mmol/liter"),
    "[IU]": ("ie", "iu"),
    "kcal": ("kalorier", "calories"),
}
_CODES = {word: code for code, words in _WORDS.items() for word in words}


def unit_meant(written: str) -> str | None:
    """The UCUM code of a unit in words or in another case; None where none is likely."""
    word = written.strip().rstrip(".").casefold()
    if word in _CODES:
        return _CODES[word]
    return next((code for code in _WORDS if code.casefold() == word), None)


def check_unit(written: str, setting: Setting, start: int) -> None:
    """DBEP2918 for a unit that UCUM does not have, at its place in the text."""
    if units.is_valid(written):
        return
    near = unit_meant(written)
    hint = (
        Text(f"; mente du «{near}»?", f"; did you mean `{near}`?")
        if near is not None
        else did_you_mean(written, _WORDS)
    )
    where = setting.given.where
    text = setting.given.text or ""
    shift = len(text) - len(text.lstrip())
    params = {"unit": written, "hint": Text(hint.nb or ".", hint.en or ".")}
    setting.example.report_at(
        UNIT_NOT_IN_UCUM, where.range(shift + start, shift + start + len(written)), **params
    )
