"""The functions of FHIRPath, one file for each section of the specification.

Source: http://hl7.org/fhirpath/N1/#functions
"""
