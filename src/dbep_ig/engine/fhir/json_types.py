"""FHIR resources stay plain JSON: dicts, lists, str, bool, int, Decimal.

Decimals are `decimal.Decimal`, so that 1.10 stays 1.10; integers that are written without point or exponent are `int`.
"""

from decimal import Decimal
from typing import Any

Json = None | bool | int | Decimal | str | list[Any] | dict[str, Any]
Resource = dict[str, Any]
