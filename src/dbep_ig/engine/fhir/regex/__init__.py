"""Regular expressions in linear time: `pattern.compile_pattern` takes those of FHIR, XML Schema and FHIRPath."""
