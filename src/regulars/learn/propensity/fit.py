"""The fit of a propensity or regression: floors, leaks, check by time, final trees on everything, scores, card."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from regulars.define.definitions import Model
from regulars.kit.said import Said, Words
from regulars.learn import drift
from regulars.learn.evidence import Evidence, Floor, hold
from regulars.learn.features import Column, from_table
from regulars.learn.method import Fitted, Tables
from regulars.learn.propensity.backtest import figures
from regulars.learn.propensity.card import card
from regulars.learn.propensity.estimator import Estimator, levels_of
from regulars.learn.propensity.examples import Facts, facts_of, horizons, span
from regulars.learn.propensity.leaks import SUSPICIOUS, suspicion
from regulars.learn.propensity.linear import Linear
from regulars.learn.propensity.words import reasons

Array = NDArray[np.float64]


class Left(msgspec.Struct, frozen=True):
    """A column that is not learnt from, and why."""

    name: str
    why: Said
    suspicion: float | None = None
    """How well it alone tells the label, where that is the reason."""


def fit(model: Model, tables: Tables, at: int, previous: bytes, seed: int, truth: bool, floors: Mapping[str, float]) -> Fitted:
    """See `Method.fit`. `truth`: probabilities of a label that is true or not, else numbers."""
    facts = facts_of(tables)
    shown = tables["examples"].filter(pc.is_valid(tables["examples"]["label"]))
    label = shown["label"].to_numpy(zero_copy_only=False).astype(np.float64)
    _hold(model, facts, shown, label, at, floors, truth)
    columns, left = _worth_learning(from_table(tables["columns"]), shown, label, truth)
    hold(model.name, Floor(Said("features that differ between customers", "在客户之间有差异的特征"), len(columns), 1))

    report = _backtest(shown, label, columns, truth, seed)
    final = Estimator(shown, columns, label, _whose(shown), truth, seed)
    present = tables["present"]
    score = final.predict(present)
    base, parts = final.explain(present)
    why, neutral = reasons(present, columns, parts, facts.language, truth)

    before = drift.load(previous)
    moved = drift.compare(before, present, columns, score) if before is not None else []
    latest = shown.filter(pc.equal(shown["instant"], facts.instants[0]))
    said = latest["said"].to_numpy(zero_copy_only=False).astype(np.float64)
    promises = drift.kept(said, latest["label"].to_numpy(zero_copy_only=False).astype(np.float64))
    return Fitted(
        scores=pa.table(
            {
                "customer_id": present["customer_id"],
                model.name: pa.array(score, pa.float64()),
                "why": pa.array(why, pa.list_(pa.string())),
                "parts": pa.array(neutral, pa.string()),
            }
        ),
        card=card(
            model,
            facts,
            examples=_examples(shown, label, facts, truth),
            report=report,
            calibration=final.calibration.method,
            rounds=final.trees.rounds,
            base=base,
            columns=columns,
            weights=np.abs(parts).mean(axis=0) if len(parts) else np.zeros(len(columns)),
            gaps={column.name: _gaps(present, column) for column in columns},
            left=[msgspec.to_builtins(one) for one in left],
            moved=moved,
            since=before.at if before is not None else None,
            promises=promises,
            truth=truth,
        ),
        evidence=Evidence(
            customers=len(pc.unique(shown["customer_id"])),
            events=len(shown),
            since=facts.since,
            until=facts.until,
            as_of=at,
            method=Said("gradient boosted trees, calibrated", "梯度提升树，已校准")
            if truth
            else Said("gradient boosted trees", "梯度提升树"),
            notes=_notes(facts, left),
        ),
        state=msgspec.msgpack.encode(drift.picture(present, columns, score, at)),
    )


def _hold(model: Model, facts: Facts, shown: pa.Table, label: Array, at: int, floors: Mapping[str, float], truth: bool) -> None:
    """Refuse where there is too little. Customers are counted once, however many instants they are examples of."""
    whose = _whose(shown)
    asked = {
        "history": (horizons(model), span(facts, model, at)),
        "profiles": (Said("customers among the examples", "样例中的客户"), len(np.unique(whose))),
        "kinds": (Said("names of events", "事件种类"), facts.kinds),
    }
    if truth:
        came = Said("customers for whom the label came true", "目标成真的客户")
        asked["positives"] = (came, len(np.unique(whose[label > 0])))
        asked["negatives"] = (Said("customers for whom it did not", "目标未成真的客户"), len(np.unique(whose[label == 0])))
    else:
        asked["examples"] = (Said("examples with a number", "有数值的样例"), len(label))
    thin = [Floor(what, have, floors[name]) for name, (what, have) in asked.items() if name in floors]
    # Fewer instants than two leave nothing to check by, fewer outcomes than folds nothing to calibrate by.
    instants = Said("past instants to learn from and to check by", "可用于学习和检验的历史时点")
    thin.append(Floor(instants, len(np.unique(shown["instant"].to_numpy())), 2))
    if truth:
        either = Said("examples of either outcome", "两种结果中较少一种的样例")
        thin.append(Floor(either, float(min(label.sum(), len(label) - label.sum())), 10))
    hold(model.name, *thin)


def _worth_learning(columns: Sequence[Column], shown: pa.Table, label: Array, truth: bool) -> tuple[list[Column], list[Left]]:
    """The columns to learn from, and those left out: always the same, or too good to be true."""
    kept: list[Column] = []
    left: list[Left] = []
    for column in columns:
        if len(pc.unique(shown[column.column])) < 2:
            left.append(Left(column.name, Said("it is the same for everybody", "所有客户都相同")))
            continue
        tells = suspicion(shown, column, levels_of(shown, [column]), label, truth)
        if tells > SUSPICIOUS:
            measure, zh = ("an AUC", "AUC ") if truth else ("a rank correlation", "秩相关 ")
            why = Said(
                f"it alone tells the label with {measure} of {tells:.3f}, so it has most likely seen it",
                f"仅凭它就能判断目标（{zh}{tells:.3f}），很可能已包含了结果",
            )
            left.append(Left(column.name, why, tells))
        else:
            kept.append(column)
    return kept, left


def _backtest(shown: pa.Table, label: Array, columns: list[Column], truth: bool, seed: int) -> dict[str, Any]:
    """The latest instant, foretold from the earlier ones; beside it the linear baseline, foretold from the same."""
    instants = shown["instant"].to_numpy()
    last = instants == instants.max()
    past, test = shown.filter(pa.array(~last)), shown.filter(pa.array(last))
    learnt, actual = label[~last], label[last]
    report: dict[str, Any] = {"instant": int(instants.max()), "trained_on": len(learnt), "tested_on": len(actual)}
    if truth and not 0 < learnt.sum() < len(learnt):
        note = Said(
            "before the last instant the label was the same for everybody: nothing could be checked",
            "最后一个时点之前所有客户的结果都相同：无法检验",
        )
        return report | {"note": note.plain()}
    usual = float(learnt.mean())
    trees = Estimator(past, columns, learnt, _whose(past), truth, seed).predict(test)
    line = Linear(past, columns, learnt, truth).predict(test)
    return report | figures(trees, actual, usual, truth) | {"baseline": _plain(figures(line, actual, usual, truth))}


def _plain(found: dict[str, Any]) -> dict[str, Any]:
    """Figures without curves."""
    return {name: value for name, value in found.items() if not isinstance(value, list)}


def _examples(shown: pa.Table, label: Array, facts: Facts, truth: bool) -> list[dict[str, Any]]:
    """What the examples of each instant are, the earliest first."""
    instants = shown["instant"].to_numpy()
    return [
        {"at": instant, "customers": int((instants == instant).sum()), ("rate" if truth else "mean"): float(found.mean())}
        for instant in sorted(facts.instants)
        if len(found := label[instants == instant])
    ]


def _whose(table: pa.Table) -> NDArray[np.int64]:
    found: NDArray[np.int64] = table["customer_id"].to_numpy()
    return found


def _gaps(table: pa.Table, column: Column) -> float:
    return table[column.column].null_count / len(table) if len(table) else 0.0


def _notes(facts: Facts, left: Sequence[Left]) -> list[Words]:
    seen = [one for one in left if one.suspicion is not None]
    notes: list[Words] = [Said(f"left out: {one.name}: {one.why}", f"未采用 {one.name}：{one.why.zh}") for one in seen]
    if facts.imported:
        names = ", ".join(name or "—" for name in facts.imported)
        notes.append(
            Said(
                f"imported history ({names}): its events count as known when they happened, and who was whom as known now",
                f"导入的历史（{names}）：其事件视为发生时即已知，身份按现在所知",
            )
        )
    if facts.share < 1:
        notes.append(
            Said(
                f"examples are of {facts.share:.0%} of the customers, drawn by their numbers",
                f"样例取自 {facts.share:.0%} 的客户，按编号抽取",
            )
        )
    return notes
