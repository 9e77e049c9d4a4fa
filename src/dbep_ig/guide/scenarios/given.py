"""What an example's author gave, as a tree that can be changed without losing where each part was written."""

from collections.abc import Mapping, Sequence

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring import Where, YamlMapping, YamlNode, YamlSequence


class Given:
    """One value: text, or fields, or items. `where` is the value's place, also after it was put into another tree."""

    __slots__ = ("fields", "is_null", "items", "text", "where")

    def __init__(
        self,
        where: Where,
        *,
        text: str | None = None,
        is_null: bool = False,
        fields: "Mapping[str, Given] | None" = None,
        items: "Sequence[Given] | None" = None,
    ) -> None:
        self.where = where
        self.text = text
        self.is_null = is_null
        self.fields = None if fields is None else dict(fields)
        self.items = None if items is None else list(items)

    @classmethod
    def of(cls, node: YamlNode, where: Where) -> "Given":
        """The tree of a YAML node."""
        if isinstance(node, YamlMapping):
            return cls(where, fields={e.key.text: cls.of(e.value, where / e.key.text) for e in node})
        if isinstance(node, YamlSequence):
            return cls(where, items=[cls.of(item, where / n) for n, item in enumerate(node)])
        return cls(where, text=node.text, is_null=node.is_null)

    def copy(self) -> "Given":
        """A copy whose containers can be changed."""
        return Given(
            self.where,
            text=self.text,
            is_null=self.is_null,
            fields=None if self.fields is None else {key: value.copy() for key, value in self.fields.items()},
            items=None if self.items is None else [value.copy() for value in self.items],
        )

    @property
    def shown(self) -> Text:
        """The value as a message may quote it: its text, or the names of its parts."""
        if self.text is not None:
            return Text(f"«{self.text}»", f"`{self.text}`")
        if self.fields is None:
            return Text("en liste", "a list")
        parts = ", ".join(self.fields)
        return (
            Text(f"delene {parts}", f"the parts {parts}") if parts else Text("en tom verdi", "an empty value")
        )


def shown(value: Given) -> str | None:
    """A changed value as pages show it; None for what is taken away."""
    if value.is_null:
        return None
    return value.text if value.text is not None else "{…}" if value.fields is not None else "[…]"
