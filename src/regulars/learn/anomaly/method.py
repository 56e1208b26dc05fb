"""Anomalies: accounts and orders that are unlike the rest. A score says how unlike, its reasons say in what.

Isolation forest (Liu, Ting & Zhou 2008): random cuts isolate what is unusual sooner. The score is theirs, 2^(-E(h)/c): near 1
is unusual, .5 and below is ordinary. It says that something stands out, not that anything is wrong.
"""

from typing import ClassVar

import msgspec
import pyarrow as pa

from regulars.algebra import Scope, parse
from regulars.algebra.dialect import quoted
from regulars.algebra.history import fragment
from regulars.define.definitions import Model
from regulars.kit.extras import need
from regulars.learn.evidence import Evidence, floors_of
from regulars.learn.features import Column, looks
from regulars.learn.method import Fitted, Tables
from regulars.learn.past import Past


class Anomaly:
    """How unlike the others a customer is, 0 to 1. Keeps the contract of `Method`. Floor: `profiles` 100 customers."""

    FLOORS: ClassVar[dict[str, float]] = {"profiles": 100}

    def gather(self, model: Model, past: Past) -> Tables:
        look = looks(model, past)
        said = {"language": past.definitions.workspace.language}
        return {
            "present": look.ask(past, past.at, "now"),
            "columns": look.table(),
            "facts": pa.table({"json": [msgspec.json.encode(said)]}),
        }

    def fit(self, model: Model, tables: Tables, at: int, previous: bytes = b"", seed: int = 0) -> Fitted:
        need("sklearn", "learn")
        from regulars.learn.anomaly.fit import fit

        return fit(model, tables, at, previous, seed, floors_of(model.name, self.FLOORS, model.floors))


_MOST_ORDERS = 200_000
"""The latest ones, against which each is compared."""


class Order(msgspec.Struct, frozen=True):
    """An order that stands out."""

    customer_id: int
    at: int
    """When it was placed: µs."""
    id: str
    """The message id of its event."""
    score: float
    why: list[str]
    """In what it stands out, the weightiest first."""


class Orders(msgspec.Struct, frozen=True):
    """The orders of a span that stand out most."""

    orders: list[Order]
    evidence: Evidence


_LOOKED_AT = {
    "amount": ("Amount", "金额"),
    "times_usual": ("Times the customer's usual amount", "相对该客户平时金额的倍数"),
    "lines": ("Lines", "商品行数"),
    "hour": ("Hour of the day", "下单时刻"),
    "days_since": ("Days since the order before", "距上一单天数"),
    "that_day": ("Orders of the customer that day", "该客户当日订单数"),
}
"""What is looked at in an order, with its title in English and Chinese."""


def orders(
    past: Past, event: str = "Order Completed", amount: str = "properties.total", days: int = 30, most: int = 50
) -> Orders:
    """The orders of the last `days` that stand out most against all that history holds, most first.

    `event` names them, `amount` says what each is worth. Raises TooThin (fewer than 100 orders), ExpressionError, Absent.
    """
    need("sklearn", "learn")
    from regulars.learn.anomaly.fit import orders_of

    language = past.definitions.workspace.language
    place = 1 if language == "zh" else 0
    columns = [Column(name, name, titles[place], "number") for name, titles in _LOOKED_AT.items()]
    table = past.ask(_orders_sql(past, event, amount))
    return orders_of(table, columns, past.at, days, most, language)


def _orders_sql(past: Past, event: str, amount: str) -> str:
    """One row an order, with what is looked at. A customer's usual amount is the median of their other orders."""
    scope = Scope(past.program.scope.types, zone=past.program.scope.zone)
    worth = parse(f"sum({amount})", scope, want="number")
    local = f'timezone({quoted(past.program.scope.zone)}, make_timestamptz("timestamp"))'
    return f"""
WITH plain AS (
    SELECT customer_id, "timestamp" AS at_, event_id, id, {fragment(worth, scope.calendar)} AS amount,
        CAST(any_value(coalesce(json_array_length(properties, '$.products'), 0)) AS DOUBLE) AS lines,
        CAST(any_value(hour({local})) AS DOUBLE) AS hour, any_value(CAST({local} AS DATE)) AS day
    FROM events WHERE event = {quoted(event)} AND type = 'track' AND received_at <= {past.at}
    GROUP BY customer_id, "timestamp", event_id, id
), usual AS (SELECT customer_id, median(amount) AS usual, count(*) AS n FROM plain GROUP BY customer_id)
SELECT p.customer_id, p.at_, p.id, p.amount, p.lines, p.hour,
    CASE WHEN u.n > 1 AND u.usual > 0 THEN p.amount / u.usual END AS times_usual,
    (p.at_ - lag(p.at_) OVER (PARTITION BY p.customer_id ORDER BY p.at_, p.event_id)) / 86400e6 AS days_since,
    CAST(count(*) OVER (PARTITION BY p.customer_id, p.day) AS DOUBLE) AS that_day
FROM plain p JOIN usual u USING (customer_id) WHERE p.customer_id > 0
ORDER BY p.at_ DESC, p.event_id DESC LIMIT {_MOST_ORDERS}"""
