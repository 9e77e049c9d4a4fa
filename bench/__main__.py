"""`python -m bench [NAME…]`: every module of this folder that has a `main()`, or the ones named."""

import sys
from importlib import import_module
from pathlib import Path


def run(names: list[str]) -> int:
    """Runs each; a peer that is not on this machine is said, not an error."""
    # read as text: a measured child's peak memory counts this process's own, so nothing is imported before its turn
    files = sorted(Path(__file__).parent.glob("[!_]*.py"))
    known = [file.stem for file in files if "\ndef main(" in file.read_text(encoding="utf-8")]
    known.sort(key=lambda name: name != "process")
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no such measurement: {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    for name in names or known:
        print(f"\n== {name}")
        import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
