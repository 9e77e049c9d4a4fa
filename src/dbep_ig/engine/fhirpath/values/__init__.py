"""System values: dates and times, quantities, numbers; how they are equal, equivalent and ordered.

Source: http://hl7.org/fhirpath/N1/#literals
"""
