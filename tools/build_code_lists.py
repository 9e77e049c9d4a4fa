r"""Make the built-in code lists of `engine/terminology/builtin/` from well-kept packages.

    mkdir -p build/code-lists
    pip download --no-deps --only-binary=:all: --dest build/code-lists iso3166==3.0.0 iso4217==1.16.20260101 \
        language-tags==1.3.2 babel==2.18.0 tzdata==2026.6
    python tools/build_code_lists.py build/code-lists

Run by hand when the sources have news; what it writes is committed, so building the project needs none of this.
Each wheel is checked against the SHA-256 below before it is read: raise version and digest together.
"""

import hashlib
import json
import pickle
import sys
import xml.etree.ElementTree as ET  # a tool run by hand, on wheels whose digest is checked
import zipfile  # as above
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "src/dbep_ig/engine/terminology/builtin"
WHEELS = {
    "iso3166": ("iso3166-3.0.0-py3-none-any.whl", "990b1e6a433ffd89d67da8ca16f40a2af107aba1660b255a38dbd36ad221090b"),
    "iso4217": ("iso4217-1.16.20260101-py2.py3-none-any.whl", "69c591b93c7d783ec8c309ebee8df1aa28f8403d44bcce518ae8db050462084b"),
    "language-tags": ("language_tags-1.3.2-py3-none-any.whl", "f4feb5034ae57205b80e6dbfbe5efebe03e5f07278579bf9510a05968a377453"),
    "babel": ("babel-2.18.0-py3-none-any.whl", "e2b422b277c2b9a9630c1d7903c2a00d0830c409c59ac8cae9081c92f1aeba35"),
    "tzdata": ("tzdata-2026.6-py2.py3-none-any.whl", "0a10eec6e13ef16b627fabed9a5f2ba61a62b1c67f327305f4e7e412a70b4aec"),
}  # fmt: skip
SOURCES = {
    "iso3166": "ISO 3166-1 by way of iso3166 3.0.0 (MIT, Mike Spindel)",
    "iso4217": "ISO 4217 by way of iso4217 1.16.20260101 (public domain)",
    "language-tags": "the IANA language subtag registry by way of language-tags 1.3.2 (MIT)",
    "babel": "names in Norwegian and English from Unicode CLDR by way of Babel 2.18.0 (BSD-3-Clause; Unicode-3.0)",
    "tzdata": "the IANA time zone database by way of tzdata 2026.6 (Apache-2.0; the data is public domain)",
}


def main(folder: Path) -> None:
    """Write every list; refuses a wheel with another digest."""
    wheels = {name: _opened(folder / file, digest) for name, (file, digest) in WHEELS.items()}
    nb, en = (_locale(wheels["babel"], name) for name in ("no", "en"))
    countries = _countries(folder / WHEELS["iso3166"][0], nb, en)
    _write("countries.tsv", ("iso3166", "babel"), countries)
    _write("currencies.tsv", ("iso4217", "babel"), _currencies(wheels["iso4217"], wheels["babel"], nb, en))
    _write("language_subtags.tsv", ("language-tags",), _subtags(wheels["language-tags"]))
    zones = wheels["tzdata"].read("tzdata/zones").decode().split()
    _write("time_zones.tsv", ("tzdata",), [[zone] for zone in sorted(zones)])


def _opened(path: Path, digest: str) -> zipfile.ZipFile:
    actual = hashlib.sha256(path.read_bytes()).hexdigest()
    if actual != digest:
        raise SystemExit(f"{path.name}: SHA-256 is {actual}, expected {digest}")
    return zipfile.ZipFile(path)


def _locale(babel: zipfile.ZipFile, name: str) -> Any:
    sys.path.insert(0, str(babel.filename))  # the pickles name classes of Babel's own
    return pickle.loads(babel.read(f"babel/locale-data/{name}.dat"))  # noqa: S301  its digest was checked


def _countries(wheel: Path, nb: Any, en: Any) -> list[list[str]]:
    """NO NOR 578 Norway Norge: alpha-2, alpha-3, numeric, then English names and last the Norwegian one."""
    sys.path.insert(0, str(wheel))
    from iso3166 import countries

    rows = []
    for country in sorted(countries, key=lambda one: one.alpha2):
        names = [
            country.name,
            country.apolitical_name,
            en["territories"][country.alpha2],
            nb["territories"][country.alpha2],
        ]
        english = list(dict.fromkeys(names[:3]))
        rows.append([country.alpha2, country.alpha3, country.numeric, *english, names[3]])
    return rows


def _currencies(wheel: zipfile.ZipFile, babel: zipfile.ZipFile, nb: Any, en: Any) -> list[list[str]]:
    """NOK current "Norwegian Krone" "norske kroner"; the historic ones are those whose use has ended in every territory."""
    table = ET.fromstring(wheel.read("iso4217/table.xml"))  # noqa: S314  its digest was checked
    current = {}
    for row in table.iter("CcyNtry"):
        code, name = row.findtext("Ccy"), row.findtext("CcyNm")
        if code and name:
            current[code] = name
    used = pickle.loads(babel.read("babel/global.dat"))["territory_currencies"]  # noqa: S301  its digest was checked
    ends: dict[str, list[Any]] = {}
    for uses in used.values():
        for code, _, end, _ in uses:
            ends.setdefault(code, []).append(end)
    historic = {code for code, found in ends.items() if code not in current and all(found)}

    def rows(codes: Any, use: str, names: dict[str, str]) -> list[list[str]]:
        listed = []
        for code in sorted(codes):
            given = [names.get(code), en["currency_names"].get(code), nb["currency_names"].get(code)]
            english = list(dict.fromkeys(name for name in given[:2] if name))
            listed.append([code, use, *english, given[2] or english[0]])
        return listed

    return [*rows(current, "current", current), *rows(historic, "historic", {})]


def _subtags(wheel: zipfile.ZipFile) -> list[list[str]]:
    """Type, then as many subtags as a line holds, in lower case; ranges (private use) are left to the grammar, which knows them."""
    registry = json.loads(wheel.read("language_tags/data/json/registry.json"))
    lists: dict[str, list[str]] = {}
    for record in registry:
        tag = record.get("Subtag") or record.get("Tag")
        if ".." not in tag:
            lists.setdefault(record["Type"], []).append(tag.lower())
    types = ("language", "extlang", "script", "region", "variant", "grandfathered")
    return [[kind, line] for kind in types for line in _wrapped(lists[kind])]


def _wrapped(words: list[str]) -> list[str]:
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 110:
            lines.append(line.rstrip())
            line = ""
        line += word + " "
    return [*lines, line.rstrip()]


def _write(name: str, sources: tuple[str, ...], rows: list[list[str]]) -> None:
    made = f"# Made by tools/build_code_lists.py from {'; '.join(SOURCES[source] for source in sources)}."
    lines = [made, *("\t".join(row) for row in rows)]
    (TARGET / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{name}: {(TARGET / name).stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
