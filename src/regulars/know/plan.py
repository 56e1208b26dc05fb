"""The tracking plan at work: events that break a strict plan are kept among the failures, with the reason."""

from collections.abc import Callable, Mapping
from typing import Any

from regulars.algebra.reading import READERS, dig
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
        self._strict = {name: [_place(one, plan) for one in plan.properties] for name, plan in plans.items() if plan.strict}
        self._plans = plans

    def check(self, event: Event) -> None:
        """Raise Refused with the first property that is missing or of another type."""
        places = self._strict.get(event.event) if self._strict else None
        if places is None or event.type != "track":
            return
        for name, array, path in places:
            declared = self._plans[event.event].properties[name]
            fits = _FITS[declared.type]
            for value in _values(event.properties, array, path):
                if value is None:
                    if declared.required:
                        raise Refused("missing_property", f"properties.{name}")
                elif not fits(value):
                    raise Refused("wrong_type", f"properties.{name}")


Path = tuple[str, ...]


def _place(name: str, plan: EventPlan) -> tuple[str, Path | None, Path]:
    """(name, where the list stands of whose elements it is a property, where it stands there or in the event)."""
    for other, declared in plan.properties.items():
        if declared.type == "list" and name.startswith(f"{other}."):
            return name, tuple(other.split(".")), tuple(name[len(other) + 1 :].split("."))
    return name, None, tuple(name.split("."))


def _values(properties: dict[str, Any], array: Path | None, path: Path) -> list[Any]:
    """What stands there; of a list, at each of its elements."""
    if array is None:
        return [dig(properties, path)]
    elements = dig(properties, array)
    return [dig(element, path) for element in elements] if isinstance(elements, list) else []
