"""What can be wrong with a questionnaire or a response.

Source: https://hl7.org/fhir/R4/questionnaire.html, https://hl7.org/fhir/R4/questionnaireresponse.html
"""

from dbep_ig.engine.diagnostics import Rule, Severity, Summary, Text

Q = "https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item."
R = "https://hl7.org/fhir/R4/questionnaireresponse.html#notes"


def _rule(
    number: int,
    name: str,
    nb: str,
    en: str,
    *,
    spec: str = R,
    severity: Severity = Severity.ERROR,
    issue_type: str = "business-rule",
    summary: Summary | None = None,
) -> Rule:
    return Rule(
        code=f"DBEP{number}",
        name=name,
        severity=severity,
        issue_type=issue_type,
        nb=nb,
        en=en,
        spec=spec,
        summary=summary,
    )


QUESTIONNAIRE_NOT_FOUND = _rule(
    4701,
    "questionnaire-not-found",
    "Skjemaet {questionnaire} er ikke tilgjengelig, så svarene er ikke validert mot det",
    "The questionnaire {questionnaire} is not available, so the answers were not validated against it",
    severity=Severity.INFORMATION,
    issue_type="not-found",
    summary=Summary(
        "questionnaire",
        Text(
            "ikke tilgjengelig, og svarene ikke validert mot dem: skjemaene",
            "not available, and answers not validated against them: the questionnaires",
        ),
    ),
)
ITEM_NOT_FOUND = _rule(
    4702,
    "item-not-in-questionnaire",
    "Skjemaet har ikke noe ledd `{link_id}` her",
    "The questionnaire has no item `{link_id}` here",
)
ITEM_OUT_OF_ORDER = _rule(
    4703,
    "item-out-of-order",
    "Leddet `{link_id}` står etter `{after}`, men skal stå foran ifølge skjemaet",
    "The item `{link_id}` comes after `{after}`, but must come before it according to the questionnaire",
)
ANSWER_MISSING = _rule(
    4704,
    "required-answer-missing",
    "Leddet `{link_id}` er påkrevd og mangler svar",
    "The item `{link_id}` is required and has no answer",
    spec=Q + "required",
    issue_type="required",
)
TOO_MANY_ANSWERS = _rule(
    4705,
    "answer-not-repeatable",
    "Leddet `{link_id}` kan ha høyst {most} svar, men har {actual}",
    "The item `{link_id}` can have at most {most} answers, but has {actual}",
    spec=Q + "repeats",
)
ITEM_NOT_ENABLED = _rule(
    4706,
    "item-not-enabled",
    "Leddet `{link_id}` er besvart, men er ikke aktivt etter de andre svarene",
    "The item `{link_id}` is answered, but the other answers do not enable it",
    spec=Q + "enableWhen",
)
WRONG_ANSWER_TYPE = _rule(
    4707,
    "wrong-answer-type",
    "Svaret er {actual}, men leddet `{link_id}` skal ha {expected}",
    "The answer is {actual}, but the item `{link_id}` requires {expected}",
    spec=Q + "type",
)
ANSWER_NOT_ALLOWED = _rule(
    4708,
    "answer-on-item-without-answer",
    "Leddet `{link_id}` er av typen {type} og kan ikke ha svar",
    "The item `{link_id}` is of type {type} and cannot have answers",
    spec=Q + "type",
)
NOT_AN_OPTION = _rule(
    4709,
    "answer-not-an-option",
    "{value} er ikke et av svarene leddet `{link_id}` tillater",
    "{value} is not one of the answers that the item `{link_id}` allows",
    spec=Q + "answerOption",
    issue_type="code-invalid",
)
OPTION_AS_TEXT = _rule(
    4710,
    "option-given-as-text",
    "«{value}» er teksten til en av kodene leddet `{link_id}` tillater, men er gitt som fritekst",
    "“{value}” is the text of one of the codes that the item `{link_id}` allows, but is given as free text",
    spec=Q + "answerOption",
    severity=Severity.WARNING,
)
ANSWER_TOO_LONG = _rule(
    4711,
    "answer-too-long",
    "Svaret har {actual} tegn, men leddet `{link_id}` tillater {allowed}",
    "The answer has {actual} characters, but the item `{link_id}` allows {allowed}",
    spec=Q + "maxLength",
    issue_type="too-long",
)
ANSWER_TOO_SHORT = _rule(
    4712,
    "answer-too-short",
    "Svaret har {actual} tegn, men leddet `{link_id}` krever {allowed}",
    "The answer has {actual} characters, but the item `{link_id}` requires {allowed}",
    spec="http://hl7.org/fhir/extensions/StructureDefinition-minLength.html",
)
ANSWER_TOO_LOW = _rule(
    4713,
    "answer-too-low",
    "{actual} er lavere enn {limit}, som er minste tillatte verdi for leddet `{link_id}`",
    "{actual} is below {limit}, the minimum of the item `{link_id}`",
    spec="http://hl7.org/fhir/extensions/StructureDefinition-minValue.html",
    issue_type="value",
)
ANSWER_TOO_HIGH = _rule(
    4714,
    "answer-too-high",
    "{actual} er høyere enn {limit}, som er største tillatte verdi for leddet `{link_id}`",
    "{actual} is above {limit}, the maximum of the item `{link_id}`",
    spec="http://hl7.org/fhir/extensions/StructureDefinition-maxValue.html",
    issue_type="value",
)
NOT_COMPARABLE = _rule(
    4715,
    "answer-not-comparable",
    "{actual} kan ikke sammenliknes med grensen {limit} for leddet `{link_id}`",
    "{actual} cannot be compared with the limit {limit} of the item `{link_id}`",
    spec="http://hl7.org/fhir/uv/sdc/StructureDefinition-sdc-questionnaire-minQuantity.html",
    issue_type="value",
)
TOO_MANY_DECIMALS = _rule(
    4716,
    "answer-too-precise",
    "{actual} har flere enn {allowed} desimaler, som er det meste leddet `{link_id}` tillater",
    "{actual} has more than {allowed} decimals, the maximum of the item `{link_id}`",
    spec="http://hl7.org/fhir/extensions/StructureDefinition-maxDecimalPlaces.html",
    issue_type="value",
)
WRONG_UNIT = _rule(
    4717,
    "answer-unit-not-allowed",
    "Enheten {unit} er ikke en av dem leddet `{link_id}` tillater",
    "The unit {unit} is not one of those that the item `{link_id}` allows",
    spec="http://hl7.org/fhir/extensions/StructureDefinition-questionnaire-unitValueSet.html",
    issue_type="code-invalid",
)
ATTACHMENT_TOO_LARGE = _rule(
    4718,
    "attachment-too-large",
    "Vedlegget er {actual} byte, men leddet `{link_id}` tillater {allowed}",
    "The attachment is {actual} bytes, but the item `{link_id}` allows {allowed}",
    spec="http://hl7.org/fhir/extensions/StructureDefinition-maxSize.html",
    issue_type="too-long",
)
WRONG_MIME_TYPE = _rule(
    4719,
    "attachment-type-not-allowed",
    "Vedlegget er {actual}, men leddet `{link_id}` tillater {allowed}",
    "The attachment is {actual}, but the item `{link_id}` allows {allowed}",
    spec="http://hl7.org/fhir/extensions/StructureDefinition-mimeType.html",
)
LINE_BREAK = _rule(
    4720,
    "line-break-in-string-answer",
    "Svaret på `{link_id}` har linjeskift, men leddet er av typen string (én linje)",
    "The answer to `{link_id}` has line breaks, but the item is of type string (one line)",
    spec=Q + "type",
    severity=Severity.WARNING,
)
AUTHORED_OUTSIDE_PERIOD = _rule(
    4721,
    "authored-outside-effective-period",
    "Skjemaet ble besvart {authored}, men gjelder {start}–{end}",
    "The questionnaire was answered {authored}, but is effective {start}–{end}",
    spec="https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.effectivePeriod",
    severity=Severity.WARNING,
)
TEXT_DIFFERS = _rule(
    4722,
    "item-text-differs",
    "Leddet `{link_id}` har teksten «{actual}», men skjemaet har «{expected}»",
    "The item `{link_id}` has the text “{actual}”, but the questionnaire has “{expected}”",
    spec="https://hl7.org/fhir/R4/questionnaireresponse-definitions.html#QuestionnaireResponse.item.text",
)
CONDITION_ON_INNER = _rule(
    4731,
    "condition-on-inner-item",
    "Betingelsen viser til `{question}`, som ligger inni leddet selv",
    "The condition refers to `{question}`, which is inside the item itself",
    spec=Q + "enableWhen.question",
)
CONDITION_ON_LATER = _rule(
    4732,
    "condition-on-later-item",
    "Betingelsen viser til `{question}`, som kommer etter leddet",
    "The condition refers to `{question}`, which comes after the item",
    spec=Q + "enableWhen.question",
    severity=Severity.WARNING,
)
CONDITION_ON_UNKNOWN = _rule(
    4733,
    "condition-on-unknown-item",
    "Betingelsen viser til `{question}`, som ikke finnes i skjemaet",
    "The condition refers to `{question}`, which is not in the questionnaire",
    spec=Q + "enableWhen.question",
)
