"""What each customer will buy and be worth in the time ahead, with the probability that they are still a customer."""

from collections.abc import Sequence

import msgspec
import numpy as np

from regulars.define.definitions import Model
from regulars.kit import durations
from regulars.kit.clock import DAY
from regulars.kit.errors import RegularsError, nearest
from regulars.kit.said import Said
from regulars.learn.evidence import Evidence, Floor, hold
from regulars.learn.method import Fitted, Tables
from regulars.learn.past import Past
from regulars.learn.value import purchases, tiers
from regulars.learn.value.card import card, doubts
from regulars.learn.value.forecast import FAMILIES, Learnt, forecast, intervals, learn
from regulars.learn.value.holdout import holdout
from regulars.learn.value.outcome import Outcome
from regulars.learn.value.purchases import Buyers, buyers, occasions
from regulars.learn.value.scores import scores

FLOORS = {"customers": 500.0, "repeaters": 100.0, "days": 90.0}
"""Who bought at all, who bought on more than one day, and how long the history is."""


class _Last(msgspec.Struct, frozen=True):
    """What the next fit starts from."""

    family: str
    unit: float
    counts: list[float]
    amounts: list[float]


class Value:
    """The method of models of kind `value`: BG/NBD or Pareto/NBD for how often, Gamma-Gamma for how much."""

    def gather(self, model: Model, past: Past) -> Tables:
        """The purchases of the customers that it is about."""
        return purchases.gather(model, past)

    def fit(self, model: Model, tables: Tables, at: int, previous: bytes = b"", seed: int = 0) -> Fitted:
        """Fit, check on the last quarter, score. Raises TooThin, and RegularsError where amounts are in several currencies."""
        shares = _checked(model)
        told = tables["frame"].to_pylist()[0]
        found = occasions(model, tables)
        known = buyers(found, told["today"])
        _hold(model, known)
        unit, days = durations.parse(model.unit) / DAY, durations.parse(model.horizon) / DAY
        learnt = learn(model.family, known, unit, _warm(previous, model.family, unit))
        expected = forecast(learnt, known, days, model.discount)
        rng = np.random.default_rng(seed)
        outcome = Outcome(
            model=model,
            occasions=found,
            buyers=known,
            learnt=learnt,
            days=days,
            expected=expected,
            ranges=intervals(learnt, known, days, expected, rng),
            holdout=holdout(found, told["today"], model.family, unit, rng),
            shares=shares,
            tier=tiers.tiers(expected.value, shares),
            language=told["language"],
            currency=found.currency,
        )
        return Fitted(
            scores=scores(outcome),
            card=card(outcome),
            evidence=Evidence(
                customers=len(known.times),
                events=int(known.times.sum()),
                since=told["since"],
                until=at,
                as_of=at,
                method=Said(
                    f"{learnt.family.title} and Gamma-Gamma by maximum likelihood",
                    f"{learnt.family.title} 与 Gamma-Gamma，极大似然估计",
                ),
                notes=[*found.notes, *doubts(outcome)],
            ),
            state=_state(model, learnt, unit),
        )


def _checked(model: Model) -> Sequence[float]:
    """The shares at which tiers begin. Raises RegularsError for settings that mean nothing."""
    for name in model.floors:
        if name not in FLOORS:
            raise RegularsError(f"{model.name}: there is no floor '{name}'{nearest(name, FLOORS)}", code="unknown_floor")
    if not 0 <= model.discount < 1:
        sentence = f"{model.name}: discount is what a year takes off, from 0 to less than 1, not {model.discount:g}"
        raise RegularsError(sentence, where=model.at, code="wrong_discount")
    return model.tiers or tiers.SHARES


def _hold(model: Model, known: Buyers) -> None:
    floors = FLOORS | model.floors
    history = known.today - int(known.first.min()) if len(known.first) else 0
    hold(
        model.name,
        Floor(Said("customers who bought", "有购买的客户"), len(known.times), max(1, floors["customers"])),
        Floor(
            Said("customers who bought on more than one day", "在不止一天购买的客户"),
            int((known.times > 1).sum()),
            max(1, floors["repeaters"]),
        ),
        Floor(Said("days since the first purchase", "首次购买至今的天数"), history, max(1, floors["days"])),
    )


def _warm(previous: bytes, family: str, unit: float) -> list[list[float]] | None:
    """Where the last fit of the same model ended; None where there was none, or none that this program can read."""
    try:
        last = msgspec.json.decode(previous, type=_Last)
    except msgspec.DecodeError:
        return None
    fits = last.family == family and last.unit == unit and len(last.counts) == len(FAMILIES[family].__struct_fields__)
    return [last.counts, last.amounts] if fits and len(last.amounts) == 3 and min(*last.counts, *last.amounts) > 0 else None


def _state(model: Model, learnt: Learnt, unit: float) -> bytes:
    amounts = [] if learnt.amounts is None else learnt.amounts.values.tolist()
    return msgspec.json.encode(_Last(model.family, unit, learnt.counts.values.tolist(), amounts))
