"""Collections as the caller gets them."""

from .converting import type_of
from .item import Item
from .node import Collection, Node


def items_of(collection: Collection) -> list[Item]:
    """Each item with its value, type and path."""
    return [
        Item(item.value, type_of(item), item.path, item.sibling)
        if type(item) is Node
        else Item(item, type_of(item))
        for item in collection
    ]
