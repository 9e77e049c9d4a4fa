"""A plan read back as sentences, in both languages."""

import pytest

from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.languages import words_of
from dbep_ig.guide.scenarios import plan_as_prose
from dbep_ig.guide.scenarios.prose_words import age, date, often, quantity


def _bundle(*resources):
    return {
        "resourceType": "Bundle",
        "entry": [{"fullUrl": f"http://x/{r['resourceType']}/{r['id']}", "resource": r} for r in resources],
    }


PATIENT = {
    "resourceType": "Patient",
    "id": "p",
    "name": [{"given": ["Pål"], "family": "Berg"}],
    "birthDate": "1951-03-14",
}
ROLE = {
    "resourceType": "PractitionerRole",
    "id": "r",
    "practitioner": {"display": "Kari Lege"},
    "code": [{"text": "fastlege"}],
}
PLAN = {
    "resourceType": "CarePlan",
    "id": "c",
    "status": "active",
    "title": "Øyeplan",
    "description": "Forebygge synstap",
    "subject": {"reference": "Patient/p"},
    "author": {"reference": "http://x/PractitionerRole/r"},
    "created": "2026-04-13",
    "period": {"start": "2026-04-13", "end": "2026-12"},
    "addresses": [{"reference": "Condition/d"}, {"display": "Demens"}],
    "activity": [{"reference": {"reference": "ServiceRequest/s"}}],
}
CONDITION = {"resourceType": "Condition", "id": "d", "code": {"coding": [{"system": "s", "code": "1"}]}}
ACTION = {
    "resourceType": "ServiceRequest",
    "id": "s",
    "code": {"text": "Øyedråper"},
    "occurrenceTiming": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
    "supportingInfo": [{"display": "PLL"}],
    "performer": [{"reference": "Patient/p"}],
    "requester": {"reference": "PractitionerRole/r"},
}
CONSENT = {
    "resourceType": "Consent",
    "id": "k",
    "status": "active",
    "patient": {"reference": "Patient/p"},
    "dateTime": "2026-04-13",
}


def _told(language, *resources):
    paragraphs = plan_as_prose(
        _bundle(*resources), words_of(language), {("s", "1"): LocalText("Grønn stær", (("en", "Glaucoma"),))}
    )
    return [" ".join((*one.sentences, *one.items)) for one in paragraphs]


def test_in_norwegian():
    assert _told("nb", PLAN, PATIENT, ROLE, CONDITION, ACTION, CONSENT) == [
        "Dette er en aktiv plan for Pål Berg, 75 år: «Øyeplan». Formål: Forebygge synstap. "
        "Den gjelder fra 13. april 2026 til desember 2026. Kari Lege (fastlege) har ansvaret for planen.",
        "Grønn stær Demens",
        "Øyedråper, hver dag. Se PLL. Utføres av Pål Berg. Ansvarlig: Kari Lege (fastlege).",
        "Pål Berg har samtykket (13. april 2026).",
    ]


def test_in_english():
    assert _told("en", PLAN, PATIENT, ROLE, CONDITION, ACTION, CONSENT) == [
        "This is an active plan for Pål Berg, aged 75: “Øyeplan”. Purpose: Forebygge synstap. "
        "It runs from 13 April 2026 to December 2026. Kari Lege (fastlege) is responsible for the plan.",
        "Glaucoma Demens",
        "Øyedråper, every day. See PLL. Carried out by Pål Berg. Responsible: Kari Lege (fastlege).",
        "Pål Berg has consented (13 April 2026).",
    ]


def test_a_consent_says_no_more_than_it_holds():
    storing = {**CONSENT, "category": [{"coding": [{"system": "s", "code": "1"}]}]}
    refused = {**CONSENT, "provision": {"type": "deny"}}
    assert _told("nb", PLAN, PATIENT, storing)[-1] == "Pål Berg har samtykket (13. april 2026): Grønn stær."
    assert _told("en", PLAN, PATIENT, storing)[-1] == "Pål Berg has consented (13 April 2026): Glaucoma."
    assert _told("nb", PLAN, PATIENT, refused)[-1] == "Pål Berg har reservert seg (13. april 2026)."
    assert _told("en", PLAN, PATIENT, refused)[-1] == "Pål Berg has refused consent (13 April 2026)."


@pytest.mark.parametrize(
    "bundle",
    [
        {},
        {"entry": []},
        _bundle(PATIENT),
        _bundle({"resourceType": "CarePlan", "id": "c"}),
        _bundle(
            {
                **PLAN,
                "subject": "Patient/p",
                "activity": [{"detail": {"description": "Gå tur"}}],
                "goal": [{}],
            }
        ),
    ],
)
def test_a_plan_with_little_or_nothing_in_it_is_told_as_far_as_it_goes(bundle):
    for language in ("nb", "en"):
        plan_as_prose(bundle, words_of(language))


@pytest.mark.parametrize(
    ("timing", "nb", "en"),
    [
        ((1, 1, "a"), "hvert år", "every year"),
        ((2, 1, "d"), "2 ganger i døgnet", "2 times a day"),
        ((1, 2, "wk"), "hver 2. uke", "every 2 weeks"),
        ((3, 2, "mo"), "3 ganger hver 2. måned", "3 times every 2 months"),
        ((1, 1, "h"), "hver time", "every hour"),
        ((4, 1, "h"), "4 ganger i timen", "4 times an hour"),
        ((2, 1, "a"), "2 ganger per år", "2 times a year"),
    ],
)
def test_how_often(timing, nb, en):
    value = {"repeat": dict(zip(("frequency", "period", "periodUnit"), timing, strict=True))}
    assert (often(value, words_of("nb")), often(value, words_of("en"))) == (nb, en)


def test_dates_ages_and_quantities():
    assert date("2026-03-01T10:00:00Z", words_of("nb")) == "1. mars 2026"
    assert date("2026", words_of("en")) == "2026"
    assert date("i fjor", words_of("nb")) == ""
    assert age("1951-03-14", "2026-03-13") == 74
    assert age("1951-03-14", "2026-03-14") == 75
    assert age("1951", "2026-03-14") is None
    assert quantity({"value": 92, "unit": "%", "comparator": "<"}) == "<92 %"
    assert quantity(None) == ""
