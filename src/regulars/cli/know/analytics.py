"""Commands that explain and foresee: why, apart, forecast, levels."""

from typing import Annotated, Any
from urllib.parse import quote

from cyclopts import App, Parameter

from regulars.cli.answers import Json, as_json, bar, basis
from regulars.cli.place import Common
from regulars.cli.show import cell, line, printable, table
from regulars.measure.period import Unit


def add(know: App) -> None:
    """Add the commands."""
    know.command(why)
    know.command(apart)
    know.command(forecast)
    know.command(levels)


def why(
    metric: Annotated[str, Parameter(help="A metric.")],
    *,
    by: Unit = "week",
    at: Annotated[str | None, Parameter(help="Compare the last two periods that were over by then; default: now.")] = None,
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Say why a metric moved: what each part of the business added to its last change."""
    with common.open() as place:
        answer = place.get(f"/v1/metrics/{quote(metric, safe='')}/drivers", by=by, at=at)
    if json:
        return as_json(answer)
    line(f"{metric}: {cell(answer['before'])} → {cell(answer['after'])} ({_signed(answer['change'])})", "bold")
    line(f"{answer['before_period']} → {answer['after_period']}", "dim")
    for driver in answer["drivers"]:
        most = max((abs(part["contribution"]) for part in driver["parts"]), default=0)
        rows = [
            (
                cell(part["value"]),
                part["before"],
                part["after"],
                _signed(part["contribution"]),
                bar(abs(part["contribution"]), most),
                "!" if part["clear"] else "",
            )
            for part in driver["parts"]
        ]
        line()
        table(
            ["", "before", "after", "added", "", "clear"],
            rows,
            title=printable(f"{driver['dimension']}  {_share(driver['strength'])}"),
        )
    basis(answer["basis"], common)
    return 0


def apart(
    segment: Annotated[str, Parameter(help="A segment or a stage.")],
    *,
    against: Annotated[str | None, Parameter(help="Another one; default: everybody else.")] = None,
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Say what sets a segment apart from another, or from everybody else."""
    with common.open() as place:
        answer = place.get(f"/v1/segments/{quote(segment, safe='')}/differences", against=against)
    if json:
        return as_json(answer)
    line(f"{segment} ({cell(answer['customers'])}) – {against or '…'} ({cell(answer['others'])})", "bold")
    rows = [
        (
            f"{one['dimension']}{' *' if one['by_definition'] else ''}",
            bar(one["strength"], 1.0),
            _side(one, "a"),
            _side(one, "b"),
            f"{one['chance']:.3f}",
        )
        for one in answer["differences"]
    ]
    table(["", "apart", segment, against or "…", "chance"], rows)
    if any(one["by_definition"] for one in answer["differences"]):
        line(common.say("by_definition"), "dim")
    basis(answer["basis"], common)
    return 0


def forecast(
    metric: Annotated[str, Parameter(help="A metric.")],
    *,
    by: Unit = "week",
    steps: Annotated[int, Parameter(help="How many periods ahead.")] = 8,
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Forecast a metric, with intervals."""
    with common.open() as place:
        answer = place.get(f"/v1/metrics/{quote(metric, safe='')}/forecast", by=by, steps=steps)
    if json:
        return as_json(answer)
    rows: list[tuple[Any, ...]] = [(one["period"], one["value"], "", "") for one in answer["past"][-steps:]]
    rows += [
        (one["period"], one["value"], *(f"{cell(low)} – {cell(high)}" for low, high in one["intervals"].values()))
        for one in answer["coming"]
    ]
    table([by, metric, *(f"{level} %" for level in answer["widened"])], rows)
    table(
        ["model", "MASE", "80 %", "95 %"], [(one["model"], one["mase"], *one["coverage"].values()) for one in answer["tried"]]
    )
    basis(answer["basis"], common)
    return 0


def levels(
    metric: Annotated[str, Parameter(help="A metric.")],
    *,
    by: Unit = "week",
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Say when a metric's level changed for good."""
    with common.open() as place:
        answer = place.get(f"/v1/metrics/{quote(metric, safe='')}/levels", by=by)
    if json:
        return as_json(answer)
    rows = [
        (one["period"], one["change"]["before"], one["change"]["after"], one["change"]["strength"]) for one in answer["changes"]
    ]
    if rows:
        table([by, "before", "after", "σ"], rows)
    else:
        line(common.say("no_change"))
    basis(answer["basis"], common)
    return 0


def _side(difference: dict[str, Any], which: str) -> str:
    """One group in a line: the median and the quartiles, the commonest differing values, or how many have a value."""
    side = difference[which]
    if difference["kind"] == "known":
        return f"{_share(side['known'] / max(1, side['known'] + side['unknown']))} ✓"
    if difference["kind"] == "instant":
        return f"{side['median'][:10]} ({side['low'][:10]} – {side['high'][:10]})"
    if difference["kind"] == "number":
        return f"{cell(side['median'])} ({cell(side['low'])} – {cell(side['high'])})"
    return ", ".join(f"{printable(value)} {_share(share)}" for value, share in list(side["shares"].items())[:3])


def _share(value: float) -> str:
    return f"{100 * value:.0f} %"


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{cell(value)}"
