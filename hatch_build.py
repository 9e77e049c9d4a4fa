"""Build hook: puts R4 core, packed for fast reading, into the wheel, the sdist and the editable install, and the guide into
the wheel.

What it does, and where R4 core comes from, stands in src/dbep_ig/host/core_build.py; in a checkout
`python -m dbep_ig.host.core_build` does the same. An sdist carries the packed file, so building from it needs no network.

The guide is built from the YAML in a folder of its own: what is installed is never an older build than the sources beside it.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CoreHook(BuildHookInterface):
    """Runs before each build; does nothing when the packed file is up to date."""

    def initialize(self, version, build_data):
        """Makes `src/dbep_ig/_data/r4.core`, or stops the build with one message that says how to fix it."""
        source = Path(self.root) / "src"
        self.scratch = None
        sys.path.insert(0, str(source))
        try:
            from dbep_ig.host.core_build import NoCoreError, ensure_core

            ensure_core(source / "dbep_ig" / "_data" / "r4.core", os.environ, self.app.display_info)
        except NoCoreError as missing:
            self.app.abort(f"dbep: {missing}")
        else:
            if (
                self.target_name == "wheel" and version != "editable"
            ):  # in a checkout `dbep build` makes the guide
                self.scratch = Path(tempfile.mkdtemp())
                build_data["force_include"][str(self.guide(self.scratch))] = "dbep_ig/_data/guide"
        finally:
            sys.path.remove(str(source))

    def guide(self, folder):
        """The guide's package, built in `folder` -> its folder; stops the build when the YAML has errors."""
        from dbep_ig.apps.building import AUTHORED, build
        from dbep_ig.host.guide_source import GUIDE_FILE
        from dbep_ig.host.packages import PackageSettings

        root = Path(self.root)
        shutil.copy(root / GUIDE_FILE, folder)
        for name in (*AUTHORED, "examples"):
            shutil.copytree(root / name, folder / name)
        built = build(folder, with_site=False, package_settings=PackageSettings.of(os.environ, folder))
        if built.report.has_errors:
            said = "; ".join(issue.message("en") for issue in built.report.issues if issue.is_error)
            self.app.abort(f"dbep: the guide cannot be built: {said}")
        return built.build / "package"

    def finalize(self, version, build_data, artifact_path):
        """Removes the folder that the guide was built in."""
        if self.scratch is not None:
            shutil.rmtree(self.scratch)
