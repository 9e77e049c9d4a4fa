"""Measures and the reports on them.

Source: https://hl7.org/fhir/R4/measure.html, https://hl7.org/fhir/R4/measurereport.html
"""

APPLIES_TO = frozenset(("Measure", "MeasureReport"))
