"""All that an expression can see beside its input; one for each resource that is evaluated, used by one thread."""

from collections.abc import Mapping
from typing import Any

from dbep_ig.engine.fhir.json_types import Resource
from dbep_ig.engine.fhir.type_model import TypeModel

from .services import NoServices, Services

_NO_SERVICES = NoServices()
_NO_VARIABLES: Mapping[str, Any] = {}


class Environment:
    """`%resource`, `%rootResource`, types, services and variables.

    resource       the resource that the input belongs to (a contained or entry resource: itself, not its container)
    root_resource  the container of a contained resource; `resource` when left out
    types          the type model; None evaluates plain JSON
    services       the outside world; nothing is decided without it
    variables      further `%name` -> value: a JSON value, or a list of them

    Make one for each resource and use it for all of its elements: what depends on the resource alone is computed
    once and kept here. Not to be shared between threads.
    """

    __slots__ = (
        "cache", "context", "index", "now", "resource", "root_resource", "services", "steps", "total", "types", "variables",
    )  # fmt: skip

    def __init__(
        self,
        resource: Resource | None = None,
        root_resource: Resource | None = None,
        *,
        types: TypeModel | None = None,
        services: Services = _NO_SERVICES,
        variables: Mapping[str, Any] = _NO_VARIABLES,
    ) -> None:
        self.resource = resource
        self.root_resource = resource if root_resource is None else root_resource
        self.types = types
        self.services = services
        self.variables = variables
        self.cache: dict[object, Any] = {}
        self.context: Any = None
        self.index: int = 0
        self.total: Any = None
        self.now: Any = None
        self.steps: int = 0
