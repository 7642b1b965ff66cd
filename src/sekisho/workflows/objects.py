"""Keeping a whole object at once, in the place of what a run that was cut off may have left under its name."""

from sekisho.workflows.ports import Objects


def keep_object(objects: Objects, name: str, content: bytes) -> None:
    """Keep it; durable when this returns. Raises as `ObjectDraft.keep` does."""
    objects.remove(name)
    draft = objects.begin(name)
    try:
        draft.write(content)
        draft.keep()
    except BaseException:
        draft.drop()
        raise
