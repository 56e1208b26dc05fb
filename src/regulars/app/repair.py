"""Failed events once more through the checks: what passes now becomes events, the rest stays as it is."""

from collections import defaultdict

import msgspec

from regulars.app.house import House
from regulars.collect.checks import Call, check
from regulars.collect.limits import Limits
from regulars.collect.rejection import Rejection
from regulars.flow.world import Refused
from regulars.kit.clock import to_text
from regulars.know.plan import TrackingPlan
from regulars.records import Envelope, Event
from regulars.state.state import Failure

_event = msgspec.json.Decoder(Event).decode
_encode = msgspec.json.Encoder().encode
_PAGE = 500
_MOST = 100_000
"""Failures that one call looks at, so that it ends in some seconds."""


def reprocess(house: House, workspace: str, code: str | None, limit: int) -> tuple[int, int]:
    """Send failures (of one code, or all) through the checks again until `limit` are events. Gives (now events, still wrong).

    Those that stay wrong do not stand in the way of later ones. A repeat after a crash does no harm: the events carry the same
    ids and are recognised.
    """
    plan = TrackingPlan(house.world(workspace).definitions.events)
    taken = failed = 0
    after = (0, -1)
    while taken < limit and failed < _MOST:
        page: list[Failure] = house.backends.state.query("failures", workspace, after=after, limit=_PAGE, code=code)
        if not page:
            break
        after = (page[-1].offset, page[-1].index)
        right: dict[str, list[tuple[Failure, Event]]] = defaultdict(list)
        for failure in page:
            if taken == limit:
                break
            if failure.reprocessed_at:
                continue
            event = _again(failure, plan, house.clock.now())
            if event is None:
                failed += 1
            else:
                right[failure.source].append((failure, event))
                taken += 1
        for source, pairs in right.items():
            at = house.clock.now()
            events = [event for _, event in pairs]
            house.append(Envelope(workspace, "events", source, at, len(events), _encode(events)))
            house.backends.state.reprocessed(workspace, [(f.offset, f.index) for f, _ in pairs], at)
    return taken, failed


def _again(failure: Failure, plan: TrackingPlan, at: int) -> Event | None:
    """The event as it is understood now: received now, with its first receipt in `extra`. None where it is still wrong."""
    try:
        event = _event(failure.body)  # refused by the pipeline: it had passed the door
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        call = Call(failure.source, failure.received_at, message_id=f"failure-{failure.offset}-{failure.index}")
        try:
            event = check(failure.body, failure.index, call, Limits())
        except Rejection:
            return None
    try:
        plan.check(event)
    except Refused:
        return None
    extra = {**event.extra, "firstReceivedAt": to_text(failure.received_at)}
    return msgspec.structs.replace(event, received_at=at, extra=extra)
