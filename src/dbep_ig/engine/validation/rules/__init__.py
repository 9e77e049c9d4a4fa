"""One file for each rule, or for a few that share a subject; `rule_lists.py` puts them in order."""
