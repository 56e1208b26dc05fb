"""The tracking plan at work: events that break a strict plan are kept among the failures, with the reason."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from regulars.algebra.reading import READERS
from regulars.define.definitions import EventPlan
from regulars.flow.world import Refused
from regulars.records import Event

_FITS: dict[str, Callable[[Any], bool]] = {
    "text": lambda value: READERS["text", False](value) is not None,
    "number": lambda value: READERS["number", True](value) is not None,
    "boolean": lambda value: READERS["boolean", True](value) is not None,
    "timestamp": lambda value: READERS["timestamp", False](value) is not None,
    "list": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}
"""What an expression can read as the declared type; anything else would be NULL there."""


class TrackingPlan:
    """Checks `track` events against the strict plans, by event name; costs one look-up for the rest."""

    def __init__(self, plans: Mapping[str, EventPlan]) -> None:
        self._strict = {name: plan for name, plan in plans.items() if plan.strict}

    def check(self, event: Event) -> None:
        """Raise Refused with the first property that is missing or of another type."""
        plan = self._strict.get(event.event) if self._strict else None
        if plan is None or event.type != "track":
            return
        for name, declared in plan.properties.items():
            fits = _FITS[declared.type]
            for value in _at(event.properties, name):
                if value is None:
                    if declared.required:
                        raise Refused("missing_property", f"properties.{name}")
                elif not fits(value):
                    raise Refused("wrong_type", f"properties.{name}")


def _at(value: Any, path: str) -> Iterator[Any]:
    """What stands at a path (`total`, `address.zip`); in a list on the way, at each of its elements (`products.price`)."""
    if isinstance(value, list):
        for element in value:
            yield from _at(element, path)
    elif isinstance(value, dict) and path not in value and "." in path:
        key, _, rest = path.partition(".")
        yield from _at(value.get(key), rest)
    else:
        yield value.get(path) if isinstance(value, dict) else None
