"""What a System value is in Python."""

from decimal import Decimal

from .moments import Date, DateTime, Time
from .quantities import Quantity

System = str | bool | int | Decimal | Date | DateTime | Time | Quantity

SYSTEM_NAMES: dict[type, str] = {
    str: "System.String",
    bool: "System.Boolean",
    int: "System.Integer",
    Decimal: "System.Decimal",
    Date: "System.Date",
    DateTime: "System.DateTime",
    Time: "System.Time",
    Quantity: "System.Quantity",
}
"""Python class -> qualified name of the System type."""
