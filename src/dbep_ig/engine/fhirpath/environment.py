"""All that an expression can see beside its input; one for each resource that is evaluated, used by one thread."""

from collections.abc import Mapping
from typing import Any

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.type_model import TypeModel

from .navigation import Collection, Navigator, navigator_of
from .services import NoServices, Services
from .values.moments import DateTime

_NO_SERVICES = NoServices()
_NO_VARIABLES: Mapping[str, Any] = {}
_PLAIN = navigator_of(None)


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
        "cache",
        "characters",
        "context",
        "defined",
        "index",
        "moment",
        "navigator",
        "resource",
        "root_resource",
        "services",
        "total",
        "types",
        "variables",
    )

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
        # The state of one evaluation, set by expressions:
        self.navigator: Navigator = _PLAIN
        self.context: Collection = []
        self.defined: dict[str, Collection] = {}
        self.index: int | None = None
        self.total: Collection = []
        self.characters: int = 0
        self.moment: DateTime | None = None
