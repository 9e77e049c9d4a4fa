"""Single defects: one small change in a right plan Bundle, and what is said of it."""
