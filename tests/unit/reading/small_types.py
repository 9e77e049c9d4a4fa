"""A TypeModel small enough to read: what the reading tests need of R4, by hand."""

from dbep_ig.engine.fhir.type_model import ElementInfo

_PRIMITIVES = {
    "boolean": "Element", "integer": "Element", "decimal": "Element", "string": "Element", "uri": "Element",
    "code": "string", "id": "string", "date": "Element", "dateTime": "Element", "base64Binary": "Element",
    "canonical": "uri", "xhtml": "Element", "markdown": "string", "instant": "Element",
}  # fmt: skip
_CHOICE = ("string", "integer", "boolean", "decimal", "dateTime", "Quantity", "CodeableConcept")

# type: (kind, base, elements); an element is `name type`, `*` for lists, `[x]` for choices, `@` for XML attributes
_TYPES = {
    "Element": ("complex-type", None, "@id string, extension* Extension"),
    "BackboneElement": ("complex-type", "Element", "modifierExtension* Extension"),
    "Extension": ("complex-type", "Element", "@url uri, value[x] ?"),
    "Coding": ("complex-type", "Element", "system uri, version string, code code, display string, userSelected boolean"),
    "CodeableConcept": ("complex-type", "Element", "coding* Coding, text string"),
    "Quantity": ("complex-type", "Element", "value decimal, comparator code, unit string, system uri, code code"),
    "HumanName": ("complex-type", "Element", "use code, text string, family string, given* string"),
    "Period": ("complex-type", "Element", "start dateTime, end dateTime"),
    "Reference": ("complex-type", "Element", "reference string, type uri, display string"),
    "Meta": ("complex-type", "Element", "versionId id, lastUpdated instant, profile* canonical, tag* Coding"),
    "Narrative": ("complex-type", "Element", "status code, div xhtml"),
    "Resource": ("resource", None, "id id, meta Meta, implicitRules uri, language code"),
    "DomainResource": (
        "resource", "Resource",
        "text Narrative, contained* Resource, extension* Extension, modifierExtension* Extension",
    ),
    "Patient": (
        "resource", "DomainResource",
        "active boolean, name* HumanName, gender code, birthDate date, multipleBirth[x] ?, contact* Patient.contact,"
        " managingOrganization Reference",
    ),
    "Patient.contact": ("backbone", "BackboneElement", "name HumanName, gender code, period Period"),
    "Organization": ("resource", "DomainResource", "active boolean, name string"),
    "Observation": ("resource", "DomainResource", "status code, code CodeableConcept, value[x] ?"),
    "Bundle": ("resource", "Resource", "type code, entry* Bundle.entry"),
    "Bundle.entry": ("backbone", "BackboneElement", "fullUrl uri, resource Resource"),
    "Binary": ("resource", "Resource", "contentType code, data base64Binary"),
}  # fmt: skip


class SmallTypes:
    def __init__(self):
        self._elements = {}

    def kind(self, type_name):
        return "primitive-type" if type_name in _PRIMITIVES else _TYPES.get(type_name, (None,))[0]

    def base(self, type_name):
        return _PRIMITIVES.get(type_name) or _TYPES.get(type_name, (None, None))[1]

    def is_subtype(self, type_name, ancestor):
        current = type_name
        while current is not None and current != ancestor:
            current = self.base(current)
        return current == ancestor

    def elements(self, type_name):
        if type_name in _PRIMITIVES:
            return self.elements("Element")
        if type_name not in _TYPES:
            return {}
        if type_name not in self._elements:
            _, base, own = _TYPES[type_name]
            found = dict(self.elements(base)) if base else {}
            for each in own.split(","):
                name, type_ = each.split()
                info = self._element(name, type_, len(found))
                found[info.name] = info
            self._elements[type_name] = found
        return self._elements[type_name]

    @staticmethod
    def _element(name, type_, order):
        choice = name.endswith("[x]")
        plain = name.strip("@*").removesuffix("[x]")
        types = _CHOICE if choice else (type_,)
        keys = {plain + each[0].upper() + each[1:]: each for each in types} if choice else {plain: type_}
        return ElementInfo(
            plain,
            types,
            keys,
            is_list=name.endswith("*"),
            is_choice=choice,
            order=order,
            xml_attribute=name[0] == "@",
        )

    def member(self, type_name, key):
        for info in self.elements(type_name).values():
            if key in info.keys:
                return info, info.keys[key]
        return None

    def type_names(self):
        return tuple(sorted([*_PRIMITIVES, *(name for name in _TYPES if "." not in name)]))


SMALL_TYPES = SmallTypes()
