"""References, and contained resources."""
