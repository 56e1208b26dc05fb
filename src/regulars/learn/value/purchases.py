"""Purchases out of history, and what the models need of them: one occasion a customer and day."""

import msgspec
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from regulars.algebra import Calendar, history, parse
from regulars.define.definitions import Model
from regulars.kit.errors import RegularsError
from regulars.kit.said import Said
from regulars.learn.among import among
from regulars.learn.method import Tables
from regulars.learn.past import Past
from regulars.learn.value.maximum import Array

Days = NDArray[np.int64]
"""Days since 1970-01-01 on the workspace's calendar."""

_FOREIGN = 0.01
"""So few purchases in other currencies are left out; with more of them sums would mean nothing."""


class Occasions(msgspec.Struct, frozen=True):
    """Who paid how much on which day: one row a customer and day, by both. Several purchases of a day are one occasion."""

    customers: NDArray[np.int64]
    """All that the model is about, by id; those without a purchase, too."""
    customer: NDArray[np.intp]
    """Where the occasion's customer stands in `customers`."""
    day: Days
    paid: Array
    """Above 0, or 0 on a day of returns only."""
    returned: Array
    """As a number ≥ 0."""
    currency: str
    """Of the amounts."""
    notes: list[Said]


class Buyers(msgspec.Struct, frozen=True):
    """Everyone who bought up to a day, one row each: what is known of them by then."""

    at: NDArray[np.intp]
    """Where they stand in `Occasions.customers`."""
    first: Days
    last: Days
    times: Array
    """Occasions: days on which they bought."""
    mean: Array
    """What they paid on the mean occasion."""
    returned: Array
    """What they sent back in all."""
    today: int

    def part(self, rows: slice) -> "Buyers":
        """Some of them."""
        each = {name: getattr(self, name)[rows] for name in self.__struct_fields__ if name != "today"}
        return Buyers(**each, today=self.today)


def gather(model: Model, past: Past) -> Tables:
    """`purchases`: `customer_id`, `day`, `amount`, `currency`, by customer and time; `customers`; `frame`: one row of the rest.

    Raises ExpressionError where `event` or `amount` cannot be read.
    """
    scope, calendar = past.program.scope, past.program.calendar
    spelled = [
        history.fragment(parse(text, scope, want=want, at=model.at, about="event"), calendar)
        for text, want in ((model.event, "boolean"), (model.amount, "number"), ("properties.currency", "text"))
    ]
    customers = among(model, past)
    event, amount, currency = spelled
    table = past.ask(
        f'SELECT customer_id, "timestamp" AS happened_at, CAST({amount} AS DOUBLE) AS amount, {currency} AS currency'
        f" FROM events WHERE received_at <= {past.at} AND ({event}) AND customer_id IN (SELECT customer_id FROM about)"
        " ORDER BY customer_id, happened_at, event_id",
        tables={"about": customers},
        as_known=past.at,
    )
    happened = table["happened_at"].to_numpy().astype(np.int64)
    workspace = past.definitions.workspace
    frame = {
        "today": [calendar.day(past.at)],
        "language": [workspace.language],
        "currency": [workspace.currency],
        "since": [int(happened.min()) if len(happened) else None],
    }
    purchases = pa.table(
        {
            "customer_id": table["customer_id"],
            "day": pa.array(_days(np.minimum(happened, past.at), calendar), pa.int64()),
            "future": pa.array(happened > past.at, pa.bool_()),
            "amount": table["amount"],
            "currency": table["currency"].cast(pa.string()),
        }
    )
    return {"purchases": purchases, "customers": customers, "frame": pa.table(frame)}


def _days(instants: NDArray[np.int64], calendar: Calendar) -> Days:
    """The day of each instant: the calendar is asked once a day, not once an instant."""
    if not len(instants):
        return np.empty(0, dtype=np.int64)
    first, last = calendar.day(int(instants.min())), calendar.day(int(instants.max()))
    starts = np.array([calendar.start(day) for day in range(first, last + 1)], dtype=np.int64)
    days: Days = first + np.searchsorted(starts, instants, side="right") - 1
    return days


