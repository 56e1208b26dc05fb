"""Who moved between the groups of RFM from one instant to another."""

from collections import Counter

from regulars.define.definitions import Model
from regulars.kit.said import Said
from regulars.learn.evidence import Evidence
from regulars.learn.past import Past
from regulars.learn.rfm.flows import Flow, Movement
from regulars.learn.rfm.method import asked, rate
from regulars.learn.rfm.scores import GROUPS


def rfm_movement(model: Model, past: Past, then: int) -> Movement:
    """Compare the groups as of `then` with those as of `past.at`, each scored among the customers of its time.

    Nothing received after an instant counts there; but who is whom is as known at the later one, so that a customer is the same
    in both. Raises TooThin where either instant has too few who bought.
    """
    now = past.at
    before, after = (rate(model, asked(model, past, at, as_known=now), at) for at in (then, now))
    was = dict(zip(before.customer_id.tolist(), before.groups, strict=True))
    to = dict(zip(after.customer_id.tolist(), after.groups, strict=True))
    spent = dict(zip(before.customer_id.tolist(), before.spend.tolist(), strict=True))
    spent |= dict(zip(after.customer_id.tolist(), after.spend.tolist(), strict=True))
    counts: Counter[tuple[str | None, str | None]] = Counter()
    money: Counter[tuple[str | None, str | None]] = Counter()
    for customer in was.keys() | to.keys():
        pair = was.get(customer), to.get(customer)
        counts[pair] += 1
        money[pair] += spent[customer]
    place = {group: index for index, group in enumerate(GROUPS)}
    pairs = sorted(counts, key=lambda pair: tuple(place.get(one or "", len(place)) for one in pair))
    both = [(place[a], place[b], counts[a, b]) for a, b in pairs if a is not None and b is not None]
    return Movement(
        then=then,
        now=now,
        flows=[Flow(a, b, counts[a, b], float(money[a, b])) for a, b in pairs],
        stayed=sum(count for a, b, count in both if a == b),
        rose=sum(count for a, b, count in both if b < a),
        fell=sum(count for a, b, count in both if b > a),
        came=sum(counts[a, b] for a, b in pairs if a is None),
        evidence=Evidence(
            customers=len(was.keys() | to.keys()),
            events=int(after.orders.sum()),
            since=then,
            until=now,
            as_of=now,
            method=Said(
                "RFM at two instants, each scored among the customers of its time",
                "两个时点的 RFM，各自在当时的客户中评分",
            ),
            notes=list(dict.fromkeys([*before.notes, *after.notes])),
        ),
    )
