"""Why: what sets a segment apart, and what moved a metric, asked of one workspace's history."""

from collections.abc import Iterator, Mapping

import msgspec
import pyarrow as pa

from regulars.algebra import Scope
from regulars.app.house import House
from regulars.app.models import past
from regulars.define.definitions import Definitions, Metric
from regulars.define.expressions import scope
from regulars.define.graph import Graph
from regulars.kit.errors import NotFound, nearest
from regulars.kit.named import named
from regulars.kit.said import Said
from regulars.learn.currencies import mixed
from regulars.learn.differences import Differences, differences
from regulars.learn.evidence import Evidence
from regulars.measure import drivers
from regulars.measure.drivers import Change, Dimension
from regulars.measure.metric import trees
from regulars.measure.period import Period, Unit, periods

_VALUES = 200
"""A property with more different values names things instead of sorting them."""
_SAMPLE = 50_000
"""Events that are looked at to see which properties there are."""


class Moved(msgspec.Struct, frozen=True):
    """Why a metric moved between two periods."""

    before: Period
    after: Period
    change: Change
    evidence: Evidence


def segment_differences(house: House, workspace: str, segment: str, against: str | None = None) -> Differences:
    """What sets a segment (or a stage) apart from another, or from everybody else, in everything known of customers now.

    Raises NotFound, TooThin.
    """
    definitions = house.world(workspace).definitions
    now = past(house, workspace)
    table = now.values([*definitions.features, *(["stage"] if definitions.stages else [])])
    table = _with_traits(house, workspace, definitions, table)
    mine = _members(house, workspace, definitions, segment)
    others = _members(house, workspace, definitions, against) if against else None
    if others is None:
        inside = set(mine)
        others = [one for one in table["customer_id"].to_pylist() if one not in inside]
    defining = _spoken_of(definitions, segment) | (_spoken_of(definitions, against) if against else set())
    instants = [name for name in definitions.features if now.program.scope.tree(name).type == "timestamp"]
    return differences(table, mine, others, now.at, sorted(defining), instants)


def metric_drivers(house: House, workspace: str, metric: str, by: Unit = "week", at: int | None = None) -> Moved:
    """What moved a metric between the last two whole periods before `at` (default: now). Raises NotFound, NotAdditive."""
    definitions = house.world(workspace).definitions
    found = named("metric", metric, definitions.metrics)
    words = scope(definitions)
    end = house.clock.now() if at is None else at
    before, after = _last_two(by, end, words)
    known = past(house, workspace)
    stages = known.values(["stage"], before.start) if definitions.stages else None
    extra = {"_stages": stages} if stages is not None else {}

    def query(sql: str, tables: Mapping[str, pa.Table]) -> pa.Table:
        return house.query(workspace, sql, {**tables, **extra})

    spans = (before.start, before.end), (after.start, after.end)
    dimensions = list(_dimensions(house, workspace, definitions, before.start, after.end, stages is not None))
    change = drivers.change(found, words, query, *spans, dimensions)
    time = f'"timestamp" >= {before.start} and "timestamp" < {after.end}'
    counts = f"select count(*) as events, count(distinct nullif(customer_id, 0)) as customers from events where {time}"
    (counted,) = house.query(workspace, counts).to_pylist()
    foreign = currencies(house, workspace, found)
    evidence = Evidence(
        customers=counted["customers"],
        events=counted["events"],
        since=before.start,
        until=after.end - 1,
        as_of=known.at,
        method=Said(
            "parts of the change by dimension (Das Gupta 1978 for ratios), beyond two standard errors",
            "按维度分解变化（比率用 Das Gupta 1978），只列超过两倍标准误的部分",
        ),
        notes=[
            *([foreign] if foreign is not None else []),
            *(
                Said(
                    f"over {name} this figure does not add up, or it names customers: left out",
                    f"该指标按 {name} 无法相加，或会指向具体客户：未采用",
                )
                for name in change.left_out
            ),
        ],
    )
    return Moved(before, after, change, evidence)


