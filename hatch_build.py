"""Build hook: puts R4 core, packed for fast reading, into the wheel, the sdist and the editable install, and the guides into
the wheel.

What it does, and where R4 core comes from, stands in src/dbep_ig/host/core_build.py; in a checkout
`python -m dbep_ig.host.core_build` does the same. An sdist carries the packed file, so building from it needs no network.

The guides are the one that the YAML makes, built in a folder of its own (what is installed is never an older build than the
sources beside it), and the released ones of `releases/`. How they lie in the wheel: src/dbep_ig/host/packed_guides.py.
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
                build_data["force_include"][str(self.guides(self.scratch))] = "dbep_ig/_data/guides"
        finally:
            sys.path.remove(str(source))

    def guides(self, folder):
        """The guides, built and packed in `folder` -> their folder; stops the build when the YAML or a release has errors."""
        from dbep_ig import build
        from dbep_ig.guide.build import AUTHORED
        from dbep_ig.host.packages import PackageSettings, open_named
        from dbep_ig.host.packed_guides import pack_guides
        from dbep_ig.host.releases import FOLDER, read_releases

        root = Path(self.root)
        for name in (*AUTHORED, FOLDER):
            if (root / name).is_file():
                shutil.copy(root / name, folder)
            elif (root / name).is_dir():  # a guide need not have all of them
                shutil.copytree(root / name, folder / name)
        settings = PackageSettings.of(os.environ, folder)
        built = build.guide(folder, into=folder / "build", site=False, package_settings=settings)
        if built.report.has_errors:
            self.stop(issue for issue in built.report.issues if issue.is_error)
        guide = open_named(str(built.folder / "package"), settings)
        packed = pack_guides(
            guide.value, [one.package for one in read_releases(folder).value], folder / "packed"
        )
        if packed.value is None:
            self.stop(packed.issues)
        return packed.value

    def stop(self, issues):
        """Ends the build with what is wrong."""
        self.app.abort(
            f"dbep: the guide cannot be built: {'; '.join(issue.message('en') for issue in issues)}"
        )

    def finalize(self, version, build_data, artifact_path):
        """Removes the folder that the guide was built in."""
        if self.scratch is not None:
            shutil.rmtree(self.scratch)
