"""What each resource says of rights: its own statements, those of what it is made from, and the guide's."""

from .local_text import LocalText, joined
from .model import CodeSystem, Extension, Model, ModelClass, Profile, ValueSet

Holder = ModelClass | Profile | Extension | CodeSystem | ValueSet  # what may have statements of its own


def copyright_of(one: Holder, model: Model) -> LocalText | None:
    """The statements as paragraphs, each once; None when nobody says anything.

    A class takes those of the classes it extends. A profile takes those of the class it implements and of its parents
    here: their content stands in its differential and its snapshot.
    """
    return paragraphs(statements_of(one, model))


def statements_of(one: Holder, model: Model) -> tuple[LocalText, ...]:
    """The statements one by one, the holder's own first and the guide's last."""
    holders: list[Holder] = [one]
    if isinstance(one, ModelClass):
        holders += model.lineage(one.name)[1:]
    if isinstance(one, Profile):
        profiles = model.ancestors(one)
        holders += profiles[1:]
        for profile in profiles:
            holders += model.lineage(profile.implements or "")
    said = [text for holder in holders for text in holder.copyright]
    return tuple(dict.fromkeys((*said, *model.guide.copyright)))


def paragraphs(statements: tuple[LocalText, ...]) -> LocalText | None:
    """The statements as one text, a blank line between them."""
    return joined(statements, "\n\n") if statements else None
