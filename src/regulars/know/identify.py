"""Whose event is it? Matching by identifiers with limits, priorities, unique kinds, blocked values and shared devices.

The rules are Segment's with Snowplow's treatment of shared devices. An event's identifiers are taken from the strongest to
the weakest; each joins those before it, and unites the customers that hold them, unless that would break a limit or unite two
holders of a unique kind, or two whom a member told apart: then it is set aside. A kind may let its oldest value make room
for a new one instead. A device that two people used, logged out, gets a customer of its own.
"""

from collections.abc import Mapping, Sequence
from itertools import chain

from regulars.define.definitions import IdentifierKind
from regulars.flow.book import Book
from regulars.flow.effects import Effects, Merge
from regulars.kit.said import Said, Words
from regulars.know.carried import Carried
from regulars.know.group import Group, Limits, Pair
from regulars.know.merge import Merger
from regulars.records import Customer, Event, Seen

SHARED = "shared_device"
"""Marks the customer that stands for a device which several people use, logged out."""

REMEMBERED = 10
"""Refusals that a customer remembers, so that each is told once."""


class Identify:
    """Finds, makes or unites the customers that events belong to, in one workspace. `kinds`: the strongest first."""

    def __init__(self, kinds: Mapping[str, IdentifierKind], book: Book, merger: Merger) -> None:
        self._limits = Limits(kinds)
        self.carried = Carried(kinds)
        self._book = book
        self._merger = merger
        self._opened: Sequence[Event] = ()
        self._pairs: dict[int, list[Pair]] = {}
        self._named: list[Pair] = []
        self.made: list[Customer] = []
        """Customers that came into being beside the one that was found. The caller takes them out."""

    def open(self, events: Sequence[Event]) -> None:
        """Fetch at once what these events will need."""
        self._opened, self._pairs = events, {}  # the events are held, so that no other one gets their `id`
        self._pairs = {id(event): self.carried.pairs(event) for event in events}
        self._book.open(chain.from_iterable(self._pairs.values()))

    def find(self, event: Event, at: int, effects: Effects) -> Customer | None:
        """The customer of this event; None where no identifier of it can be used."""
        pairs = self._pairs.get(id(event))
        if pairs is None:
            pairs = self.carried.pairs(event)
        if event.type == "alias":
            pairs = self._former_user(event, pairs)
        self._named = pairs
        if not pairs:
            return None
        if len(pairs) > 1:
            return self._several(pairs, event, at, effects)
        kind, value = pairs[0]  # the common case, without building any union
        customer = self._holder(kind, value)
        if customer is None:
            customer = self._book.create(at)
            self._attach(customer, kind, value, at)
        return customer

    def see(self, customer: Customer, at: int) -> None:
        """The event that was looked for last counts: its identifiers were last seen now."""
        for kind, value in self._named:
            customer.identifiers[kind][value] = at

    def unite(self, into: Customer, other: Customer, at: int, why: Words, effects: Effects, by: str = "") -> None:
        """`other` becomes `into`, for this reason; `by` names who asked for it."""
        self._book.remove(other.id, into.id, self._merger.merge(into, other, at, effects))
        effects.merges.append(Merge(other.id, into.id, at, why, by))
        effects.note(into.id, at, "identity", "merge", str(other.id), [why])

    def _holder(self, kind: str, value: str) -> Customer | None:
        return self._book.customer(self._book.holder(kind, value))

    def _former_user(self, event: Event, pairs: list[Pair]) -> list[Pair]:
        """An alias may name a former user id as well as an anonymous one: it is the kind as which it is known."""
        former = event.previous_id or ""
        anonymous = ("anonymous_id", former)
        if anonymous not in pairs or self._book.holder(*anonymous) or not self._book.holder("user_id", former):
            return pairs
        return [("user_id", former) if pair == anonymous else pair for pair in pairs]

    def _several(self, pairs: list[Pair], event: Event, at: int, effects: Effects) -> Customer:
        held = [(pair, self._holder(*pair)) for pair in pairs]
        first = held[0][1]
        if first is not None and all(holder is first for _, holder in held):
            return first
        own = [entry for entry in held if entry[1] is None or SHARED not in entry[1].identifiers]
        group = Group(self._limits, self._book, at)
        aside: list[tuple[Pair, Said]] = []
        for pair, holder in own or held[:1]:
            objection = group.objection(pair, holder)
            if objection:
                aside.append((pair, objection))
            else:
                group.add(pair, holder)
        customer = self._united(group, event, at, effects)
        for kind, value in group.pairs:
            if value not in customer.identifiers.get(kind, ()):
                self._attach(customer, kind, value, at)
                self._make_room(customer, kind, group.pairs, at, effects)
        self._named = group.pairs
        for pair, objection in aside:
            self._set_aside(customer, pair, objection, at, effects)
        return customer

    def _united(self, group: Group, event: Event, at: int, effects: Effects) -> Customer:
        if not group.holders:
            return self._book.create(at)
        oldest, *others = (group.holders[number] for number in sorted(group.holders))
        if others:
            kinds, name = dict.fromkeys(kind for kind, _ in group.pairs), event.event or event.type
            why = Said(f"{' and '.join(kinds)} came together in {name}", f"{'、'.join(kinds)} 在 {name} 中同时出现")
            for other in others:
                self.unite(oldest, other, at, why, effects)
        return oldest

    def _attach(self, customer: Customer, kind: str, value: str, at: int) -> None:
        customer.identifiers.setdefault(kind, {})[value] = at
        self._book.point(kind, value, customer.id)
        self._book.change(customer)

    def _make_room(self, customer: Customer, kind: str, fresh: list[Pair], at: int, effects: Effects) -> None:
        """The values not seen for longest are nobody's from now on, where the kind is one that gives way."""
        for value in self._limits.oldest(kind, customer.identifiers[kind], fresh, at):
            del customer.identifiers[kind][value]
            self._book.point(kind, value, 0)
            effects.count("identifier_expired")
            why = Said(
                f"{kind} {value} was not seen for longest and made room for a newer one",
                f"{kind} {value} 最久未出现，已让位给更新的标识",
            )
            effects.note(customer.id, at, "identity", "identifier_expired", f"{kind}:{value}", [why])

    def _set_aside(self, customer: Customer, pair: Pair, why: Said, at: int, effects: Effects) -> None:
        """The identifier was not used. Another person's device becomes a shared one; all else stays with whoever holds it."""
        kind, value = pair
        effects.count("identifier_set_aside")
        holder = self._holder(kind, value)
        if holder is not None:
            effects.count("merge_refused")
            if kind == "anonymous_id" and any(
                holder.identifiers.get(u) and customer.identifiers.get(u) for u in self._limits.unique
            ):
                self._share(holder, kind, value, at, effects)
                return
        told = f"{kind}:{value}"
        if told not in customer.refused:
            customer.refused = [*customer.refused, told][-REMEMBERED:]
            self._book.change(customer)
            name = "identifier_refused" if holder is None else "merge_refused"
            held, zh = ("", "") if holder is None else (f" (customer {holder.id} holds it)", f"（由客户 {holder.id} 持有）")
            what = Said(f"{kind} {value} was not taken over{held}: {why}", f"{kind} {value} 未归入{zh}：{why.zh}")
            effects.note(customer.id, at, "identity", name, told, [what])

    def _share(self, holder: Customer, kind: str, value: str, at: int, effects: Effects) -> None:
        """From now on the device is nobody's in particular; what happened on it stays where it is."""
        shared = self._book.create(at)
        shared.identifiers[SHARED] = {value: at}
        before = holder.seen  # its repeats must still be recognised under the new holder
        shared.seen = Seen(before.day, before.today, before.yesterday, before.older)
        holder.identifiers[kind].pop(value)
        self._book.change(holder)
        self._attach(shared, kind, value, at)
        self.made.append(shared)
        why = Said(
            f"{kind} {value} was used by more than one person: logged out, it is nobody's in particular",
            f"{kind} {value} 被不止一人使用：未登录时不归属任何人",
        )
        effects.note(shared.id, at, "identity", SHARED, value, [why])
        effects.note(holder.id, at, "identity", SHARED, value, [why])
