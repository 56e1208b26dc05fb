"""A house in memory whose identity, state and notes tests look at."""

from typing import Any

import msgspec
import pytest

from regulars.app.house import House
from regulars.app.wire import in_memory
from regulars.define.load import assemble
from regulars.kit.clock import SECOND, ManualClock
from regulars.kit.said import Words
from regulars.records import Customer, Envelope, Event
from regulars.testing.events import NOON


class Known:
    """Takes calls one by one and says whose they were."""

    def __init__(self, yaml: str = "{}") -> None:
        self.clock = ManualClock(NOON)
        self.house = House(in_memory(), self.clock)
        self.house.define("main", assemble([("house.yml", yaml)]))
        self.sent = 0
        self.house.run()

    def call(self, user: str | None = None, device: str | None = None, **more: Any) -> int:
        """One call; gives the customer that got it (0: nobody; -1: a repeat; -2: refused)."""
        self.sent += 1
        self.clock.move(self.clock.now() + SECOND)
        at = self.clock.now()
        event = Event(id=f"m{self.sent}", type="track", event="Seen", source="web", timestamp=at, received_at=at)
        event = msgspec.structs.replace(event, user_id=user, anonymous_id=device, **more)
        whose: list[int] = []
        take = self.house.world("main").pipeline.take
        pipeline = self.house.world("main").pipeline
        pipeline.take = lambda event, at: whose.append(take(event, at)) or whose[-1]  # type: ignore[method-assign, func-returns-value]
        try:
            self.house.take("main", event.source, [event])
            self.house.run()
        finally:
            del pipeline.take
        return whose[-1] if whose else -2

    def merge(self, into: int, other: int, reason: str = "said so by phone") -> int:
        """A member's wish to unite two customers."""
        return self.call(type="merge", event="", source="api", properties={"into": into, "from": other, "reason": reason})

    def customer(self, number: int) -> Customer:
        """As stored."""
        row = self.house.backends.state.read("main", [number])[number]
        assert not row.merged_into
        return msgspec.msgpack.decode(row.record, type=Customer)

    def holder(self, kind: str, value: str) -> int:
        """Whose this identifier is; 0 for nobody's."""
        return self.house.backends.state.find("main", [(kind, value)]).get((kind, value), 0)

    def told(self, name: str) -> list[tuple[int, str, str]]:
        """(customer, value, why) of the lines about identity with this name."""
        rows = self.house.query("main", f"select * from changes where kind = 'identity' and name = '{name}' order by \"at\"")
        return [
            (row["customer_id"], row["value"], " ".join(map(str, msgspec.json.decode(row["why"], type=list[Words]))))
            for row in rows.to_pylist()
        ]

    def counts(self) -> dict[str, int]:
        """Counters of the workspace."""
        return dict(self.house.backends.state.query("counts", "main"))

    def send(self, *envelopes: Envelope) -> None:
        """Records of the log as they are."""
        self.house.backends.log.append(list(envelopes))
        self.house.run()


@pytest.fixture
def known() -> Known:
    return Known()
