"""FHIR itself: reading JSON and XML, element paths, canonicals, primitives, the type model's protocol, units.

To read a file: `sniffing.read_document`, or `json.reading.read_json`, `read_ndjson`, `xml.reading.read_xml`.
To say where: `expressions.expression_of`; positions by `json.locating`, `xml.locating`.
To judge a value: `primitives.checking.check`, `ucum.units.read`, `regex.pattern.compile_pattern`, `xhtml.narrative.check_narrative`.
To write: `json.writing.write_json`. Addresses: `uris`.
"""
