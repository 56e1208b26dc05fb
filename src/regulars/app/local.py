"""The whole house in one process, without a server: for notebooks, tests, scripts and simulations."""

from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec
import pyarrow as pa

from regulars.algebra import history
from regulars.app import lifecycle, models, views
from regulars.app.access import new_id
from regulars.app.catalogs import folder_of
from regulars.app.choose import choose
from regulars.app.diagnose import Moved, metric_drivers, segment_differences
from regulars.app.figures import figures
from regulars.app.house import House
from regulars.app.outlook import Outlook, outlook
from regulars.app.texts import TextReading
from regulars.app.tops import Scored, tops
from regulars.app.wire import in_folder, in_memory
from regulars.collect.checks import Call, check
from regulars.collect.limits import Limits
from regulars.collect.rejection import Rejection
from regulars.define.definitions import Definitions
from regulars.kit.clock import Clock, SystemClock, from_datetime
from regulars.kit.errors import RegularsError
from regulars.know.verify import Verified
from regulars.learn.differences import Differences
from regulars.learn.lifecycle.flows import Flows
from regulars.measure.metric import Figure
from regulars.measure.period import Unit
from regulars.records import Decision

WORKSPACE = "main"


class Local:
    """A house that works everything off at once: what you track is known when the call returns.

    `folder` keeps it on disk (the layout of `regulars serve --dir`); without it everything is in memory. `clock` makes time
    yours (`regulars.kit.clock.ManualClock`). Customers are named by user id, by `kind:value`, or by number.

    >>> import regulars as rg
    >>> with rg.Local(rg.load("features: {spend: {of: sum(properties.total)}}")) as house:
    ...     house.track("ann", "Order Completed", total=240)
    ...     house.profile("ann")["spend"]
    240.0
    """

    def __init__(
        self, definitions: Definitions | None = None, folder: str | Path | None = None, clock: Clock | None = None
    ) -> None:
        self.house = House(in_folder(Path(folder)) if folder else in_memory(), clock or SystemClock())
        self.house.run()
        if definitions is not None:
            self.apply(definitions)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Write everything to disk (where there is one) and release it."""
        self.house.close()

    def apply(self, definitions: Definitions) -> None:
        """Let these definitions hold from now on; what is new in them is filled from the whole history."""
        if self.house.define(WORKSPACE, definitions, folder_of(definitions)):
            self.house.run()

    def add(self, definitions: Definitions) -> None:
        """Let these hold besides those in force; where both have a name, the new one counts. The workspace's settings stay."""
        held = self.house.world(WORKSPACE).definitions
        sections = {
            name: mine | getattr(definitions, name)
            for name in held.__struct_fields__
            if isinstance(mine := getattr(held, name), dict)
        }
        self.apply(msgspec.structs.replace(held, **sections))

    # Collect

    def track(self, user: str, event: str, /, *, at: str | datetime | None = None, **properties: Any) -> None:
        """Something that the customer did. `at` (ISO 8601 or an aware datetime) defaults to now."""
        self.call({"type": "track", "userId": user, "event": event, "properties": properties}, at=at)

    def identify(self, user: str, /, *, anonymous: str | None = None, at: str | datetime | None = None, **traits: Any) -> None:
        """What the customer is like. With `anonymous`, what that anonymous id did before becomes theirs."""
        self.call({"type": "identify", "userId": user, "anonymousId": anonymous, "traits": traits}, at=at)

    def call(self, call: dict[str, Any], *, at: str | datetime | None = None) -> None:
        """Any call of the Segment spec, through the same checks as at the door. Raises RegularsError where it is refused."""
        now = self.house.clock.now()
        call = {"messageId": new_id(now), **call}
        if at is not None:
            call["timestamp"] = at.isoformat() if isinstance(at, datetime) else at
        try:
            event = check(msgspec.json.encode(call), 0, Call(received_at=now, source="local"), Limits())
        except Rejection as rejection:
            raise RegularsError(
                f"the call was refused ({rejection.code})", where=rejection.path, code=rejection.code
            ) from rejection
        self.house.take(WORKSPACE, "local", [event])
        self.house.run()

    # Know

    def profile(self, customer: str) -> views.Profile:
        """Everything known of a customer now; `profile["spend"]` gives a feature, a trait or a score. Raises NotFound."""
        self.house.catch_up()
        return views.profile(self.house, WORKSPACE, views.find(self.house, WORKSPACE, customer))

    def timeline(self, customer: str, limit: int = 50) -> list[views.Line]:
        """The customer's story, latest first, with every why. Raises NotFound."""
        self.house.catch_up()
        return views.timeline(self.house, WORKSPACE, views.find(self.house, WORKSPACE, customer), limit)

    def members(self, segment: str) -> list[int]:
        """Ids of the customers who are in a segment now."""
        self.house.catch_up()
        return [customer for customer, _ in self.house.members(WORKSPACE, segment)]

    def history(self, *names: str, as_of: str | date | datetime | None = None) -> pa.Table:
        """The same features, segments or `stage` for every customer as they were known at an instant, from the lake.

        Who was whom is as known then, too: customers that were united later still stand apart.
        """
        program = self.house.world(WORKSPACE).program
        at = self.house.clock.now() if as_of is None else _instant(as_of)
        return self.house.query(WORKSPACE, history.sql(program, names or program.names, at), as_known=at)

    def verify(self) -> Verified:
        """Recompute every live value from history and list the differences."""
        return self.house.verify(WORKSPACE)

    def fit(self, model: str) -> models.Standing:
        """Fit a model now and take over its scores. `card(model)` says how good it is, and the standing why it refused.

        Raises NotFound, and RegularsError where it fails.
        """
        self.house.catch_up()
        found = models.run(self.house, WORKSPACE, model)
        self.house.run()
        return found

    def card(self, model: str) -> models.Card | None:
        """The card of a model's latest fit: from what it learnt, how good it is, what weighs most; None before the first."""
        models.defined(self.house.world(WORKSPACE).definitions, model)
        return models.card(self.house, WORKSPACE, model)

    def top(self, model: str, limit: int = 10, *, score: str | None = None, least: bool = False) -> list[Scored]:
        """The customers with the greatest (or least) score of a model, each with why. Raises NotFound."""
        self.house.catch_up()
        found = models.defined(self.house.world(WORKSPACE).definitions, model)
        return tops(self.house, WORKSPACE, found, score, not least, limit)[1]

    def read_texts(self) -> int:
        """Read what customers wrote since the last time (the definitions under `texts`). Gives how many texts were read.

        A server does so by itself, all the time.
        """
        reading, total = TextReading(self.house), 0
        while read := reading.advance(WORKSPACE):
            self.house.run()
            total += read
        return total

    # Decide, measure

    def decide(self, slot: str, customer: str) -> Decision:
        """What this slot shows this customer; the decision is recorded. A customer never seen before gets one, too."""
        self.house.catch_up()
        decision = choose(self.house, WORKSPACE, slot, customer)
        self.house.run()
        return decision

    def metric(self, *names: str, by: str = "week", split: str | None = None) -> list[Figure]:
        """Metrics by `day`, `week` or `month` over the whole history.

        `split` by a segment, by `segments` or by `stages`, as they are now.
        """
        self.house.catch_up()
        return figures(self.house, WORKSPACE, *names, by=by, split=split)

    # Understand: how customers move, why a figure moved, what it will be

    def flows(self, by: Unit = "month") -> Flows:
        """Stocks of the lifecycle stages and who went from which to which, in the last twelve periods."""
        self.house.catch_up()
        return lifecycle.flows(self.house, WORKSPACE, lifecycle.span(self.house, WORKSPACE, by, None, None))

    def apart(self, segment: str, against: str | None = None) -> Differences:
        """What sets a segment or stage apart from another, or from everybody else. Raises NotFound, TooThin."""
        self.house.catch_up()
        return segment_differences(self.house, WORKSPACE, segment, against)

    def why(self, metric: str, by: Unit = "week") -> Moved:
        """What moved a metric between the last two whole periods. Raises NotFound, NotAdditive."""
        self.house.catch_up()
        return metric_drivers(self.house, WORKSPACE, metric, by)

    def forecast(self, metric: str, by: Unit = "week", steps: int = 8) -> Outlook:
        """What a metric will be, with intervals. Raises NotFound, TooThin, Missing without the extra `forecast`."""
        self.house.catch_up()
        return outlook(self.house, WORKSPACE, metric, by, steps)

    def sql(self, query: str) -> pa.Table:
        """One SELECT over the views of the history: `timeline`, `conclusions`, `identity`, `events`, `changes` and `moves`."""
        return self.house.query(WORKSPACE, query)


def _instant(value: str | date | datetime) -> int:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    return from_datetime(value if value.tzinfo else value.replace(tzinfo=UTC))
