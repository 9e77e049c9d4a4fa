"""`python -m bench [NAME…]`: every module of this folder that has a `main()`, or the ones named."""

import sys
from importlib import import_module
from pathlib import Path


def run(names: list[str]) -> int:
    """Runs each; a peer that is not on this machine is said, not an error."""
    modules = sorted(file.stem for file in Path(__file__).parent.glob("*.py"))
    known = [name for name in modules if not name.startswith("_")]
    known = [name for name in known if hasattr(import_module(f"bench.{name}"), "main")]
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
