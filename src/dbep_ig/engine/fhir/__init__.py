"""FHIR itself: reading JSON and XML, element paths, canonicals, primitives, the type model's protocol, units."""
