"""The files that an author begins with, as texts: small, with comments, and right as they are. Nothing is written here."""

from .definitions import class_file, codesystem_file, extension_file, profile_file, valueset_file
from .guide_file import guide_files
from .scenario_file import scenario_file

__all__ = [
    "class_file",
    "codesystem_file",
    "extension_file",
    "guide_files",
    "profile_file",
    "scenario_file",
    "valueset_file",
]
