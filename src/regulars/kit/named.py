"""What has a name, or a sentence with the nearest one."""

from collections.abc import Mapping
from typing import TypeVar

from regulars.kit.errors import NotFound, nearest

T = TypeVar("T")


def named(kind: str, name: str, among: Mapping[str, T]) -> T:
    """What has this name. Raises NotFound.

    >>> named("segment", "buyer", {"buyers": 1})
    Traceback (most recent call last):
    ...
    regulars.kit.errors.NotFound: there is no segment 'buyer'; did you mean 'buyers'?
    """
    if name not in among:
        raise NotFound(f"there is no {kind} '{name}'{nearest(name, among)}")
    return among[name]
