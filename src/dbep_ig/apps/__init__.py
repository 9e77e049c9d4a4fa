"""The thin outermost storey: command line, service, bulk runs, editors."""
