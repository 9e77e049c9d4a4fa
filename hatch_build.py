"""Build hook: puts R4 core, packed for fast reading, into the wheel and the editable install."""

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CoreHook(BuildHookInterface):
    """See src/dbep_ig/engine/core."""

    def initialize(self, version, build_data):
        """Nothing yet."""
