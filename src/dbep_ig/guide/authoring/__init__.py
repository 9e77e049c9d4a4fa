"""YAML with a place on every key and value -> `Model`, with every fault at its line and column."""

from .compiling import read_model
from .yaml_nodes import Where, YamlDocument, YamlEntry, YamlMapping, YamlNode, YamlScalar, YamlSequence
from .yaml_reading import read_yaml, read_yaml_documents

__all__ = [
    "Where",
    "YamlDocument",
    "YamlEntry",
    "YamlMapping",
    "YamlNode",
    "YamlScalar",
    "YamlSequence",
    "read_model",
    "read_yaml",
    "read_yaml_documents",
]