def occasions(model: Model, tables: Tables) -> Occasions:
    """What `gather` gave, cleaned. Raises RegularsError where amounts of several currencies would be added."""
    table = tables["purchases"]
    frame = tables["frame"].to_pylist()[0]
    amount = table["amount"].to_numpy(zero_copy_only=False).astype(np.float64)
    future = table["future"].to_numpy(zero_copy_only=False)
    currency, foreign = _foreign(model, table, frame["currency"])
    known = np.isfinite(amount) & (amount != 0)
    keep = known & ~future & ~foreign
    customers = tables["customers"]["customer_id"].to_numpy()
    customer = np.searchsorted(customers, table["customer_id"].to_numpy()[keep])
    day = table["day"].to_numpy()[keep]
    amount = amount[keep]
    pairs, place = np.unique(np.column_stack([customer, day]), axis=0, return_inverse=True)
    place = np.asarray(place).reshape(-1)
    paid = _sums(place, np.maximum(amount, 0), len(pairs))
    returned = _sums(place, np.maximum(-amount, 0), len(pairs))
    notes = [
        (future.sum(), "purchases dated in the future were left out", "笔购买的日期在未来，未采用"),
        ((~known & ~future).sum(), "purchases without an amount, or of 0, were left out", "笔购买没有金额或金额为 0，未采用"),
        (
            (foreign & known & ~future).sum(),
            f"purchases in another currency than {currency} were left out",
            f"笔购买的币种不是 {currency}，未采用",
        ),
        (
            (amount < 0).sum(),
            "amounts below 0 are taken for returns: they lower what a customer is worth, and are no purchases",
            "笔负数金额视为退货：降低客户价值，不算购买",
        ),
        (
            (amount > 0).sum() - (paid > 0).sum(),
            "purchases fell on a day on which the customer had bought before: a day is one occasion",
            "笔购买与该客户同日的其他购买合并：一天计一次",
        ),
    ]
    return Occasions(
        customers=customers,
        customer=pairs[:, 0].astype(np.intp),
        day=pairs[:, 1],
        paid=paid,
        returned=returned,
        currency=currency,
        notes=[Said(f"{count:,} {english}", f"{count:,} {chinese}") for count, english, chinese in notes if count],
    )


def _foreign(model: Model, table: pa.Table, home: str) -> tuple[str, NDArray[np.bool_]]:
    """The currency of most purchases, and which are in another. A purchase that says none is in the workspace's."""
    if "currency" in model.amount or not table.num_rows:  # the definition sees to it
        return home, np.zeros(table.num_rows, dtype=np.bool_)
    counts = table["currency"].fill_null(home).value_counts().to_pylist()
    ordered = sorted(((one["counts"], one["values"]) for one in counts), reverse=True)
    most, others = ordered[0], ordered[1:]
    if sum(count for count, _ in others) > _FOREIGN * table.num_rows:
        said = " and ".join(f"{name} ({count:,})" for count, name in ordered[:4])
        raise RegularsError(
            f"{model.name}: purchases are in {said}; amounts of different currencies cannot be added: let `event` name one,"
            " or let `amount` convert them",
            where=model.at,
            code="mixed_currencies",
        )
    foreign: NDArray[np.bool_] = table["currency"].fill_null(home).to_numpy(zero_copy_only=False) != most[1]
    return most[1], foreign


def buyers(occasions: Occasions, today: int) -> Buyers:
    """Who had bought by the end of `today`, from what had happened by then."""
    bought = (occasions.paid > 0) & (occasions.day <= today)
    customer, day = occasions.customer[bought], occasions.day[bought]
    at, first, times = np.unique(customer, return_index=True, return_counts=True)
    size = len(occasions.customers)
    paid = _sums(customer, occasions.paid[bought], size)[at]
    by_then = occasions.day <= today
    returned = _sums(occasions.customer[by_then], occasions.returned[by_then], size)[at]
    return Buyers(
        at=at,
        first=day[first],
        last=day[first + times - 1],
        times=times.astype(np.float64),
        mean=paid / times,
        returned=returned,
        today=today,
    )


def later(occasions: Occasions, buyers: Buyers, until: int) -> tuple[Array, Array]:
    """What these customers did after `buyers.today`, up to `until`: occasions, and money less returns."""
    here = (occasions.day > buyers.today) & (occasions.day <= until)
    customer, size = occasions.customer[here], len(occasions.customers)
    times = _sums(customer, (occasions.paid[here] > 0).astype(np.float64), size)[buyers.at]
    money = _sums(customer, occasions.paid[here] - occasions.returned[here], size)[buyers.at]
    return times, money


def _sums(place: NDArray[np.intp], weights: Array, size: int) -> Array:
    """The sum of the weights at each place below `size`."""
    return np.bincount(place, weights=weights, minlength=size).astype(np.float64)