def currencies(house: House, workspace: str, metric: Metric) -> Said | None:
    """What to say where the metric adds amounts of several currencies."""
    definitions = house.world(workspace).definitions
    said = trees(metric, scope(definitions))
    return mixed(lambda sql: house.query(workspace, sql), said, definitions.workspace.currency)


def _last_two(by: Unit, end: int, words: Scope) -> tuple[Period, Period]:
    """The last two periods that are over by `end`."""
    (running,) = periods(by, end, end + 1, words.calendar)
    (after,) = periods(by, running.start - 1, running.start, words.calendar)
    (before,) = periods(by, after.start - 1, after.start, words.calendar)
    return before, after


def _members(house: House, workspace: str, definitions: Definitions, name: str) -> list[int]:
    if name in definitions.segments:
        return [customer for customer, _ in house.members(workspace, name)]
    if name in definitions.stages:
        return [customer for customer, _ in house.members(workspace, f"stage:{name}")]
    known = [*definitions.segments, *definitions.stages]
    raise NotFound(f"there is no segment or stage '{name}'{nearest(name, known)}")


def _spoken_of(definitions: Definitions, name: str) -> set[str]:
    """What the definition of a segment or stage rests on, however deep, as columns of the table are named."""
    section = "segments" if name in definitions.segments else "stages"
    own = {"stage"} if section == "stages" else set()
    needed = Graph(definitions).needed([(section, name)])
    return own | {f"traits.{one}" if kind == "traits" else one for kind, one in needed}


def _with_traits(house: House, workspace: str, definitions: Definitions, table: pa.Table) -> pa.Table:
    """The table with a column for each declared trait."""
    names = [name for name, trait in definitions.traits.items() if trait.type in ("text", "number", "boolean")]
    if not names:
        return table
    columns = []
    for name in names:
        latest = drivers.latest_trait(name)
        if definitions.traits[name].type == "number":
            latest = f"TRY_CAST({latest} AS DOUBLE)"
        columns.append(f'{latest} AS "traits.{name}"')
    traits = house.query(workspace, f"SELECT customer_id, {', '.join(columns)} FROM events GROUP BY 1")
    plain = [field.name for field in table.schema if not pa.types.is_nested(field.type)]  # Arrow joins no lists
    return table.select(plain).join(traits, "customer_id", join_type="left outer")


def _dimensions(
    house: House, workspace: str, definitions: Definitions, start: int, end: int, staged: bool
) -> Iterator[Dimension]:
    """By what the events of this time, and their customers, can be parted."""
    yield drivers.newness()
    if staged:
        yield drivers.known_as("stage", "SELECT customer_id, stage AS part FROM _stages")
    for name, trait in definitions.traits.items():
        if trait.type in ("text", "boolean"):
            yield drivers.trait_of(name)
    for name in _properties(house, workspace, start, end):
        yield drivers.property_of(name)
    yield drivers.source()


def _properties(house: House, workspace: str, start: int, end: int) -> list[str]:
    """Properties of these events whose values sort them: texts and truths, of two to some hundred values."""
    time = f'"timestamp" >= {start} AND "timestamp" < {end}'
    sample = f"SELECT properties FROM events WHERE {time} USING SAMPLE {_SAMPLE} ROWS (reservoir, 7)"
    rows = f"SELECT properties, unnest(json_keys(properties)) AS key FROM ({sample})"
    plain = " AND ".join(f"NOT contains(key, {sign})" for sign in ("'\"'", "chr(92)", "'*'"))
    value = "json_extract(properties, '$.\"' || key || '\"')"
    sql = (
        f"SELECT key FROM (SELECT key, {value} AS value FROM ({rows}) WHERE {plain}) GROUP BY key"
        f" HAVING count(DISTINCT value) BETWEEN 2 AND {_VALUES}"
        " AND count(*) FILTER (WHERE json_type(value) IN ('VARCHAR', 'BOOLEAN')) > 0.5 * count(*) ORDER BY key LIMIT 30"
    )
    return [row["key"] for row in house.query(workspace, sql).to_pylist()]
