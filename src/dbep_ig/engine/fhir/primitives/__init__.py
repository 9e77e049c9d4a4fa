"""R4's primitive types: `checking.check` judges a value, `moments` dates and times."""
