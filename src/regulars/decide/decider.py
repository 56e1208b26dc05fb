"""What should this customer see in this slot? Candidates, then the policy, then the reasons: a Decision."""

from collections.abc import Mapping
from random import Random
from typing import Any

import msgspec

from regulars.algebra import Program
from regulars.decide.candidates import STALE, Candidates, Found
from regulars.decide.catalogue import Items
from regulars.decide.learner import DECISION, SOURCE
from regulars.decide.learnt import Learnt
from regulars.decide.policies import Choice, Policy
from regulars.decide.reasons import reason
from regulars.decide.rules import counting, policy_of, rewarding, version_of
from regulars.define.definitions import Catalog, Definitions, Slot
from regulars.kit.clock import Clock
from regulars.kit.hashing import hash64
from regulars.kit.named import named
from regulars.records import Candidate, Customer, Decision, Event, Reason


class _Place(msgspec.Struct, frozen=True):
    """One slot, ready to decide."""

    slot: Slot
    candidates: Candidates
    policy: Policy
    version: str


class Decider:
    """Decides for all slots of one workspace. Safe to call from any thread; writes nothing.

    `catalogs` are the items by catalogue (see `catalogue.load_items`; one that is missing is empty). `learnt` is what the
    learner has committed; `stale` (µs) is how old the order of popularity may be, measured on `clock`.
    """

    def __init__(
        self,
        definitions: Definitions,
        program: Program,
        catalogs: Mapping[str, Items],
        learnt: Learnt,
        clock: Clock,
        stale: int = STALE,
    ) -> None:
        self._clock = clock
        self._stale = stale
        self._language = definitions.workspace.language
        counts = counting(definitions, program)
        rewards = rewarding(definitions, program)
        self._places: dict[str, _Place] = {}
        for slot in definitions.slots.values():
            items = catalogs.get(slot.catalog) or Items(Catalog(name=slot.catalog), [])
            counter = counts[slot.policy]
            candidates = Candidates(slot.eligible, program, items, learnt, counter.key, slot.at)
            policy = policy_of(slot, definitions, counter, rewards.get(slot.name), learnt)
            self._places[slot.name] = _Place(slot, candidates, policy, version_of(slot, definitions))

    def decide(self, slot: str, customer: Customer | None, at: int, decision_id: str) -> Decision:
        """The decision for the customer as known at `at`; None: nobody known, decided on an empty profile.

        The same slot, customer, learnt values and `decision_id` give the same decision: the id is the only chance in it.
        Raises NotFound for an unknown slot.
        """
        place = named("slot", slot, self._places)
        somebody = customer or Customer(id=0, born_at=at)
        size = place.slot.size
        found = place.candidates.find(somebody, at, place.policy.wanted(size), self._clock.now(), self._stale)
        rng = Random(hash64("decide", slot, decision_id))
        choices = place.policy.choose(found.items, size, at, rng) if found.items else []
        why = [] if customer is not None else [self._why("unknown_customer")]
        if choices:
            why.append(self._why(choices[0].code, **choices[0].data))
            why.append(self._why("eligible", looked=found.looked, refused=found.refused))
            shown = [_candidate(choice, place.candidates.items) for choice in choices]
        else:
            shown, said = self._fall_back(place, found)
            why += said
        return Decision(
            id=decision_id,
            slot=slot,
            customer=somebody.id,
            at=at,
            item=shown[0].item if shown else None,
            probability=shown[0].probability if shown else 1.0,
            items=shown,
            policy=place.slot.policy,
            version=place.version,
            why=why,
        )

    def refresh(self) -> None:
        """Put the items of every slot in order by what is popular now. Calling it now and then spares decisions the work."""
        now = self._clock.now()
        for place in self._places.values():
            place.candidates.refresh(now)

    def _fall_back(self, place: _Place, found: Found) -> tuple[list[Candidate], list[Reason]]:
        items = place.candidates.items
        if not len(items):
            said = [self._why("no_items", catalog=place.slot.catalog)]
        elif not found.admitted:
            said = [self._why("customer_not_eligible")]
        else:
            said = [self._why("nothing_eligible", looked=found.looked)]
        fallback = place.slot.fallback
        if fallback is None:
            return [], [*said, self._why("nothing")]
        return [Candidate(fallback, items.find(fallback) or {}, 1.0)], [*said, self._why("fallback", item=fallback)]

    def _why(self, code: str, **data: Any) -> Reason:
        return reason(code, self._language, data)


def event_of(decision: Decision, who: Mapping[str, Any]) -> Event:
    """The decision as the record that goes into the log. `who` are the fields of an event that name the customer
    (`user_id`, `anonymous_id`, `traits`): the pipeline finds them by these, and makes a customer of somebody unknown.

    >>> event_of(Decision("d1", "hero", 7, 0, "a", 0.4), {"user_id": "ann"}).properties["item"]
    'a'
    """
    properties: dict[str, Any] = {
        "decision_id": decision.id,
        "slot": decision.slot,
        "item": decision.item,
        "probability": decision.probability,
        "items": [{"item": shown.item, "probability": shown.probability, "score": shown.score} for shown in decision.items],
        "policy": decision.policy,
        "version": decision.version,
        "why": [said.text for said in decision.why],
    }
    if any(said.code == "fallback" for said in decision.why):
        properties["fallback"] = True
    return Event(
        id=decision.id,
        type="track",
        event=DECISION,
        source=SOURCE,
        timestamp=decision.at,
        received_at=decision.at,
        properties=properties,
        **who,
    )


def _candidate(choice: Choice, items: Items) -> Candidate:
    return Candidate(choice.item, items.find(choice.item) or {}, choice.probability, choice.score)
