"""dbep_ig: an information model in YAML becomes FHIR R4; a validator holds any R4 resource to any profile.

Nothing is imported here: `python -c "import dbep_ig"` costs what an empty module costs.
"""

__version__ = "0.1.0"
