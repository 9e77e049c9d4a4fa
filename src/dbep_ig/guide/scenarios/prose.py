"""A plan read back as sentences, from FHIR alone: what a patient would be told of a bundle with a CarePlan.

Only R4's own elements are used, so it reads any CarePlan; what it does not know it leaves out. What an author wrote stays
in the author's language; the sentences around it are Norwegian or English.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dbep_ig.engine.diagnostics import Language, Text
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.guide.authoring.model import LocalText

from .prose_words import age, date, often, quantity

# (system, code) -> display in both languages
Displays = Mapping[tuple[str, str], LocalText]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A heading (empty for the opening) with sentences, or with a list of items."""

    heading: str
    sentences: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


def plan_as_prose(bundle: Resource, language: Language, displays: Displays | None = None) -> list[Paragraph]:
    """The bundle's first CarePlan in paragraphs; empty when there is none."""
    reader = _Reader(bundle, language, displays or {})
    plan = next((one for one in reader.resources if one.get("resourceType") == "CarePlan"), None)
    if plan is None:
        return []
    paragraphs = [
        Paragraph("", reader.opening(plan)),
        Paragraph(
            reader.say("Hva planen gjelder", "What the plan is about"),
            items=reader.each(plan, "addresses", reader.condition),
        ),
        Paragraph(reader.say("Mål", "Goals"), items=reader.each(plan, "goal", reader.goal)),
        Paragraph(
            reader.say("Dette skal gjøres", "What will be done"),
            items=tuple(told for activity in plan.get("activity", ()) if (told := reader.activity(activity))),
        ),
        Paragraph(reader.say("Samtykke", "Consent"), reader.consents()),
    ]
    return [one for one in paragraphs if one.sentences or one.items]


_STATUS = {
    "draft": Text("Dette er et utkast til en plan", "This is a draft of a plan"),
    "active": Text("Dette er en aktiv plan", "This is an active plan"),
    "on-hold": Text("Planen er satt på pause", "The plan is paused"),
    "revoked": Text("Planen er avbrutt", "The plan was stopped early"),
    "completed": Text("Planen er avsluttet", "The plan is completed"),
    "entered-in-error": Text("Planen er feilregistrert", "The plan was entered in error"),
    "unknown": Text("Det er ukjent om planen er i bruk", "It is not known whether the plan is in use"),
}


