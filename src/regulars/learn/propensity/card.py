"""The model card of a propensity or regression: what it is for, from what, how good on a time not seen, what weighs most."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.define.definitions import Model
from regulars.kit.clock import to_text
from regulars.kit.said import Said
from regulars.learn import drift
from regulars.learn.features import Column
from regulars.learn.propensity.examples import Facts

Array = NDArray[np.float64]

_HEADLINE = {True: ("auc", "pr_auc", "brier", "brier_skill", "base_rate"), False: ("mae", "rmse", "skill", "mean")}


def card(
    model: Model,
    facts: Facts,
    *,
    examples: list[dict[str, Any]],
    report: dict[str, Any],
    calibration: str,
    rounds: int,
    base: float,
    columns: Sequence[Column],
    weights: Array,
    gaps: dict[str, float],
    left: list[dict[str, Any]],
    moved: list[dict[str, Any]],
    since: int | None,
    promises: dict[str, Any] | None,
    truth: bool,
) -> dict[str, Any]:
    """Plain JSON data. Instants are texts, shares and contributions numbers between 0 and 1 where they are of chances."""
    total = float(weights.sum())
    importance = [
        {
            "name": column.name,
            "title": column.title,
            "share": float(weight) / total if total else 0.0,
            "missing": gaps[column.name],
        }
        for column, weight in zip(columns, weights, strict=True)
    ]
    return {
        "headline": {name: report.get(name) for name in _HEADLINE[truth]},
        "foretells": {
            "label": model.label,
            "horizon": model.horizon,
            "among": model.among,
            "purpose": model.purpose,
            "kind": "chance" if truth else "number",
            "usual": base,
        },
        "data": {
            "examples": [{**one, "at": to_text(one["at"])} for one in examples],
            "since": to_text(facts.since) if facts.since is not None else None,
            "until": to_text(facts.until) if facts.until is not None else None,
            "imported": facts.imported,
            "share_of_customers": facts.share,
        },
        "backtest": {**report, "instant": to_text(report["instant"])},
        "method": {"trees": rounds, "calibration": calibration},
        "importance": sorted(importance, key=lambda one: (-one["share"], one["name"])),
        "left_out": left,
        "drift": {
            "since": to_text(since) if since is not None else None,
            "features": [one for one in moved if one["name"]],
            "score": next((one for one in moved if not one["name"]), None),
            "promises": promises,
        },
        "alarms": _alarms(left, moved, promises, report, truth),
        "limits": [limit.plain() for limit in _limits(model, report, truth)],
        "fairness": _fairness(columns).plain(),
    }


def _alarms(
    left: list[dict[str, Any]],
    moved: list[dict[str, Any]],
    promises: dict[str, Any] | None,
    report: dict[str, Any],
    truth: bool,
) -> list[dict[str, Any]]:
    """What somebody should look at, as `app.models.Alarm` reads it."""
    found: list[dict[str, Any]] = [
        {"kind": "leak", "about": one["name"], "text": _leak(one), "value": one["suspicion"]}
        for one in left
        if one["suspicion"] is not None
    ]
    found += drift.alarms(moved)
    if promises is not None and abs(promises["off"]) > promises["limit"]:
        promised, came, customers = (promises[name] for name in ("promised", "came", "customers"))
        text = Said(
            f"a horizon ago it promised {promised:.3g} on average, and {came:.3g} came true ({customers:,} customers)",
            f"一个周期前平均预计 {promised:.3g}，实际为 {came:.3g}（{customers:,} 位客户）",
        )
        found.append({"kind": "off_target", "text": text.plain(), "value": abs(promises["off"]), "limit": promises["limit"]})
    ours, theirs = (report.get("auc"), report.get("baseline", {}).get("auc")) if truth else (None, None)
    if ours is not None and ours < 0.55:
        text = Said(f"it hardly tells customers apart (AUC {ours:.2f})", f"几乎无法区分客户（AUC {ours:.2f}）")
        found.append({"kind": "weak", "text": text.plain(), "value": ours, "limit": 0.55})
    elif ours is not None and theirs is not None and theirs > ours + 0.02:
        text = Said(
            f"the linear baseline told customers apart better (AUC {theirs:.3f} against {ours:.3f})",
            f"线性基准区分客户的能力更强（AUC {theirs:.3f}，模型为 {ours:.3f}）",
        )
        found.append({"kind": "baseline", "text": text.plain(), "value": theirs - ours, "limit": 0.02})
    return found


def _leak(left: dict[str, Any]) -> dict[str, str]:
    name, why = left["name"], left["why"]
    return Said(f"{name} was left out: {why['en']}", f"未采用 {name}：{why['zh']}").plain()


def _limits(model: Model, report: dict[str, Any], truth: bool) -> list[Said]:
    said = [
        Said("it is about every customer", "适用于所有客户")
        if model.among == "true"
        else Said(f"it holds for customers for whom this is true: {model.among}", f"只适用于满足此条件的客户：{model.among}"),
        Said(
            f"it was checked on one past horizon of {model.horizon}: another season may differ",
            f"只用过去一个 {model.horizon} 的周期检验过：换个季节可能不同",
        ),
        Said(
            "it says what tends to follow, not what would help: whom an offer moves is another question"
            " (an experiment answers it)",
            "它说明接下来往往会发生什么，而不是怎样做有用：优惠能打动谁是另一个问题（要靠实验回答）",
        ),
    ]
    if truth and report.get("positives", 100) < 100:
        few = report["positives"]
        said.append(
            Said(
                f"only {few} of the checked customers came true: the figures are rough",
                f"检验的客户中只有 {few} 位成真：数字较粗略",
            )
        )
    return said


def _fairness(columns: Sequence[Column]) -> Said:
    traits = ", ".join(column.name for column in columns if column.name.startswith("traits."))
    if not traits:
        return Said("it looks at what customers do; none of their traits is used", "只看客户的行为，未使用任何属性")
    return Said(
        f"it looks at traits ({traits}): check that deciding by them is lawful and fair before you act on it",
        f"使用了客户属性（{traits}）：采取行动前，请确认以此决策合法且公平",
    )
