"""A definition's own words in the reader's language: the `translation` extension on a string.

Source: https://hl7.org/fhir/R4/extension-translation.html
"""

from collections.abc import Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Text

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
_NORWEGIAN = ("nb", "no", "nn")


def translated(holder: Mapping[str, Any], name: str) -> Text:
    """A string element of `holder` in both languages; a language that it is not translated to gets the string itself."""
    value = holder.get(name)
    nb = en = value if isinstance(value, str) else ""
    sibling = holder.get(f"_{name}")
    extensions = sibling.get("extension", ()) if isinstance(sibling, dict) else ()
    for extension in extensions:
        if extension.get("url") != TRANSLATION:
            continue
        parts = {part.get("url"): part for part in extension.get("extension", ())}
        language = str(parts.get("lang", {}).get("valueCode", "")).lower()
        content = parts.get("content", {})
        said = content.get("valueString") or content.get("valueMarkdown")
        if isinstance(said, str) and language.split("-")[0] in _NORWEGIAN:
            nb = said
        elif isinstance(said, str) and language.split("-")[0] == "en":
            en = said
    return Text(nb, en)


def own_name(resource: Mapping[str, Any]) -> Text:
    """What people call a conformance resource: its title, else its name, else its canonical."""
    if isinstance(resource.get("title"), str) and resource["title"]:
        return translated(resource, "title")
    name = str(resource.get("name") or resource.get("url") or "")
    return Text(name, name)
