"""FHIR's JSON: read with its faults, written, and positions found when the first finding is shown."""
