"""What a slot's policy counts and learns, and under which names: the learner writes by it, the decider reads by it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from regulars.algebra import Condition, Program
from regulars.decide.learnt import Learnt, key_of
from regulars.decide.policies import Policy, Popularity, Thompson
from regulars.define import definitions as kinds
from regulars.define.definitions import Definitions, Slot, plain
from regulars.define.paths import ROOTS, each_of, path_of
from regulars.kit import durations
from regulars.kit.hashing import hash64
from regulars.records import Event


class Counting(msgspec.Struct, frozen=True):
    """Popularity of one policy: events for which `condition` is true count for the items at `path`."""

    key: str
    condition: Condition
    each: tuple[str, ...]
    """Where the array stands whose elements count; empty: the event itself."""
    path: tuple[str, ...]
    """Where the item's key stands, in an element or in the event."""
    half_life: int

    def items(self, event: Event) -> Iterator[str]:
        """The keys of the items that the event counts for, as often as they stand there."""
        if not self.each:
            yield from _keys([event], self.path)
            return
        found = _dig(event, self.each)
        if isinstance(found, list):
            yield from _keys(found, self.path)


class Rewarding(msgspec.Struct, frozen=True):
    """Rewards of one slot: an event for which `condition` is true, `within` µs after a decision, rewards the item shown."""

    key: str
    slot: str
    condition: Condition
    within: int
    item_key: str
    """The attribute that holds the item's key; a reward may ask for the item shown by it (`item.…`)."""


def counting(definitions: Definitions, program: Program) -> dict[str, Counting]:
    """Policy → what it counts."""
    return {policy.name: _counting(policy, program) for policy in definitions.policies.values()}


def rewarding(definitions: Definitions, program: Program) -> dict[str, Rewarding]:
    """Slot → what rewards its items, for slots whose policy learns from rewards."""
    found = {}
    for slot in definitions.slots.values():
        policy = definitions.policies[slot.policy]
        if policy.kind == "thompson":
            key = key_of("arms", slot.name, policy.reward, policy.within)
            condition = program.condition(policy.reward, policy.at)
            item_key = definitions.catalogs[slot.catalog].key
            found[slot.name] = Rewarding(key, slot.name, condition, durations.parse(policy.within), item_key)
    return found


def policy_of(slot: Slot, definitions: Definitions, counts: Counting, rewards: Rewarding | None, learnt: Learnt) -> Policy:
    """The slot's policy over what was learnt."""
    policy = definitions.policies[slot.policy]
    if rewards is not None:
        return Thompson(learnt, rewards.key, policy.pool)
    return Popularity(learnt, counts.key, counts.half_life, policy.pool, policy.explore)


def version_of(slot: Slot, definitions: Definitions) -> str:
    """The hash of how the slot chooses: 16 hexadecimal digits. Titles and places do not count."""
    parts = [plain(slot), plain(definitions.policies[slot.policy])]
    for part in parts:
        part.pop("title", None)
    return f"{hash64(msgspec.json.encode(parts, order='sorted').decode()):016x}"


def _counting(policy: kinds.Policy, program: Program) -> Counting:
    key = key_of("counts", policy.count, policy.item, policy.each, policy.half_life)
    condition = program.condition(policy.count, policy.at)
    half_life = durations.parse(policy.half_life)
    if policy.each is None:
        return Counting(key, condition, (), path_of(policy.item, ROOTS), half_life)
    each = each_of(policy.each)
    return Counting(key, condition, each.path, path_of(policy.item, (each.word,))[1:], half_life)


def _keys(rows: Sequence[Any], path: tuple[str, ...]) -> Iterator[str]:
    for row in rows:
        value = _dig(row, path)
        if isinstance(value, str):
            if value:
                yield value
        elif isinstance(value, int) and not isinstance(value, bool):
            yield str(value)


def _dig(value: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        if isinstance(value, Mapping):
            value = value.get(key)
        elif isinstance(value, Event) and key in ROOTS:
            value = getattr(value, key)
        else:
            return None
    return value
