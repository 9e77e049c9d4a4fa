"""What an absolute URI is, is the same wherever one is asked for (RFC 3986 §4.3)."""

import pytest

from . import held

URIS = {
    "http://h/x": True,
    "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0": True,
    "git+ssh://h/x": True,  # a scheme has letters, digits, plus, minus and stop
    "x-y.z:w": True,
    "HTTP://h/x": True,
    "x:y z": True,  # that it has a space is a fault of its form
    "http:": False,  # nothing is there
    ":x": False,
    "3:x": False,  # a scheme begins with a letter
    "+a:x": False,
    "æ:x": False,  # of ASCII
    "x y:z": False,
    "a/b:c": False,  # the colon is in a path
    "#a:b": False,
    "word": False,
}


def _bundle(uri):
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"fullUrl": uri, "resource": _PATIENT}]}


_PATIENT = {"resourceType": "Patient", "active": True}
PLACES = {
    "Bundle.entry.fullUrl": (_bundle, {"DBEP4411"}),
    "Reference.reference": (
        lambda uri: {**_PATIENT, "managingOrganization": {"reference": uri}},
        {"DBEP4401", "DBEP4415"},
    ),
    "Extension.url": (
        lambda uri: {**_PATIENT, "extension": [{"url": uri, "valueString": "x"}]},
        {"DBEP4507"},
    ),
    "Identifier.system": (
        lambda uri: {**_PATIENT, "identifier": [{"system": uri, "value": "x"}]},
        {"DBEP4124"},
    ),
    "Coding.system": (
        lambda uri: {**_PATIENT, "maritalStatus": {"coding": [{"system": uri, "code": "x"}]}},
        {"DBEP5208"},
    ),
    "canonical": (lambda uri: {**_PATIENT, "meta": {"profile": [uri]}}, {"DBEP4409"}),
    "url of a definition": (
        lambda uri: {"resourceType": "ValueSet", "status": "draft", "url": uri},
        {"DBEP4409"},
    ),
    "ValueSet.compose.include.system": (
        lambda uri: {
            "resourceType": "ValueSet",
            "url": "http://h/x",
            "status": "draft",
            "compose": {"include": [{"system": uri}]},
        },
        {"DBEP4880"},
    ),
}
# Where the place makes a difference.
ELSEWHERE = {
    ("canonical", "#a:b"): True,  # a fragment is a canonical
    ("canonical", "x y:z"): True,  # its form is wrong, and no more is said (DBEP4114)
    ("Reference.reference", "#a:b"): True,  # a contained resource
    ("Reference.reference", "x:y z"): False,  # a string may have a space, a URL may not
}


@pytest.mark.parametrize("uri", URIS)
@pytest.mark.parametrize("place", PLACES)
def test_one_meaning_of_absolute(place, uri):
    make, codes = PLACES[place]
    wanted = ELSEWHERE.get((place, uri), URIS[uri])
    found = {issue.rule.code for issue in held(make(uri))}
    assert found.isdisjoint(codes) is wanted, found
