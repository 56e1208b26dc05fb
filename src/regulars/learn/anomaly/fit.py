"""The forest behind anomalies, and in what each unusual one is unusual."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sklearn.ensemble import IsolationForest

from regulars.define.definitions import Model
from regulars.kit.clock import DAY, to_text
from regulars.kit.said import Said
from regulars.learn import drift
from regulars.learn.anomaly.method import Order, Orders
from regulars.learn.evidence import Evidence, Floor, hold
from regulars.learn.features import Column, from_table
from regulars.learn.method import Fitted, Tables
from regulars.learn.propensity.estimator import levels_of, matrix
from regulars.learn.propensity.words import spoken
from regulars.learn.spoken import above

Array = NDArray[np.float64]

UNUSUAL = 0.6
"""Scores from which on reasons are looked for."""
_TREES = 200
_EXPLAINED = 2000
"""The most unusual ones that get reasons."""
_MOST = 3
_FEWEST_ORDERS = 100
_METHOD = Said("isolation forest", "孤立森林")


class Forest:
    """Learns what is ordinary in a table; gaps stand at the median, with a mark of their own."""

    def __init__(self, table: pa.Table, columns: Sequence[Column], seed: int) -> None:
        self.columns = list(columns)
        plain = matrix(table, columns, levels_of(table, columns))
        gaps = ~np.isfinite(plain)
        for place, column in enumerate(columns):
            if column.kind == "text":  # words have no order: how rare one is, has
                plain[:, place] = _rarity(plain[:, place])
        self.medians = np.array([float(np.median(v[np.isfinite(v)])) if np.isfinite(v).any() else 0.0 for v in plain.T])
        self._filled = np.where(np.isfinite(plain), plain, self.medians)
        # A gap in a column is unusual only where most have a value.
        self._marks = gaps.astype(np.float64)
        rows = np.column_stack([self._filled, self._marks])
        self._forest = IsolationForest(n_estimators=_TREES, max_samples=min(256, len(rows)), random_state=seed, n_jobs=1)
        self._forest.fit(rows)
        self.scores: Array = -self._forest.score_samples(rows)

    def reasons(self, row: int) -> list[tuple[int, float]]:
        """In which columns a row stands out, and by how much its score would fall were that column as usual; most first."""
        width = len(self.columns)
        variants = np.tile(np.concatenate([self._filled[row], self._marks[row]]), (width, 1))
        for place in range(width):
            variants[place, place] = self.medians[place]
            variants[place, width + place] = 0.0
        falls = self.scores[row] + self._forest.score_samples(variants)
        order = np.argsort(-falls, kind="stable")[:_MOST].tolist()
        return [(place, float(falls[place])) for place in order if falls[place] > 0.005]

    def sentence(self, place: int, row: int, value: object, language: str) -> str:
        """In what a row stands out: `Orders in 30 days: 212 (usually 3; more than 99 % have)`."""
        column = self.columns[place]
        said = spoken(column, value, language)
        if column.kind == "text" or self._marks[row, place]:
            share = float(np.mean(self._filled[:, place] == self._filled[row, place]))
            if self._marks[row, place]:
                share = float(self._marks[:, place].mean())
            rare = f"{share:.1%}"
            return f"{column.title}：{said}（占 {rare}）" if language == "zh" else f"{column.title}: {said} ({rare} are so)"
        mine = self._filled[row, place]
        high = mine > self.medians[place]
        share = float(np.mean(self._filled[:, place] < mine if high else self._filled[:, place] > mine))
        usual = spoken(column, float(self.medians[place]), language)
        if language == "zh":
            return f"{column.title}：{said}（通常 {usual}，{'高' if high else '低'}于 {above(share, 1)} 的对象）"
        return f"{column.title}: {said} (usually {usual}; {'more' if high else 'less'} than {above(share, 1)} have)"


def _rarity(levels: Array) -> Array:
    """Of each word how few have it: the negative logarithm of its share. Gaps stay gaps."""
    rare = np.full(len(levels), np.nan)
    for level in np.unique(levels[np.isfinite(levels)]):
        rare[levels == level] = -np.log(np.mean(levels == level))
    return rare


def fit(model: Model, tables: Tables, at: int, previous: bytes, seed: int, floors: Mapping[str, float]) -> Fitted:
    """See `Method.fit`."""
    present = tables["present"]
    language = msgspec.json.decode(tables["facts"]["json"][0].as_py())["language"]
    columns = [column for column in from_table(tables["columns"]) if present[column.column].null_count < len(present)]
    varied = [column for column in columns if len(present[column.column].unique()) > 1]
    hold(
        model.name,
        Floor(Said("customers to compare", "可比较的客户"), len(present), max(2, floors["profiles"])),
        Floor(Said("features that differ between customers", "在客户之间有差异的特征"), len(varied), 1),
    )
    forest = Forest(present, varied, seed)
    values = [present[column.column].to_pylist() for column in varied]
    why: list[list[str]] = [[] for _ in range(len(present))]
    parts: list[str] = ["[]"] * len(present)
    for row in unusual(forest):
        found = forest.reasons(row)
        why[row] = [forest.sentence(place, row, values[place][row], language) for place, _ in found]
        neutral = [[varied[place].name, values[place][row], round(fall, 6)] for place, fall in found]
        parts[row] = msgspec.json.encode(neutral).decode()
    before = drift.load(previous)
    moved = drift.compare(before, present, varied, forest.scores) if before is not None else []
    return Fitted(
        scores=pa.table(
            {
                "customer_id": present["customer_id"],
                model.name: pa.array(forest.scores, pa.float64()),
                "why": pa.array(why, pa.list_(pa.string())),
                "parts": pa.array(parts, pa.string()),
            }
        ),
        card=_card(model, forest, moved, before.at if before is not None else None),
        evidence=Evidence(
            customers=len(present),
            events=len(present),
            as_of=at,
            method=_METHOD,
            notes=[
                Said(f"left out: {one.name}: it is the same for everybody", f"未采用 {one.name}：所有客户都相同")
                for one in columns
                if one not in varied
            ],
        ),
        state=msgspec.msgpack.encode(drift.picture(present, varied, forest.scores, at)),
    )


def unusual(forest: Forest) -> list[int]:
    """The rows that stand out, most first: those that get reasons."""
    order = np.argsort(-forest.scores, kind="stable")[:_EXPLAINED].tolist()
    return [row for row in order if forest.scores[row] >= UNUSUAL]


def _card(model: Model, forest: Forest, moved: list[dict[str, Any]], since: int | None) -> dict[str, Any]:
    scores = forest.scores
    counts, edges = np.histogram(scores, bins=np.linspace(0, 1, 21))
    return {
        "headline": {
            "unusual": float(np.mean(scores >= UNUSUAL)),
            "highest": float(scores.max()),
            "median": float(np.median(scores)),
        },
        "among": model.among,
        "purpose": model.purpose,
        "scores": [{"from": float(low), "customers": int(n)} for low, n in zip(edges, counts)],
        "features": [
            {"name": column.name, "title": column.title, "usual": float(median) if column.kind != "text" else None}
            for column, median in zip(forest.columns, forest.medians)
        ],
        "drift": {"since": to_text(since) if since is not None else None, "features": moved},
        "alarms": drift.alarms([one for one in moved if one["name"]]),
        "limits": [
            Said(
                "it says who is unlike the others, not that anything is wrong with them: look before you act",
                "它指出谁与众不同，并不说明有问题：采取行动前请先核实",
            ).plain(),
            Said(
                f"scores of {UNUSUAL} and more come with reasons; around .5 and below all is ordinary",
                f"{UNUSUAL} 及以上的评分附有原因；0.5 左右及以下均属正常",
            ).plain(),
        ],
    }


def orders_of(table: pa.Table, columns: Sequence[Column], at: int, days: int, most: int, language: str) -> Orders:
    """The orders of the last `days` of the table that stand out most. Raises TooThin."""
    hold("orders", Floor(Said("orders to compare", "可比较的订单"), len(table), _FEWEST_ORDERS))
    varied = [column for column in columns if len(table[column.column].drop_null().unique()) > 1]
    hold("orders", Floor(Said("things in which orders differ", "订单之间有差异的方面"), len(varied), 1))
    forest = Forest(table, varied, 0)
    placed = table["at_"].to_numpy()
    recent = [row for row in unusual(forest) if placed[row] > at - days * DAY][:most]
    whose, ids = table["customer_id"].to_pylist(), table["id"].to_pylist()
    values = [table[column.column].to_pylist() for column in varied]
    found = [
        Order(
            customer_id=whose[row],
            at=int(placed[row]),
            id=ids[row],
            score=float(forest.scores[row]),
            why=[forest.sentence(place, row, values[place][row], language) for place, _ in forest.reasons(row)],
        )
        for row in recent
    ]
    evidence = Evidence(
        customers=len(set(whose)),
        events=len(table),
        since=int(placed.min()),
        until=int(placed.max()),
        as_of=at,
        method=_METHOD,
        notes=[Said(f"an order stands out from a score of {UNUSUAL} on", f"评分达到 {UNUSUAL} 的订单视为异常")],
    )
    return Orders(found, evidence)
