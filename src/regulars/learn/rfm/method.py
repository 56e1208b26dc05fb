"""RFM: how recently, how often and for how much each customer bought, as scores from 1 to 5 and one of eleven groups."""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from regulars.define.definitions import Model
from regulars.kit.clock import DAY
from regulars.kit.errors import RegularsError
from regulars.kit.said import Said
from regulars.learn.among import among
from regulars.learn.currencies import mixed
from regulars.learn.evidence import Evidence, Floor, hold
from regulars.learn.method import Fitted, Tables
from regulars.learn.past import Past
from regulars.learn.rfm import words
from regulars.learn.rfm.scores import GROUPS, SCORES, Array, column, cuts, group, scores

FLOORS = {"customers": 20}
"""`customers` who bought: fifths of fewer than four each would say little."""


class Rated(msgspec.Struct, frozen=True):
    """Every customer with scores; rows as in the table that was rated. Scores are 0 for who has not bought."""

    customer_id: NDArray[np.int64]
    bought: NDArray[np.bool_]
    last_at: Array
    """The last purchase: µs since the epoch; 0 where there is none."""
    orders: Array
    spend: Array
    recency: Array
    frequency: Array
    monetary: Array
    groups: list[str]
    notes: list[Said]


class Rfm:
    """The method of models of kind `rfm`. It needs a last instant, a number and an amount: three features of the house."""

    def gather(self, model: Model, past: Past) -> Tables:
        """The three features of the customers that it is about."""
        said = mixed(past.ask, [past.program.scope.tree(model.monetary)], past.definitions.workspace.currency)
        doubts = [said.plain()] if said is not None else []
        schema = pa.schema([("en", pa.string()), ("zh", pa.string())])
        return {
            "customers": asked(model, past),
            "frame": frame(past),
            "doubts": pa.Table.from_pylist(doubts, schema),
        }

    def fit(self, model: Model, tables: Tables, at: int, previous: bytes = b"", seed: int = 0) -> Fitted:
        """Score and group. Nothing is drawn or remembered, so `previous` and `seed` change nothing. Raises TooThin."""
        rated = rate(model, tables["customers"], at)
        told = tables["frame"].to_pylist()[0]
        buyers = rated.bought
        doubts = [Said(**row) for row in tables["doubts"].to_pylist()]
        return Fitted(
            scores=_scores(model, rated, at, told["language"], told["currency"]),
            card=_card(rated, at, told["currency"])
            | {"alarms": [{"kind": "mixed_currencies", "text": doubt.plain(), "about": model.monetary} for doubt in doubts]},
            evidence=Evidence(
                customers=int(buyers.sum()),
                events=int(rated.orders[buyers].sum()),
                until=int(rated.last_at[buyers].max()),
                as_of=at,
                method=Said(
                    "RFM: scores by fifths of the customers who bought, groups after Shopify",
                    "RFM：按已购客户的五等分评分，分组参照 Shopify",
                ),
                notes=[*doubts, *rated.notes],
            ),
        )


def asked(model: Model, past: Past, at: int | None = None, as_known: int | None = None) -> pa.Table:
    """`customer_id`, `recency` (µs), `frequency` and `monetary` of the customers that the model is about.

    Raises RegularsError where a feature does not exist or is of the wrong type.
    """
    wanted = {"recency": (model.recency, "timestamp"), "frequency": (model.frequency, "number")}
    wanted["monetary"] = (model.monetary, "number")
    for part, (name, type_) in wanted.items():
        found = past.program.scope.tree(name).type
        if found != type_ and (found, type_) != ("integer", "number"):
            what = "an instant, such as max(timestamp)" if type_ == "timestamp" else "a number"
            raise RegularsError(f"{model.name}: {part} needs {what}; the feature '{name}' is a {found}", code="wrong_type")
    names = list(dict.fromkeys(name for name, _ in wanted.values()))
    table = among(model, past, names, at, as_known)
    columns = [table["customer_id"], *(table[name].cast(pa.float64()) for name, _ in wanted.values())]
    return pa.table(columns, names=["customer_id", *wanted])


def frame(past: Past) -> pa.Table:
    """What else the words need: the workspace's language and currency."""
    workspace = past.definitions.workspace
    return pa.table({"language": [workspace.language], "currency": [workspace.currency]})


def rate(model: Model, customers: pa.Table, at: int) -> Rated:
    """Scores and groups of what `asked` gives. Raises TooThin."""
    last, orders, spend = (_column(customers, name) for name in ("recency", "frequency", "monetary"))
    bought = (np.nan_to_num(orders) > 0) & np.isfinite(last)
    floor = model.floors.get("customers", FLOORS["customers"])
    hold(model.name, Floor(Said("customers who bought", "有购买的客户"), int(bought.sum()), max(1, floor)))
    notes = _notes(model, last[bought], orders[bought], spend[bought], at)
    last, orders, spend = (np.where(bought, np.nan_to_num(part), 0.0) for part in (np.minimum(last, at), orders, spend))
    rated = [np.zeros(len(bought)) for _ in range(3)]
    for scored, values, name in zip(rated, (last, orders, spend), ("recency", "frequency", "monetary"), strict=True):
        scored[bought], tells = scores(values[bought])
        if not tells:
            notes.append(
                Said(
                    f"{name} is the same for all who bought, so it tells nobody apart: everyone has 3",
                    f"所有已购客户的 {name} 都相同，无法区分：均记 3 分",
                )
            )
    recency, frequency, monetary = rated
    groups = ["prospects"] * len(bought)
    for row, place in zip(np.flatnonzero(bought), column(frequency[bought], monetary[bought]), strict=True):
        groups[row] = group(int(recency[row]), int(place))
    ids = customers["customer_id"].to_numpy()
    return Rated(ids, bought, last, orders, spend, recency, frequency, monetary, groups, notes)


