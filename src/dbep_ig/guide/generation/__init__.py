"""`Model` -> FHIR: logical models, profiles, extensions, terminology, ImplementationGuide, package."""
