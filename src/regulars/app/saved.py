"""Views that a member saved: a name for a place in the console with its filters. Each member has their own."""

import threading
from typing import Annotated

import msgspec
from msgspec import Meta

from regulars.kit.errors import NotFound, RegularsError
from regulars.state.shelf import Shelf

MOST = 200
"""Views of one member."""

_LOCK = threading.Lock()
"""A note is read, changed and written: one at a time in this process, which is the only one that writes."""


class SavedView(msgspec.Struct, frozen=True):
    """A place in the console under a name."""

    id: str
    room: str
    name: str
    query: Annotated[dict[str, str], Meta(max_length=50)]
    """What stands in the address behind the question mark."""


def views_of(shelf: Shelf, workspace: str, member: str) -> list[SavedView]:
    """The member's views, in the order in which they were saved."""
    note = shelf.note(workspace, _note(member))
    return msgspec.json.decode(note, type=list[SavedView]) if note else []


def save(shelf: Shelf, workspace: str, member: str, view: SavedView) -> None:
    """Keep the view, in place of the one of the same id. Raises RegularsError where there are too many."""
    with _LOCK:
        kept = [each for each in views_of(shelf, workspace, member) if each.id != view.id]
        if len(kept) >= MOST:
            raise RegularsError(f"a member keeps at most {MOST} views; delete one first", code="too_many_views")
        shelf.put_note(workspace, _note(member), msgspec.json.encode([*kept, view]))


def drop(shelf: Shelf, workspace: str, member: str, id: str) -> None:
    """Forget a view. Raises NotFound."""
    with _LOCK:
        kept = views_of(shelf, workspace, member)
        left = [each for each in kept if each.id != id]
        if len(left) == len(kept):
            raise NotFound("there is no such view")
        shelf.put_note(workspace, _note(member), msgspec.json.encode(left))


def _note(member: str) -> str:
    return f"views:{member}"
