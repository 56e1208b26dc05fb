"""The card of a value model: its parameters and how sure they are, what it expects, how it did on time that it had not seen."""

from typing import Any

import numpy as np

from regulars.kit.said import Said
from regulars.learn.value import tiers
from regulars.learn.value.forecast import INTERVAL
from regulars.learn.value.gamma import GammaGamma, Spending
from regulars.learn.value.maximum import Maximum
from regulars.learn.value.outcome import Outcome

_TOGETHER = 0.25
"""From this correlation on, how much hangs on how often, which Gamma-Gamma leaves out."""
_OFF = 0.25
"""A forecast of the held-out quarter that is further off, in parts of what was bought, is worth an alarm."""
_NONE = 3.0
"""Where nothing was bought, so is one of more purchases than this: of three, chance leaves none in one case of twenty."""


def card(outcome: Outcome) -> dict[str, Any]:
    """As `Fitted.card` promises."""
    learnt, expected = outcome.learnt, outcome.expected
    total, checked = float(expected.value.sum()), outcome.holdout
    return {
        "purpose": f"what each customer will buy and be worth in the next {outcome.days:g} days",
        "currency": outcome.currency,
        "horizon_days": outcome.days,
        "unit_days": learnt.unit,
        "discount": outcome.model.discount,
        "purchases": _part(learnt.family.title, learnt.counts),
        "amounts": None if learnt.amounts is None else _part(GammaGamma.title, learnt.amounts),
        "mean_amount": learnt.amount,
        "returns": learnt.returns,
        "expected": {
            "purchases": float(expected.purchases.sum()),
            "alive": float(expected.alive.sum()),
            "value": total,
            "low": outcome.ranges.total[0],
            "high": outcome.ranges.total[1],
        },
        "interval": {
            "share": round(INTERVAL[1] - INTERVAL[0], 9),
            "about": "drawn: parameters from their asymptotic normal, then futures of each customer given their past",
        },
        "tiers": tiers.table(expected.value, outcome.tier, outcome.shares),
        "distribution": tiers.spread(expected.value),
        "calibration": checked,
        "independence": _independence(outcome),
        "headline": {
            "value": total,
            "alive": float(expected.alive.mean()),
            "holdout_ratio": checked["ratio"] if checked else None,
            "holdout_value_ratio": checked["value_ratio"] if checked else None,
        },
        "alarms": _alarms(outcome),
        "limits": [limit.plain() for limit in _LIMITS],
    }


_LIMITS = [
    Said(
        "a customer's habits are taken to stay as they are until the customer leaves: seasons and campaigns are not in it",
        "假定客户在流失之前习惯不变：未考虑季节和营销活动",
    ),
    Said(
        "days with purchases are counted, not purchases: who comes twice a day counts once",
        "按有购买的天数计，而不是购买次数：一天来两次只计一次",
    ),
    Said(
        "a customer's first purchase is the first in this history: who bought before it began seems newer than they are",
        "首次购买以现有历史为准：在此之前买过的客户会显得更新",
    ),
    Said(
        "who bought once tells little: theirs is mostly the mean of all who bought once",
        "只买过一次的客户信息很少：其预测基本是所有一次购买客户的平均",
    ),
]


def _part(title: str, found: Maximum) -> dict[str, Any]:
    return {
        "model": title,
        "log_likelihood": found.log_likelihood,
        "parameters": [
            {"name": name, "value": float(value), "error": error}
            for name, value, error in zip(found.names, found.values, found.errors, strict=True)
        ],
        "at_bound": list(found.bounded),
    }


def _independence(outcome: Outcome) -> dict[str, Any]:
    """What Gamma-Gamma rests on: that how much a customer pays does not hang on how often."""
    found = Spending(outcome.buyers.times, outcome.buyers.mean).correlation()
    return {"correlation": found, "limit": _TOGETHER, "holds": found is None or abs(found) <= _TOGETHER}


def doubts(outcome: Outcome) -> list[Said]:
    """What a careful reader must know of this fit."""
    learnt, known = outcome.learnt, outcome.buyers
    said = []
    if learnt.counts.bounded or None in learnt.counts.errors:
        open_ones = [name for name, error in zip(learnt.counts.names, learnt.counts.errors, strict=True) if error is None]
        names = ", ".join(open_ones)
        said.append(
            Said(
                f"the purchases do not tell {names} of {learnt.family.title}: many values fit as well; forecasts are"
                " hardly touched by it (such as: hardly anybody leaves)",
                f"购买数据无法确定 {learnt.family.title} 的 {names}：许多取值同样合适；对预测几乎没有影响（例如几乎无人流失）",
            )
        )
    if learnt.amounts is None:
        said.append(
            Said("every purchase has the same amount: no model of amounts was needed", "每笔购买金额相同：不需要金额模型")
        )
    elif learnt.amounts.bounded:
        names = ", ".join(learnt.amounts.bounded)
        said.append(
            Said(
                f"the amounts do not tell {names} of Gamma-Gamma: it ran as far as it may",
                f"金额数据无法确定 Gamma-Gamma 的 {names}：已到允许的边界",
            )
        )
    together = _independence(outcome)
    if not together["holds"]:
        way, zh = ("more", "多") if together["correlation"] > 0 else ("less", "少")
        said.append(
            Said(
                f"who buys more often pays {way} each time ({together['correlation']:+.2f}), which Gamma-Gamma leaves out",
                f"买得越频繁，每次付得越{zh}（{together['correlation']:+.2f}），Gamma-Gamma 未考虑这一点",
            )
        )
    over = int((known.returned > known.times * known.mean).sum())
    if over:
        said.append(
            Said(
                f"{over:,} customers sent back more than they bought: they are worth nothing until they buy again",
                f"{over:,} 位客户退货多于购买：在再次购买之前价值按零计",
            )
        )
    history = known.today - int(known.first.min())
    if outcome.days > history / 2:
        said.append(
            Said(
                f"{outcome.days:g} days ahead is long against a history of {history} days",
                f"历史只有 {history} 天，预测 {outcome.days:g} 天偏长",
            )
        )
    once = float(np.mean(known.times == 1))
    if once > 0.5:
        said.append(Said(f"{once:.0%} of the customers bought once", f"{once:.0%} 的客户只买过一次"))
    if outcome.holdout is None:
        said.append(
            Said(
                "the history is too short to hold a quarter of it out: how good the forecast is has not been tried",
                "历史太短，无法留出四分之一检验：预测的好坏尚未验证",
            )
        )
    return said


def _alarms(outcome: Outcome) -> list[dict[str, Any]]:
    found = outcome.holdout
    if found is None:
        return []
    ratio, expected = found["ratio"], found["expected_purchases"]
    if ratio is None and expected > _NONE:
        text = Said(
            f"in the last quarter nobody bought, where it would have expected {expected:,.0f} purchases",
            f"最近四分之一的历史中无人购买，而模型预计有 {expected:,.0f} 次",
        )
        return [{"kind": "off_target", "text": text.plain(), "about": outcome.model.name, "value": expected, "limit": _NONE}]
    if ratio is None or abs(ratio - 1) <= _OFF:
        return []
    text = Said(
        f"of the last quarter it would have expected {ratio:.0%} of the purchases that came",
        f"对最近四分之一的历史，模型预计的购买为实际的 {ratio:.0%}",
    )
    return [{"kind": "off_target", "text": text.plain(), "about": outcome.model.name, "value": ratio, "limit": _OFF}]
