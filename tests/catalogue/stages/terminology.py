"""Stage `terminology`: given definitions (YAML or JSON), and a question as the case files of the room write it.

    value_set: http://hl7.org/fhir/ValueSet/administrative-gender
    code: male

`coding`, `concept`, `expand` instead of `code`; `strength` of the binding and `language` where they matter.
"""

import yaml

from dbep_ig.host.core_data import open_core
from tests.unit.terminology.asking import ask, terminology_of


def codes(given: list[str], example: str, syntax: str) -> list[str]:
    assert syntax in ("yaml", "json")
    definitions = [resource for text in given for resource in yaml.safe_load_all(text)]
    found: list[str] = ask(terminology_of(definitions, open_core().value), yaml.safe_load(example))["rules"]
    return found
