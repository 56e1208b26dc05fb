"""Whose event is it? Matching by identifiers with limits, priorities, unique kinds, blocked values and shared devices.

The rules are Segment's with Snowplow's treatment of shared devices: an event's identifiers name one customer, or several
that become one; if that would break a limit or unite two holders of a unique identifier, the weakest identifier of the
event is set aside and the rest is tried again. A device that two people used, logged out, gets a customer of its own.
"""

from collections.abc import Iterable, Mapping

from regulars.define.definitions import IdentifierKind
from regulars.flow.book import Book
from regulars.flow.effects import Effects, Merge
from regulars.kit.identifiers import is_blocked
from regulars.know.kinds import canonical
from regulars.know.merge import Merger
from regulars.records import Customer, Event, Seen

SHARED = "shared_device"
"""Marks the customer that stands for a device which several people use, logged out."""


class Identify:
    """Finds, makes or unites the customers that events belong to, in one workspace."""

    def __init__(self, kinds: Mapping[str, IdentifierKind], book: Book, merger: Merger) -> None:
        self._kinds = dict(sorted(kinds.items(), key=lambda item: (item[1].priority, item[0])))
        self._book = book
        self._merger = merger
        self._blocked = {"user_id": frozenset[str](), "anonymous_id": frozenset[str]()}
        self._blocked |= {kind: frozenset(rule.blocked) for kind, rule in kinds.items()}
        self._from_traits = [(kind, rule.trait) for kind, rule in self._kinds.items() if rule.trait is not None]
        self._rank = {kind: place for place, kind in enumerate(self._kinds)}
        self._unique = [kind for kind, rule in self._kinds.items() if rule.unique]

    def pairs(self, event: Event) -> list[tuple[str, str]]:
        """(kind, value) of the event's usable identifiers, strongest first."""
        found = []
        if event.user_id and (event.user_id not in self._blocked["user_id"]) and not is_blocked(event.user_id):
            found.append(("user_id", event.user_id))
        anonymous = event.previous_id if event.type == "alias" else event.anonymous_id
        if anonymous and (anonymous not in self._blocked["anonymous_id"]) and not is_blocked(anonymous):
            found.append(("anonymous_id", anonymous))
        if event.traits and self._from_traits and event.type != "group":
            for kind, trait in self._from_traits:
                value = canonical(kind, event.traits.get(trait))
                if value and value not in self._blocked[kind]:
                    found.append((kind, value))
        if len(found) > 1:
            rank = self._rank
            found.sort(key=lambda pair: rank.get(pair[0], 99))
        return found

    def open(self, events: Iterable[Event]) -> None:
        """Fetch at once what these events will need."""
        self._book.open(pair for event in events for pair in self.pairs(event))

    def find(self, event: Event, at: int, effects: Effects) -> Customer | None:
        """The customer of this event; None where no identifier of it can be used."""
        pairs = self.pairs(event)
        if not pairs:
            return None
        book = self._book
        if len(pairs) == 1:  # the common case, without building any union
            kind, value = pairs[0]
            customer = book.customer(book.holder(kind, value))
            if customer is None:
                customer = book.create(at)
                self._attach(customer, kind, value, at)
            else:
                customer.identifiers[kind][value] = at
            return customer
        return self._several(pairs, event, at, effects)

    def _several(self, pairs: list[tuple[str, str]], event: Event, at: int, effects: Effects) -> Customer:
        book = self._book
        aside: list[tuple[str, str]] = []
        while True:
            holders: dict[int, Customer] = {}
            for kind, value in pairs:
                holder = book.customer(book.holder(kind, value))
                if holder is not None:
                    holders[holder.id] = holder
            if len(pairs) == 1 or self._fits(pairs, list(holders.values())):
                break
            aside.append(pairs[-1])
            pairs = pairs[:-1]
        if not holders:
            customer = book.create(at)
        else:
            customer = holders[min(holders)]
            for other in sorted(holders):
                if other != customer.id:
                    together = " and ".join(kind for kind, _ in pairs)
                    self.unite(
                        customer, holders[other], at, f"{together} came together in {event.event or event.type}", effects
                    )
        for kind, value in pairs:
            if value not in customer.identifiers.get(kind, ()):
                self._attach(customer, kind, value, at)
            else:
                customer.identifiers[kind][value] = at
        for kind, value in aside:
            self._set_aside(customer, kind, value, at, effects)
        return customer

    def unite(self, into: Customer, other: Customer, at: int, why: str, effects: Effects) -> None:
        """`other` becomes `into`, for this reason."""
        self._merger.merge(into, other, at, effects)
        self._book.remove(other, into.id)
        effects.merges.append(Merge(other.id, into.id, at, why))
        effects.note(into.id, at, "identity", "merge", str(other.id), [why])

    def _fits(self, pairs: list[tuple[str, str]], holders: list[Customer]) -> bool:
        """May all these identifiers belong to one person, together with what their holders already have?"""
        if any(SHARED in holder.identifiers for holder in holders) and len(pairs) > 1:
            return False
        values: dict[str, set[str]] = {}
        for kind, value in pairs:
            values.setdefault(kind, set()).add(value)
        for holder in holders:
            for kind, held in holder.identifiers.items():
                values.setdefault(kind, set()).update(held)
        held_before = {(kind, value) for holder in holders for kind, held in holder.identifiers.items() for value in held}
        for kind, all_values in values.items():
            rule = self._kinds.get(kind)
            grows = len(holders) > 1 or any(k == kind and (k, v) not in held_before for k, v in pairs)
            if rule is not None and grows and len(all_values) > rule.limit:
                return False
        return not any(len(values.get(kind, ())) > 1 for kind in self._unique if len(holders) > 1)

    def _attach(self, customer: Customer, kind: str, value: str, at: int) -> None:
        customer.identifiers.setdefault(kind, {})[value] = at
        self._book.point(kind, value, customer.id)

    def _set_aside(self, customer: Customer, kind: str, value: str, at: int, effects: Effects) -> None:
        """The identifier was not used: if it is another person's device, it becomes a shared one from now on."""
        book = self._book
        effects.count("identifier_set_aside")
        holder = book.customer(book.holder(kind, value))
        if holder is None or holder.id == customer.id or SHARED in holder.identifiers or kind in self._unique:
            return
        if not any(holder.identifiers.get(unique) and customer.identifiers.get(unique) for unique in self._unique):
            return
        shared = book.create(at)
        shared.identifiers[SHARED] = {value: at}
        before = holder.seen  # its repeats must still be recognised under the new holder
        shared.seen = Seen(before.day, before.today, before.yesterday, before.older)
        holder.identifiers.get(kind, {}).pop(value, None)
        book.change(holder)
        self._attach(shared, kind, value, at)
        why = f"{kind} {value} was used by more than one person: logged out, it is nobody's in particular"
        effects.note(shared.id, at, "identity", "shared_device", value, [why])
        effects.note(holder.id, at, "identity", "shared_device", value, [why])
