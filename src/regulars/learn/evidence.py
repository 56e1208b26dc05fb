"""From how much, as of when, how sure: what every learned result says of itself."""

from collections.abc import Mapping

import msgspec

from regulars.kit.errors import RegularsError, nearest
from regulars.kit.said import Said, Words, said


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What a result rests on."""

    customers: int
    events: int
    """Rows that were looked at, of whatever the method counts (orders, visits, examples)."""
    since: int | None = None
    """The first instant that was looked at: µs since the epoch; None where there was nothing."""
    until: int | None = None
    """The last one."""
    as_of: int
    """What had been received by then is known, nothing else."""
    method: Words = ""
    """The method in the field's words, e.g. `BG/NBD by maximum likelihood`."""
    notes: list[Words] = []
    """What a careful reader must know: what was left out and why, which assumption is doubtful."""


class Floor(msgspec.Struct, frozen=True):
    """One thing of which there must be enough."""

    what: Words
    """E.g. `customers who bought twice`."""
    have: float
    need: float


class TooThin(RegularsError):
    """The data are too thin for an honest answer; `floors` says of what there is too little.

    >>> raise TooThin("churn", [Floor("customers who left", 12, 100)])
    Traceback (most recent call last):
    ...
    regulars.learn.evidence.TooThin: churn: the data are too thin for an honest answer: customers who left: 12, needed 100
    """

    code = "too_thin"

    def __init__(self, name: str, floors: list[Floor]) -> None:
        self.floors = floors
        lacks = "; ".join(f"{floor.what}: {floor.have:g}, needed {floor.need:g}" for floor in floors)
        lacking = "；".join(f"{said(floor.what).zh}：现有 {floor.have:g}，至少需要 {floor.need:g}" for floor in floors)
        super().__init__(
            Said(
                f"{name}: the data are too thin for an honest answer: {lacks}",
                f"{name}：数据太少，无法给出可靠的结论：{lacking}",
            )
        )


def floors_of(name: str, own: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """A method's own floors with those that a definition gives in their place. Raises RegularsError for one that it lacks.

    >>> floors_of("churn", {"positives": 100, "negatives": 100}, {"positives": 30})
    {'positives': 30, 'negatives': 100}
    """
    for floor in given:
        if floor not in own:
            allowed = f"{nearest(floor, own) or '.'} Allowed: {', '.join(own)}"
            raise RegularsError(f"{name}: there is no floor '{floor}'{allowed}", code="unknown_floor")
    return {**own, **given}


def hold(name: str, *floors: Floor) -> None:
    """Raise TooThin with every floor that is not reached."""
    lacking = [floor for floor in floors if not floor.have >= floor.need]
    if lacking:
        raise TooThin(name, lacking)