def _column(table: pa.Table, name: str) -> Array:
    values: Array = table[name].to_numpy(zero_copy_only=False).astype(np.float64)
    return values


def _notes(model: Model, last: Array, orders: Array, spend: Array, at: int) -> list[Said]:
    """What is odd about the data, said once each."""
    ahead, below, missing = (int(where.sum()) for where in (last > at, np.nan_to_num(spend) < 0, ~np.isfinite(spend)))
    recency, monetary = model.recency, model.monetary
    found = [
        (
            ahead,
            f"{recency} lies in the future for {ahead:,} of them: taken for now",
            f"{ahead:,} 位的 {recency} 在未来：按当前计",
        ),
        (
            below,
            f"{monetary} is below zero for {below:,} of them: more was returned than bought",
            f"{below:,} 位的 {monetary} 小于零：退货多于购买",
        ),
        (missing, f"{monetary} is missing for {missing:,} of them: taken for 0", f"{missing:,} 位缺少 {monetary}：按 0 计"),
    ]
    return [Said(english, chinese) for count, english, chinese in found if count]


def _scores(model: Model, rated: Rated, at: int, language: str, currency: str) -> pa.Table:
    nobody = ~rated.bought
    shares = [_more_than(part, rated.bought) for part in (rated.last_at, rated.orders, rated.spend)]
    days = (at - rated.last_at) / DAY
    why = [
        words.why(
            language,
            currency,
            rated.groups[row],
            ("recency", float(days[row]), shares[0][row], int(rated.recency[row])),
            ("frequency", float(rated.orders[row]), shares[1][row], int(rated.frequency[row])),
            ("monetary", float(rated.spend[row]), shares[2][row], int(rated.monetary[row])),
        )
        for row in range(len(nobody))
    ]
    return pa.table(
        {
            "customer_id": pa.array(rated.customer_id, pa.int64()),
            f"{model.name}_recency": pa.array(rated.recency, pa.float64(), mask=nobody),
            f"{model.name}_frequency": pa.array(rated.frequency, pa.float64(), mask=nobody),
            f"{model.name}_monetary": pa.array(rated.monetary, pa.float64(), mask=nobody),
            f"{model.name}_group": pa.array(rated.groups, pa.string()),
            "why": pa.array(why, pa.list_(pa.string())),
        }
    )


def _more_than(values: Array, bought: NDArray[np.bool_]) -> Array:
    """Of how many of those who bought the value is smaller, as a share."""
    known = np.sort(values[bought])
    share: Array = np.searchsorted(known, values, side="left") / len(known)
    return share


def _card(rated: Rated, at: int, currency: str) -> dict[str, Any]:
    bought = rated.bought
    places = column(rated.frequency, rated.monetary)
    groups = np.array(rated.groups)
    total, revenue = len(groups), float(rated.spend.sum())
    cells = []
    for recency in range(SCORES, 0, -1):
        for place in range(1, SCORES + 1):
            here = bought & (rated.recency == recency) & (places == place)
            cells.append(
                {
                    "recency": recency,
                    "value": place,
                    "group": group(recency, place),
                    "customers": int(here.sum()),
                    "revenue": float(rated.spend[here].sum()),
                }
            )
    return {
        "purpose": "who bought how recently, how often and for how much, compared with the others",
        "currency": currency,
        "grid": cells,
        "groups": [_line(one, groups == one, rated, at, total, revenue) for one in GROUPS],
        "cuts": {
            "days_since_last": _days(cuts(rated.last_at[bought], rated.recency[bought]), at),
            "orders": cuts(rated.orders[bought], rated.frequency[bought]),
            "spend": cuts(rated.spend[bought], rated.monetary[bought]),
        },
        "headline": {"customers": float(bought.sum()), "champions": float((groups == "champions").mean())},
        "limits": [
            Said(
                "scores compare the customers of this house with each other: every refit has best and worst fifths",
                "评分只在本店客户之间比较：每次重算都会有最好和最差的五分之一",
            ).plain(),
            Said(
                "equal values get equal scores, so a fifth may hold more or less than a fifth of the customers",
                "相同的值得分相同，因此每一档的客户可能多于或少于五分之一",
            ).plain(),
        ],
    }


def _line(one: str, here: NDArray[np.bool_], rated: Rated, at: int, total: int, revenue: float) -> dict[str, Any]:
    """One group in the table of groups."""
    count, spend = int(here.sum()), float(rated.spend[here].sum())
    buys = count > 0 and one != "prospects"
    return {
        "group": one,
        "title": GROUPS[one].title,
        "about": GROUPS[one].about,
        "customers": count,
        "share": count / total if total else 0.0,
        "revenue": spend,
        "revenue_share": spend / revenue if revenue > 0 else None,
        "days_since_last": float((at - rated.last_at[here]).mean() / DAY) if buys else None,
        "orders": float(rated.orders[here].mean()) if buys else None,
        "spend": spend / count if buys else None,
    }


def _days(instants: Sequence[float | None], at: int) -> list[float | None]:
    return [None if one is None else (at - one) / DAY for one in instants]
