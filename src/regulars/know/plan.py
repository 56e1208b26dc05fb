"""The tracking plan at work: events that break a strict plan are kept among the failures, with the reason."""

from collections.abc import Callable, Mapping
from typing import Any

from regulars.define.definitions import EventPlan
from regulars.flow.loop import Refused
from regulars.records import Event


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_numeric(value: Any) -> bool:
    if isinstance(value, str):
        try:
            float(value)
        except ValueError:
            return False
        return True
    return _is_number(value)


_FITS: dict[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str | int),
    "number": _is_numeric,
    "boolean": lambda value: isinstance(value, bool),
    "timestamp": lambda value: isinstance(value, str | int),
    "list": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


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
            value = event.properties.get(name)
            if value is None:
                if declared.required:
                    raise Refused("missing_property", f"properties.{name}")
            elif not _FITS[declared.type](value):
                raise Refused("wrong_type", f"properties.{name}")
