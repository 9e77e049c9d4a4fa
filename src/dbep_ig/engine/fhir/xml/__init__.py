"""FHIR's XML, read to the same JSON-shaped `Document` that JSON gives; positions found when the first finding is shown."""
