"""UCUM: `units.read` reads a unit, `units.compare_ucum` compares two quantities."""
