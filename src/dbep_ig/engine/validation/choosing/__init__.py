"""Which profiles a resource is validated against: what it claims, what is asked for, what guides choose."""
