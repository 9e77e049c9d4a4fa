"""The two namespaces of a FHIR resource in XML.

Source: https://hl7.org/fhir/R4/xml.html
"""

FHIR = "http://hl7.org/fhir"
XHTML = "http://www.w3.org/1999/xhtml"
