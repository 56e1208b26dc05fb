"""The groups that a model found, as segments that may be saved: definitions like all others."""

from typing import Any

import msgspec

from regulars.app import models
from regulars.app.house import House
from regulars.define.definitions import Definitions, Segment
from regulars.define.dump import dump
from regulars.define.sections import ONE_SPACE
from regulars.kit.errors import RegularsError

_LONGEST = 55


class Group(msgspec.Struct, frozen=True):
    """One group of the latest fit."""

    id: str
    name: dict[str, str]
    """By language: what sets it apart."""
    customers: int
    share: float
    sets_apart: list[dict[str, Any]]
    """`feature`, perhaps its `value`, what is usual in the `group` and among `all`, and the `effect` in typical deviations."""
    segment: str
    """The name of the segment that stands for it."""


class AsSegments(msgspec.Struct, frozen=True):
    """Groups, and the definitions by which they become segments."""

    groups: list[Group]
    yaml: str
    """The segments alone."""
    bundle: str
    """The definitions in force with these segments: what may be planned and applied."""


def groups(house: House, workspace: str, name: str) -> AsSegments:
    """The groups that the latest fit of a model found. Raises NotFound, and RegularsError for a model of another kind, one that
    was not fitted yet, or where the name of a segment is taken."""
    definitions = house.world(workspace).definitions
    model = models.defined(definitions, name)
    if model.kind != "groups":
        raise RegularsError(
            f"model '{name}' is of kind '{model.kind}'; only those of kind 'groups' find groups", code="no_groups"
        )
    card = models.card(house, workspace, name)
    if card is None:
        raise RegularsError(f"model '{name}' has not been fitted yet", code="not_fitted")
    found = [Group(segment=f"{name[:_LONGEST]}_{group['id']}", **group) for group in card.card["groups"]]
    segments = {one.segment: Segment(name=one.segment, when=f"scores.{name} = '{one.id}'", title=one.name) for one in found}
    for one in segments.values():
        _free(definitions, one)
    bundle = msgspec.structs.replace(definitions, segments=definitions.segments | segments)
    return AsSegments(found, dump(Definitions(segments=segments)), dump(bundle))


def _free(definitions: Definitions, segment: Segment) -> None:
    """Raise RegularsError where something else has the segment's name."""
    for section in ONE_SPACE:
        taken = getattr(definitions, section).get(segment.name)
        if taken is not None and getattr(taken, "when", None) != segment.when:
            sentence = f"'{segment.name}' is the name of another definition; rename that one, or the model"
            raise RegularsError(sentence, where=taken.at, code="duplicate_name")
