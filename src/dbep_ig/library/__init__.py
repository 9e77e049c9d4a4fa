"""What is taken from Python programs and given back to them; the door is `dbep_ig.validator`."""
