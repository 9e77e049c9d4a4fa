"""What an instance must have: by R4's cardinalities, and by its invariants, in the first way to meet them."""

from dbep_ig.guide.authoring.fhir_elements import FhirElement

# path -> how many at least
_BY_INVARIANT = {
    "AllergyIntolerance.clinicalStatus": 1,  # ait-1
    "Appointment.participant.actor": 1,  # app-1
    "AppointmentResponse.participantType": 1,  # apr-1
    "CapabilityStatement.description": 1,  # cpb-2
    "CapabilityStatement.rest": 1,  # cpb-1
    "Consent.policyRule": 1,  # ppc-1
    "ElementDefinition.id": 1,  # sdf-14
    "ImmunizationRecommendation.recommendation.vaccineCode": 1,  # imr-1
    "InsurancePlan.name": 1,  # ipn-1
    "Linkage.item": 2,  # lnk-1
    "NutritionOrder.oralDiet": 1,  # nor-1
    "NutritionOrder.oralDiet.type": 1,
    "Organization.name": 1,  # org-1
    "Parameters.parameter.value[x]": 1,  # inv-1
    "StructureDefinition.differential": 1,  # sdf-6
    "TerminologyCapabilities.description": 1,  # tcp-2
    "TriggerDefinition.name": 1,  # trd-3
}


def least(one: FhirElement) -> int:
    """How many of it there must be."""
    return max(one.cardinality.min, _BY_INVARIANT.get(str(one.definition["path"]), 0))


def is_required(one: FhirElement) -> bool:
    """An element that no instance can do without."""
    return least(one) > 0
