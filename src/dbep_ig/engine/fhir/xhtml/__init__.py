"""The XHTML of a narrative: `narrative.check_narrative`."""
