"""Tables of codes: files of rows beside the module that reads them. The one place where the engine reads a file of its own."""

import sys


def rows(package: str, name: str) -> list[list[str]]:
    """The rows of a table, split at tabs, without its comments (`#…`), which say what made it and under which terms.

    Asks the package's own loader, so it reads from a folder, a zip or a browser alike. `pkgutil.get_data` does that too, but
    its import costs a cold start more than the largest table.

    package  the `__package__` of the module that the file lies beside
    """
    module = vars(sys.modules[package])
    data: bytes = module["__spec__"].loader.get_data(f"{module['__path__'][0]}/{name}")
    return [line.split("\t") for line in data.decode("utf-8").split("\n") if line and line[0] != "#"]
