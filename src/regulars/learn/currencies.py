"""Are amounts that are added up in one currency? A sum of euros and yen means nothing."""

from collections.abc import Callable, Iterable

import pyarrow as pa

from regulars.algebra.dialect import path, quoted
from regulars.algebra.grouping import pinned
from regulars.algebra.tree import Aggregate, Node, Read, walk
from regulars.kit.said import Said

_SHOWN = 4


def mixed(ask: Callable[[str], pa.Table], trees: Iterable[Node], home: str) -> Said | None:
    """What to say where these expressions add amounts of several currencies; None where they do not, or see to it themselves.

    An amount stands in a property; its event says the currency in `properties.currency`, or is in `home`.
    """
    nodes = [node for tree in trees for node in walk(tree)]
    reads = {node: _properties(node.argument) for node in nodes if isinstance(node, Aggregate) and node.argument is not None}
    amounts = [(node, found) for node, found in reads.items() if node.type == "number" and found]
    if not amounts or any(isinstance(node, Read) and (node.root, node.path) == ("properties", ("currency",)) for node in nodes):
        return None
    conditions = []
    for node, found in amounts:
        there = " OR ".join(f"json_extract(properties, {path(one)}) IS NOT NULL" for one in found)
        names = ", ".join(sorted(map(quoted, pinned(node.where))))
        conditions.append(f"({there})" + (f" AND event IN ({names})" if names else ""))
    rows = ask(
        f"SELECT coalesce(json_extract_string(properties, '$.currency'), {quoted(home)}) AS currency, count(*) AS n"
        f" FROM events WHERE {' OR '.join(conditions)} GROUP BY 1 ORDER BY n DESC, 1 LIMIT {_SHOWN + 1}"
    ).to_pylist()
    if len(rows) < 2:
        return None
    told = [f"{row['currency']} ({row['n']:,})" for row in rows[:_SHOWN]] + ["…"] * (len(rows) > _SHOWN)
    return Said(
        f"amounts are in {', '.join(told)} and were added as they stand: convert them in the definition, or count one currency",
        f"金额含多种币种：{'、'.join(told)}，按原值相加：请在定义中换算，或只统计一种币种",
    )


def _properties(tree: Node) -> list[tuple[str, ...]]:
    """The properties of the event that it reads."""
    return [node.path for node in walk(tree) if isinstance(node, Read) and node.root == "properties"]
