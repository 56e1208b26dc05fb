"""What a fit remembers for the next one, so that a group keeps its id and name, and who moved can be counted."""

import zlib
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from regulars.learn.groups.choice import Labels
from regulars.learn.groups.space import Array, Axis

_VERSION = 1
_SHARED = 0.5
"""Where fewer of the axes are still the same, the model is another one, and nothing carries over."""
_MOST_KEPT = 1_000_000


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """The groups of a fit."""

    version: int = _VERSION
    ids: list[str]
    names: list[dict[str, str]]
    leads: list[str]
    """For each group the axis on which it differed most."""
    places: list[dict[str, float]]
    """For each group its raw value on each axis, by the name of the axis."""
    following: int
    """The number of the next new group: an id is never given twice."""
    customers: bytes = b""
    """Ids of customers and places of their groups, each as int64, compressed; empty where there are too many."""


def recalled(state: bytes, axes: Sequence[Axis]) -> Memory | None:
    """What an earlier fit remembered, if it is of use with these axes."""
    try:
        memory = msgspec.msgpack.decode(state, type=Memory)
    except (msgspec.MsgspecError, UnicodeError):
        return None
    if memory.version != _VERSION or not memory.places:
        return None
    known = set(memory.places[0])
    both = [axis for axis in axes if axis.name in known]
    return memory if len(both) >= _SHARED * max(len(axes), len(known)) else None


def centres(memory: Memory, axes: Sequence[Axis], middle: Array) -> Array:
    """The old centres in the new space; on a new axis they lie in the middle."""
    rows = [
        [float(axis.along(np.array([place[axis.name]]))[0]) if axis.name in place else m for axis, m in zip(axes, middle)]
        for place in memory.places
    ]
    return np.array(rows)


def remembered(
    ids: list[str],
    names: list[dict[str, str]],
    leads: list[str],
    found: Array,
    axes: Sequence[Axis],
    following: int,
    who: Labels,
    labels: Labels,
) -> bytes:
    """The state for the next fit."""
    places = [{axis.name: axis.back(float(value)) for axis, value in zip(axes, row, strict=True)} for row in found]
    kept = zlib.compress(np.stack([who, labels]).tobytes()) if len(who) <= _MOST_KEPT else b""
    memory = Memory(ids=ids, names=names, leads=leads, places=places, following=following, customers=kept)
    return msgspec.msgpack.encode(memory)


def before(memory: Memory) -> Mapping[int, str] | None:
    """Customer → id of the group before; None where that was not kept."""
    if not memory.customers:
        return None
    who, labels = np.frombuffer(zlib.decompress(memory.customers), dtype=np.int64).reshape(2, -1)
    return {int(customer): memory.ids[label] for customer, label in zip(who, labels)}
