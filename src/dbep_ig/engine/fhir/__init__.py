"""FHIR itself: reading JSON and XML, element paths, canonicals, primitives, the type model's protocol, units.

To read a file: `sniffing.read_document`, or `json_reading.read_json`, `read_ndjson`, `xml_reading.read_xml`.
To say where: `expressions.expression_of`; positions by `json_locating`, `xml_locating`.
To judge a value: `primitives.check`, `ucum.read`, `regex.compile_pattern`, `xhtml.check_narrative`.
To write: `json_writing.write_json`.
"""
