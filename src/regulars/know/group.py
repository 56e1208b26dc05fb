"""Which identifiers of one event may belong to one person: limits, unique kinds, and people whom a member told apart."""

from collections.abc import Iterable, Mapping

from regulars.define.definitions import IdentifierKind
from regulars.flow.book import Book
from regulars.kit.clock import DAY
from regulars.kit.said import Said
from regulars.records import Customer

Pair = tuple[str, str]
"""(kind, value) of an identifier."""

SPANS = {"week": 7 * DAY, "month": 30 * DAY, "year": 365 * DAY}
"""How long a value counts towards a limit after it was last seen, by `IdentifierKind.per`."""


_PER = {"week": "周", "month": "月", "year": "年"}


class Limits:
    """How many values of each kind one customer may hold, and which kinds two people cannot share."""

    def __init__(self, kinds: Mapping[str, IdentifierKind]) -> None:
        self.unique = tuple(kind for kind, rule in kinds.items() if rule.unique)
        self._rules = kinds
        self._spans = {kind: SPANS[rule.per] for kind, rule in kinds.items() if rule.per != "ever"}

    def counted(self, kind: str, values: Mapping[str, int], at: int) -> set[str]:
        """Those of the values (→ when last seen) that count towards the limit at the instant `at`."""
        span = self._spans.get(kind)
        return set(values) if span is None else {value for value, seen_at in values.items() if seen_at > at - span}

    def breaks(self, kind: str, values: set[str]) -> Said | None:
        """Why one customer cannot hold all these, as half a sentence; None if it can."""
        rule = self._rules.get(kind)
        if rule is None or len(values) <= rule.limit:
            return None
        per, zh = ("", "") if rule.per == "ever" else (f" a {rule.per}", f"（每{_PER[rule.per]}）")
        return Said(f"one customer has at most {rule.limit} of {kind}{per}", f"一位客户最多有 {rule.limit} 个 {kind}{zh}")

    def gives_way(self, kind: str) -> bool:
        """Whether the oldest value of this kind makes room for a new one."""
        rule = self._rules.get(kind)
        return rule is not None and rule.expires and not rule.unique and rule.limit > 0

    def oldest(self, kind: str, values: Mapping[str, int], fresh: Iterable[Pair], at: int) -> list[str]:
        """The values that make room, those not seen for longest first; none of `fresh` does."""
        if not self.gives_way(kind):
            return []
        counted = self.counted(kind, values, at)
        new = {value for fresh_kind, value in fresh if fresh_kind == kind}
        over = len(counted) - self._rules[kind].limit
        return sorted(counted - new, key=lambda value: (values[value], value))[: max(0, over)]


class Group:
    """Identifiers of one event that may belong to one person, with all that their holders have besides."""

    def __init__(self, limits: Limits, book: Book, at: int) -> None:
        self._limits = limits
        self._book = book
        self._at = at
        self._values: dict[str, set[str]] = {}
        self.pairs: list[Pair] = []
        self.holders: dict[int, Customer] = {}

    def add(self, pair: Pair, holder: Customer | None) -> None:
        """This identifier is of the same person."""
        self.pairs.append(pair)
        for kind, values in self._brought(pair, holder).items():
            self._values.setdefault(kind, set()).update(values)
        if holder is not None:
            self.holders[holder.id] = holder

    def objection(self, pair: Pair, holder: Customer | None) -> Said | None:
        """Why this identifier cannot join, as half a sentence; None if it can. The first one always can."""
        if not self.pairs:
            return None
        if holder is None and self._limits.gives_way(pair[0]):
            return None
        if holder is not None and holder.id not in self.holders:
            for other in self.holders.values():
                if self.apart(holder, other):
                    return Said("a member said that they are two people", "成员已确认是两个人")
                for kind in self._limits.unique:
                    if holder.identifiers.get(kind) and other.identifiers.get(kind):
                        return Said(
                            f"both have a {kind} of their own, so they are two people", f"双方各有自己的 {kind}，是两个人"
                        )
        for kind, values in self._brought(pair, holder).items():
            have = self._values.get(kind, set())
            if not have.issuperset(values) and (why := self._limits.breaks(kind, have | values)):
                return why
        return None

    def apart(self, one: Customer, other: Customer) -> bool:
        """Whether a member said that these are two people (or said it of customers that they are now)."""
        customer = self._book.customer
        return any(customer(number) is other for number in one.apart) or any(customer(number) is one for number in other.apart)

    def _brought(self, pair: Pair, holder: Customer | None) -> dict[str, set[str]]:
        held = {} if holder is None else holder.identifiers
        brought = {kind: self._limits.counted(kind, values, self._at) for kind, values in held.items() if values}
        brought.setdefault(pair[0], set()).add(pair[1])
        return brought
