"""The names of all signals that the house emits: one list, so that a dashboard can be checked against it."""

from typing import Literal, Protocol

Signal = Literal[
    # The account of every accepted event: accepted = lake + failed + duplicate + in_flight, by workspace.
    "regulars_events_accepted",
    "regulars_events_lake",
    "regulars_events_failed",
    "regulars_events_duplicate",
    "regulars_events_in_flight",
    "regulars_failures",
    # What a workspace holds.
    "regulars_customers",
    "regulars_messages",
    # Where the house stands.
    "regulars_log_end",
    "regulars_log_lag",
    "regulars_lake_waiting_rows",
    "regulars_healthy",
    "regulars_errors_total",
    # Work and how long it takes.
    "regulars_records_total",
    "regulars_door_total",
    "regulars_door_seconds",
    "regulars_api_seconds",
    "regulars_loop_seconds",
    "regulars_commit_seconds",
    "regulars_flush_seconds",
    "regulars_deliver_seconds",
    # Models: how each attempt ended and how long it took; customers with a score, age of the fit, alarms.
    "regulars_model_fits_total",
    "regulars_model_fit_seconds",
    "regulars_model_customers",
    "regulars_model_age_seconds",
    "regulars_model_alarms",
]
"""Names end in `_total` for what only grows, in `_seconds` for durations (distributions, or ages); the others are levels."""


class Signals(Protocol):
    """Takes counts and durations as they happen. Must be quick, must not raise, may be called from any thread."""

    def count(self, name: Signal, by: int = 1, **labels: str) -> None:
        """A total grows."""
        ...

    def time(self, name: Signal, seconds: float, **labels: str) -> None:
        """Something took so long."""
        ...
