"""A plan read back as sentences, from FHIR alone: what a patient would be told of a bundle with a CarePlan.

Only R4's own elements are used, so it reads any CarePlan; what it does not know it leaves out. What an author wrote stays
in the author's language; the sentences around it are in the reader's, from `prose` in the language's file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.guide.authoring.model import LocalText
from dbep_ig.guide.languages import Words, filled

from .prose_words import age, date, often, quantity

# (system, code) -> display
Displays = Mapping[tuple[str, str], LocalText]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A heading (empty for the opening) with sentences, or with a list of items."""

    heading: str
    sentences: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


def plan_as_prose(bundle: Resource, words: Words, displays: Displays | None = None) -> list[Paragraph]:
    """The bundle's first CarePlan in paragraphs, in the language of `words`; empty when there is none."""
    reader = _Reader(bundle, words, displays or {})
    plan = next((one for one in reader.resources if one.get("resourceType") == "CarePlan"), None)
    if plan is None:
        return []
    paragraphs = [
        Paragraph("", reader.opening(plan)),
        Paragraph(
            reader.say("addresses"),
            items=reader.each(plan, "addresses", reader.condition),
        ),
        Paragraph(reader.say("goals"), items=reader.each(plan, "goal", reader.goal)),
        Paragraph(
            reader.say("activities"),
            items=tuple(told for activity in plan.get("activity", ()) if (told := reader.activity(activity))),
        ),
        Paragraph(reader.say("consent"), reader.consents()),
    ]
    return [one for one in paragraphs if one.sentences or one.items]


class _Reader:
    def __init__(self, bundle: Resource, words: Words, displays: Displays) -> None:
        entries = [entry for entry in bundle.get("entry", ()) if isinstance(entry.get("resource"), dict)]
        self.resources: list[Resource] = [entry["resource"] for entry in entries]
        self.words = words
        self.displays = displays
        self._by_address: dict[str, Resource] = {}
        for entry in entries:
            resource = entry["resource"]
            self._by_address[f"{resource.get('resourceType')}/{resource.get('id')}"] = resource
            self._by_address[str(entry.get("fullUrl"))] = resource

    def say(self, key: str, **values: object) -> str:
        return filled(str(self.words.prose[key]), **values)

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
                return known.in_language(self.words.code)
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
        return self.say("and", first=", ".join(names[:-1]), last=names[-1])

    # ---- what is told ---------------------------------------------------------------------------------------

    def opening(self, plan: Resource) -> tuple[str, ...]:
        patient = self.at(plan.get("subject"))
        name = self.who(plan.get("subject", {})) or self.say("the_patient")
        years = (
            age(str(patient.get("birthDate", "")), str(plan.get("created", "")))
            if patient is not None
            else None
        )
        person = name if years is None else self.say("aged", name=name, years=years)
        kind = next((text for one in plan.get("category", ()) if (text := self.concept(one))), "")
        statuses = self.words.prose["status"]
        status = statuses.get(str(plan.get("status"))) or statuses["unknown"]
        title = str(plan.get("title") or "")
        opening = "opening_titled" if title else "opening"
        told = [self.say(opening, status=status, person=person, title=title)]
        if kind and kind.lower() not in title.lower():
            told[0] += f" ({kind[:1].lower() + kind[1:]})"
        if plan.get("description"):
            told.append(self.say("purpose", text=plan["description"]))
        period = plan.get("period") or {}
        start, end = (
            date(str(period.get("start", "")), self.words),
            date(str(period.get("end", "")), self.words),
        )
        if start and end:
            told.append(self.say("period", start=start, end=end))
        elif start:
            told.append(self.say("period_from", start=start))
        responsible = self.who(plan.get("author", {}))
        if responsible:
            told.append(self.say("responsible", who=responsible))
        others = self.whos(plan.get("contributor"))
        if others:
            told.append(self.say("contributed", who=others))
        return tuple(_sentence(one) for one in told)

    def condition(self, reference: Any) -> str:
        found = self.at(reference)
        if found is None:
            return self.who(reference)
        told = self.concept(found.get("code"))
        since = date(str(found.get("onsetDateTime", "")), self.words)
        return self.say("since", what=told, date=since) if since else told

    def goal(self, reference: Any) -> str:
        found = self.at(reference)
        if found is None:
            return self.who(reference)
        told = self.concept(found.get("description"))
        for target in found.get("target", ()):
            measure = self.concept(target.get("measure"))
            value = quantity(target.get("detailQuantity")) or str(target.get("detailString", ""))
            due = date(str(target.get("dueDate", "")), self.words)
            part = " ".join(text for text in (measure, value) if text)
            if due:
                part += " " + self.say("by_date", date=due)
            told += f" ({part.strip()})" if part.strip() else ""
        by = self.who(found.get("expressedBy", {}))
        return self.say("expressed_by", what=told, who=by) if by else told

    def activity(self, activity: Mapping[str, Any]) -> str:
        found = self.at(activity.get("reference"))
        if found is None:
            detail = activity.get("detail") or {}
            return (
                str(detail.get("description", ""))
                or self.concept(detail.get("code"))
                or self.who(activity.get("reference", {}))
            )
        told = self.concept(found.get("code")) or self.say("action")
        rhythm = often(found.get("occurrenceTiming"), self.words)
        if rhythm:
            told += f", {rhythm}"
        if found.get("asNeededBoolean") is True:
            told += ", " + self.say("as_needed")
        parts = [told]
        if found.get("patientInstruction"):
            parts.append(str(found["patientInstruction"]))
        lists = [name for one in found.get("supportingInfo", ()) if (name := self.supporting(one))]
        if lists:
            parts.append(self.say("see", what=", ".join(lists)))
        performers = self.whos(found.get("performer"))
        responsible = self.who(found.get("requester", {}))
        if performers:
            parts.append(self.say("performed_by", who=performers))
        if responsible and responsible != performers:
            parts.append(self.say("responsible_for_action", who=responsible))
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
            patient = self.who(consent.get("patient", {})) or self.say("the_patient")
            when = date(str(consent.get("dateTime", "")), self.words)
            if consent.get("status") == "active":
                what = ", ".join(filter(None, (self.concept(one) for one in consent.get("category", ()))))
                provision = consent.get("provision")
                denied = isinstance(provision, dict) and provision.get("type") == "deny"
                told.append(
                    self.say("refused" if denied else "consented", who=patient)
                    + (f" ({when})" if when else "")
                    + (f": {what}" if what else "")
                )
            else:
                told.append(self.say("consent_not_in_force", who=patient))
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
