"""The command line: options in, values out; the work is done in the storeys below."""