class _Reader:
    def __init__(self, bundle: Resource, language: Language, displays: Displays) -> None:
        entries = [entry for entry in bundle.get("entry", ()) if isinstance(entry.get("resource"), dict)]
        self.resources: list[Resource] = [entry["resource"] for entry in entries]
        self.language: Language = language
        self.displays = displays
        self._by_address: dict[str, Resource] = {}
        for entry in entries:
            resource = entry["resource"]
            self._by_address[f"{resource.get('resourceType')}/{resource.get('id')}"] = resource
            self._by_address[str(entry.get("fullUrl"))] = resource

    def say(self, nb: str, en: str) -> str:
        return nb if self.language == "nb" else en

    def at(self, reference: Any) -> Resource | None:
        """The resource a Reference leads to in this bundle."""
        return self._by_address.get(str(reference.get("reference"))) if isinstance(reference, dict) else None

    def each(self, holder: Resource, name: str, tell: Any) -> tuple[str, ...]:
        """What `tell` says of every reference in a list."""
        told = (tell(reference) for reference in holder.get(name, ()))
        return tuple(one for one in told if one)

    # ---- parts ----------------------------------------------------------------------------------------------

    def concept(self, concept: Any) -> str:
        """A CodeableConcept's text, else the display or code of its first coding."""
        if not isinstance(concept, dict):
            return ""
        if concept.get("text"):
            return str(concept["text"])
        for coding in concept.get("coding", ()):
            known = self.displays.get((str(coding.get("system")), str(coding.get("code"))))
            if known is not None:
                return known.in_language(self.language)
            if coding.get("display") or coding.get("code"):
                return str(coding.get("display") or coding.get("code"))
        return ""

    def who(self, reference: Any) -> str:
        """A person, role, team or organisation by name."""
        found = self.at(reference)
        if found is None:
            return str(reference.get("display", "")) if isinstance(reference, dict) else ""
        kind = found.get("resourceType")
        if kind == "PractitionerRole":
            roles = [text for one in found.get("code", ()) if (text := self.concept(one))]
            person = self.who(found.get("practitioner", {}))
            specialty = [text for one in found.get("specialty", ()) if (text := self.concept(one))]
            role = ", ".join(roles or specialty)
            return f"{person} ({role})" if person and role else person or role
        name = found.get("name")
        if isinstance(name, list) and name:
            return _human_name(name[0])
        return str(name) if isinstance(name, str) else ""

    def whos(self, references: Any) -> str:
        """Several of them, joined as people do."""
        names = [name for one in references or () if (name := self.who(one))]
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])} {self.say('og', 'and')} {names[-1]}"

    # ---- what is told ---------------------------------------------------------------------------------------

    def opening(self, plan: Resource) -> tuple[str, ...]:
        patient = self.at(plan.get("subject"))
        name = self.who(plan.get("subject", {})) or self.say("pasienten", "the patient")
        years = (
            age(str(patient.get("birthDate", "")), str(plan.get("created", "")))
            if patient is not None
            else None
        )
        person = name if years is None else self.say(f"{name}, {years} år", f"{name}, aged {years}")
        kind = next((text for one in plan.get("category", ()) if (text := self.concept(one))), "")
        opening = _STATUS.get(str(plan.get("status")), _STATUS["unknown"]).in_language(self.language)
        title = self.say(" «{}»", " “{}”").format(plan["title"]) if plan.get("title") else ""
        told = [
            self.say(f"{opening} for {person}:{title}", f"{opening} for {person}:{title}")
            if title
            else f"{opening} for {person}"
        ]
        if kind and kind.lower() not in title.lower():
            told[0] += f" ({kind[:1].lower() + kind[1:]})"
        if plan.get("description"):
            told.append(self.say("Formål", "Purpose") + f": {plan['description']}")
        period = plan.get("period") or {}
        start, end = (
            date(str(period.get("start", "")), self.language),
            date(str(period.get("end", "")), self.language),
        )
        if start and end:
            told.append(self.say(f"Den gjelder fra {start} til {end}", f"It runs from {start} to {end}"))
        elif start:
            told.append(self.say(f"Den gjelder fra {start}", f"It runs from {start}"))
        responsible = self.who(plan.get("author", {}))
        if responsible:
            told.append(
                self.say(
                    f"{responsible} har ansvaret for planen", f"{responsible} is responsible for the plan"
                )
            )
        others = self.whos(plan.get("contributor"))
        if others:
            told.append(self.say(f"{others} har bidratt", f"{others} contributed"))
        return tuple(_sentence(one) for one in told)

    def condition(self, reference: Any) -> str:
        found = self.at(reference)
        if found is None:
            return self.who(reference)
        told = self.concept(found.get("code"))
        since = date(str(found.get("onsetDateTime", "")), self.language)
        return self.say(f"{told}, siden {since}", f"{told}, since {since}") if since else told

    def goal(self, reference: Any) -> str:
        found = self.at(reference)
        if found is None:
            return self.who(reference)
        told = self.concept(found.get("description"))
        for target in found.get("target", ()):
            measure = self.concept(target.get("measure"))
            value = quantity(target.get("detailQuantity")) or str(target.get("detailString", ""))
            due = date(str(target.get("dueDate", "")), self.language)
            part = " ".join(text for text in (measure, value) if text)
            if due:
                part += self.say(f" innen {due}", f" by {due}")
            told += f" ({part.strip()})" if part.strip() else ""
        by = self.who(found.get("expressedBy", {}))
        return self.say(f"{told} – formulert av {by}", f"{told} – expressed by {by}") if by else told

    def activity(self, activity: Mapping[str, Any]) -> str:
        found = self.at(activity.get("reference"))
        if found is None:
            detail = activity.get("detail") or {}
            return (
                str(detail.get("description", ""))
                or self.concept(detail.get("code"))
                or self.who(activity.get("reference", {}))
            )
        told = self.concept(found.get("code")) or self.say("Tiltak", "Action")
        rhythm = often(found.get("occurrenceTiming"), self.language)
        if rhythm:
            told += f", {rhythm}"
        if found.get("asNeededBoolean") is True:
            told += self.say(", ved behov", ", as needed")
        parts = [told]
        if found.get("patientInstruction"):
            parts.append(str(found["patientInstruction"]))
        lists = [name for one in found.get("supportingInfo", ()) if (name := self.supporting(one))]
        if lists:
            parts.append(self.say(f"Se {', '.join(lists)}", f"See {', '.join(lists)}"))
        performers = self.whos(found.get("performer"))
        responsible = self.who(found.get("requester", {}))
        if performers:
            parts.append(self.say(f"Utføres av {performers}", f"Carried out by {performers}"))
        if responsible and responsible != performers:
            parts.append(self.say(f"Ansvarlig: {responsible}", f"Responsible: {responsible}"))
        return " ".join(_sentence(part) for part in parts)

    def supporting(self, reference: Any) -> str:
        if isinstance(reference, dict) and reference.get("display"):
            return str(reference["display"])
        found = self.at(reference)
        return self.concept(found.get("medicationCodeableConcept")) if found is not None else ""

    def consents(self) -> tuple[str, ...]:
        told: list[str] = []
        for consent in self.resources:
            if consent.get("resourceType") != "Consent":
                continue
            patient = self.who(consent.get("patient", {})) or self.say("Pasienten", "The patient")
            when = date(str(consent.get("dateTime", "")), self.language)
            if consent.get("status") == "active":
                what = ", ".join(filter(None, (self.concept(one) for one in consent.get("category", ()))))
                provision = consent.get("provision")
                denied = isinstance(provision, dict) and provision.get("type") == "deny"
                told.append(
                    self.say(
                        f"{patient} har {'reservert seg' if denied else 'samtykket'}",
                        f"{patient} has {'refused consent' if denied else 'consented'}",
                    )
                    + (f" ({when})" if when else "")
                    + (f": {what}" if what else "")
                )
            else:
                told.append(
                    self.say(
                        f"Samtykket fra {patient} gjelder ikke nå",
                        f"The consent of {patient} is not in force",
                    )
                )
        return tuple(_sentence(one) for one in told)


def _human_name(name: Any) -> str:
    if not isinstance(name, dict):
        return ""
    if name.get("text"):
        return str(name["text"])
    return " ".join([*map(str, name.get("given", ())), str(name.get("family", ""))]).strip()


def _sentence(text: str) -> str:
    """Begins with a capital and ends with a full stop."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
