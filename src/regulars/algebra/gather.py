"""Aggregates in SQL: what a GROUP BY gathers, and the answer from that. The twin of `monoid`, formula for formula."""

_E18 = "1000000000000000000"
_LIMITS = {"sum": "1e15", "avg": "1e15", "stddev": "1e9"}


def value(kind: str, argument: str) -> str:
    """What of an argument goes into the aggregate: for sums, exact millionths."""
    limit = _LIMITS.get(kind)
    if limit is None:
        return argument
    return f"CAST(floor(CASE WHEN abs({argument}) <= {limit} THEN {argument} END * 1e6 + 0.5) AS HUGEINT)"


def gathered(kind: str, value: str | None, where: str | None, order: str) -> list[str]:
    """The SQL aggregates to gather; `order` breaks ties in time (`timestamp, event_id` …)."""
    if value is None:
        return [f"count(*){_filter(where)}"]
    plain = _filter(where)
    present = _filter(f"{value} IS NOT NULL" if where is None else f"{where} AND {value} IS NOT NULL")
    return {
        "count": [f"count({value}){plain}"],
        "distinct_count": [f"count(DISTINCT {value}){plain}"],
        "distinct_list": [f"list(DISTINCT {value}){present}"],
        "sum": [f"sum({value}){plain}"],
        "avg": [f"count({value}){plain}", f"sum({value}){plain}"],
        "stddev": [f"count({value}){plain}", f"sum({value}){plain}", f"sum({value} * {value}){plain}"],
        "min": [f"min({value}){plain}"],
        "max": [f"max({value}){plain}"],
        "first": [f"arg_min({value}, ({order})){present}"],
        "last": [f"arg_max({value}, ({order})){present}"],
        "mode": [f"histogram({value}){present}"],
    }[kind]


def _filter(where: str | None) -> str:
    return "" if where is None else f" FILTER (WHERE {where})"


def answer(kind: str, parts: list[str]) -> str:
    """The value of the aggregate from what was gathered."""
    if kind in ("count", "distinct_count"):
        return f"coalesce({parts[0]}, 0)"
    if kind == "distinct_list":
        return f"list_sort({parts[0]})"
    if kind == "sum":
        return f"({_double(parts[0])} / 1e6)"
    if kind == "avg":
        return f"({_double(parts[1])} / (CAST(nullif({parts[0]}, 0) AS DOUBLE) * 1e6))"
    if kind == "stddev":
        return _stddev(*parts)
    if kind == "mode":
        most = f"list_max(map_values({parts[0]}))"
        return f"list_min(list_transform(list_filter(map_entries({parts[0]}), lambda e: e.value = {most}), lambda e: e.key))"
    return parts[0]


def _double(whole: str) -> str:
    """An exact integer as a double, by the steps of `numeric.double`."""
    top, middle, low = (
        f"CAST(CAST({part} AS BIGINT) AS DOUBLE)"
        for part in (f"{whole} // {_E18} // {_E18}", f"{whole} // {_E18} % {_E18}", f"{whole} % {_E18}")
    )
    return f"(({top} * 1e18 + {middle}) * 1e18 + {low})"


def _stddev(count: str, total: str, squares: str) -> str:
    mean, rest = f"({total} // {count})", f"({total} % {count})"
    centred = _double(f"({squares} - {mean} * ({total} + {rest}))")
    small = f"CAST({rest} AS DOUBLE)"
    variance = f"({centred} - {small} * {small} / {count}) / ({count} - 1) / 1e12"
    return f"CASE WHEN {count} >= 2 THEN sqrt(greatest({variance}, 0)) END"
