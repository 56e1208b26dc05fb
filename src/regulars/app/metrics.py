"""Signals to Prometheus: totals and durations as they happen, levels when they are asked for."""

import threading
from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from regulars.app import models, views
from regulars.app.house import House
from regulars.kit.clock import SECOND
from regulars.kit.signals import Signal

_BUCKETS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
_LABELS: dict[Signal, tuple[str, ...]] = {
    "regulars_errors_total": ("part",),
    "regulars_records_total": (),
    "regulars_door_total": ("workspace", "what"),
    "regulars_door_seconds": (),
    "regulars_api_seconds": ("operation",),
    "regulars_loop_seconds": (),
    "regulars_commit_seconds": (),
    "regulars_flush_seconds": (),
    "regulars_deliver_seconds": (),
    "regulars_model_fits_total": ("workspace", "model", "outcome"),
    "regulars_model_fit_seconds": (),
}

Level = tuple[Signal, dict[str, str], float]
"""Name, labels, value."""


class Metrics:
    """Keeps `Signals`, and reads the levels of a house at each scrape."""

    def __init__(self, levels: Callable[[], Iterable[Level]] = tuple) -> None:
        self._registry = CollectorRegistry()
        self._lock = threading.Lock()
        self._totals: dict[str, Counter] = {}
        self._times: dict[str, Histogram] = {}
        for name, labels in _LABELS.items():
            title = name.removeprefix("regulars_").replace("_", " ")
            if name.endswith("_total"):
                self._totals[name] = Counter(name, title, labels, registry=self._registry)
            else:
                self._times[name] = Histogram(name, title, labels, buckets=_BUCKETS, registry=self._registry)
        self._levels = levels
        self._registry.register(self)

    def count(self, name: Signal, by: int = 1, **labels: str) -> None:
        """A total grows."""
        total = self._totals[name]
        (total.labels(**labels) if labels else total).inc(by)

    def time(self, name: Signal, seconds: float, **labels: str) -> None:
        """Something took so long."""
        distribution = self._times[name]
        (distribution.labels(**labels) if labels else distribution).observe(seconds)

    def describe(self) -> list[Metric]:
        """Levels have no fixed list; Prometheus asks before the first scrape."""
        return []

    def collect(self) -> Iterable[Metric]:
        """The levels of this moment, for Prometheus."""
        families: dict[str, GaugeMetricFamily] = {}
        for name, labels, value in self._levels():
            family = families.get(name)
            if family is None:
                title = name.removeprefix("regulars_").replace("_", " ")
                family = families[name] = GaugeMetricFamily(name, title, labels=list(labels))
            family.add_metric(list(labels.values()), value)
        return families.values()

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self._registry)


def levels(house: House, healthy: Callable[[], bool]) -> Iterable[Level]:
    """What stands still between two scrapes: where every event is, what a workspace holds, how far the house has come."""
    state = house.backends.state
    for workspace in [w.name for w in house.backends.desk.workspaces()]:
        label = {"workspace": workspace}
        account = views.accounting(house, workspace)
        yield "regulars_events_accepted", label, account.accepted
        yield "regulars_events_lake", label, account.lake
        yield "regulars_events_failed", label, account.failed
        yield "regulars_events_duplicate", label, account.duplicate
        yield "regulars_events_in_flight", label, account.in_flight
        yield "regulars_customers", label, state.query("count_customers", workspace)
        for code, n in state.query("failure_counts", workspace).items():
            yield "regulars_failures", {**label, "code": code}, n
        for status, n in state.query("message_counts", workspace).items():
            yield "regulars_messages", {**label, "status": status}, n
        for name in house.world(workspace).definitions.models:
            known, about = models.standing(house, workspace, name), {**label, "model": name}
            yield "regulars_model_alarms", about, len(known.alarms())
            if known.latest is not None:
                yield "regulars_model_customers", about, known.latest.customers
                yield "regulars_model_age_seconds", about, (house.clock.now() - known.latest.fitted_at) / SECOND
    end = house.backends.log.end()
    yield "regulars_log_end", {}, end
    yield "regulars_log_lag", {}, end - house.loop.offset
    yield "regulars_lake_waiting_rows", {}, house.archive.waiting
    yield "regulars_healthy", {}, 1 if healthy() else 0
