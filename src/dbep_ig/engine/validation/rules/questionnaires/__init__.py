"""Questionnaires and the responses to them.

Source: https://hl7.org/fhir/R4/questionnaire.html, https://hl7.org/fhir/R4/questionnaireresponse.html
"""

APPLIES_TO = frozenset(("Questionnaire", "QuestionnaireResponse"))
