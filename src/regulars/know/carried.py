"""Which identifiers an event carries: from its envelope, its traits, its context, and Segment's `context.externalIds`."""

from collections.abc import Mapping

from regulars.algebra.reading import dig
from regulars.define.definitions import IdentifierKind
from regulars.kit.identifiers import is_blocked
from regulars.know.kinds import ENVELOPE, canonical
from regulars.records import Event


class Carried:
    """Reads identifiers by the kinds of a workspace (the strongest first). Blocked values name nobody and are left out."""

    def __init__(self, kinds: Mapping[str, IdentifierKind]) -> None:
        self._rank = {kind: place for place, kind in enumerate(kinds)}
        self._blocked = {kind: frozenset(canonical(kind, value) for value in rule.blocked) for kind, rule in kinds.items()}
        self._users, self._devices = (self._blocked[kind] for kind in ENVELOPE)
        carriers = [(kind, rule.trait) for kind, rule in kinds.items() if rule.trait is not None]
        self._context = [(kind, tuple(path.split(".")[1:])) for kind, path in carriers if path.startswith("context.")]
        self._traits = [(kind, path) for kind, path in carriers if not path.startswith("context.")]

    def pairs(self, event: Event) -> list[tuple[str, str]]:
        """(kind, value) of the event's usable identifiers, strongest first. An alias's former id stands as an anonymous one."""
        found = []
        user = event.user_id
        if user and user not in self._users and not is_blocked(user):
            found.append(("user_id", user))
        device = event.anonymous_id
        if event.type == "alias":
            device = event.previous_id if event.previous_id != user else None
        if device and device not in self._devices and not is_blocked(device):
            found.append(("anonymous_id", device))
        if event.traits and self._traits and event.type != "group":
            for kind, trait in self._traits:
                self._add(found, kind, event.traits.get(trait))
        if self._context or "externalIds" in event.context:
            self._from_context(found, event)
        if len(found) > 1:
            found.sort(key=self._strength)
        return found

    def _from_context(self, found: list[tuple[str, str]], event: Event) -> None:
        for name, path in self._context:
            self._add(found, name, dig(event.context, path))
        external = event.context.get("externalIds")
        if isinstance(external, list):
            for entry in external:
                kind = entry.get("type") if isinstance(entry, dict) else None
                if isinstance(kind, str) and kind in self._rank:
                    self._add(found, kind, entry.get("id"))

    def _add(self, found: list[tuple[str, str]], kind: str, value: object) -> None:
        clean = canonical(kind, value)
        if clean and clean not in self._blocked[kind] and (kind, clean) not in found:
            found.append((kind, clean))

    def _strength(self, pair: tuple[str, str]) -> int:
        return self._rank[pair[0]]
