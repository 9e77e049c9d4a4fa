"""StructureDefinitions compiled: types to schemas, profiles to overlays, discriminators to criteria."""
