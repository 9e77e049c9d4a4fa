"""The engine: reading FHIR, FHIRPath, packages, snapshots, terminology, validation, reports.

Standard library only, and no files, network, clock, environment or logging: it is handed bytes and protocols.
"""
