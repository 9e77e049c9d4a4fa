"""From AST to closures.

`general.py` compiles every expression, on collections. `direct.py` compiles what invariants mostly are, where the
types are known, to closures on plain JSON that build no collection.
"""
