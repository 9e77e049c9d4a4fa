"""Build hook: puts R4 core, packed for fast reading, into the wheel, the sdist and the editable install.

What it does, and where R4 core comes from, stands in src/dbep_ig/host/core_build.py; in a checkout
`python -m dbep_ig.host.core_build` does the same. An sdist carries the packed file, so building from it needs no network.
"""

import os
import sys
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CoreHook(BuildHookInterface):
    """Runs before each build; does nothing when the packed file is up to date."""

    def initialize(self, version, build_data):
        """Makes `src/dbep_ig/_data/r4.core`, or stops the build with one message that says how to mend it."""
        source = Path(self.root) / "src"
        sys.path.insert(0, str(source))
        try:
            from dbep_ig.host.core_build import NoCoreError, ensure_core

            ensure_core(source / "dbep_ig" / "_data" / "r4.core", os.environ, self.app.display_info)
        except NoCoreError as missing:
            self.app.abort(f"dbep: {missing}")
        finally:
            sys.path.remove(str(source))
