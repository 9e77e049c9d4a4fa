"""Single values: formats, limits, fixed values, codes."""
