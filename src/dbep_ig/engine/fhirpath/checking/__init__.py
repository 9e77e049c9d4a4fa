"""What can be known of an expression before it runs: types, faults, and what it depends on."""
