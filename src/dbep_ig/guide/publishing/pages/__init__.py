"""One file for each page type; `PAGE_TYPES` is the order in which they are written and stand in the menu.

A page type is a module with `pages(site: Site) -> Iterator[Page]` and a template of its own.
"""

PAGE_TYPES: tuple[str, ...] = (
    "model_overview",
    "model_class",
    "profile",
    "extension",
    "actor",
    "code_system",
    "value_set",
    "fhir_resource",
    "example",
    "diagnostic",
    "keyword",
    "glossary",
    "download",
    "developers",
    "licences",
)
