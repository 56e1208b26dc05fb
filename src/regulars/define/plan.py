"""What a change of definitions means: what is new, changed and gone, what must be filled from history, what judged anew."""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from regulars.algebra import Program
from regulars.algebra.tree import text
from regulars.define.compile import compile
from regulars.define.definitions import Definition, Definitions, Workspace, plain
from regulars.define.learning import meaning as learnt
from regulars.define.sections import ONE_SPACE, WORDS


class Change(msgspec.Struct, frozen=True):
    """One definition that is not as it was."""

    what: Literal["added", "changed", "removed"]
    section: str
    name: str
    fields: list[str] = []
    """What is written differently."""
    semantic: bool = True
    """Whether it means something else now: another spelling, title or place does not."""


class Plan(msgspec.Struct, frozen=True):
    """What applying `new` over `old` will do. Nothing has been done yet."""

    changes: list[Change] = []
    new_cells: list[int] = []
    """Keys of aggregates that no former definition had: to be filled from history."""
    dropped_cells: list[int] = []
    """Keys of aggregates that nothing uses any more: their states can go."""
    reevaluate: list[tuple[str, str]] = []
    """(section, name) of the segments and stages to be judged anew for every customer."""
    sentences: list[str] = []
    """All of it in words, one line each."""
    refit: list[str] = []
    """Models that are new or mean something else: they are fitted as soon as the definitions hold."""

    @property
    def empty(self) -> bool:
        """Whether nothing changes at all."""
        return not self.changes


def plan(old: Definitions, new: Definitions) -> Plan:
    """The plan for going from `old` to `new`. Raises DefinitionErrors where one of them cannot be compiled.

    >>> from regulars.define.load import load
    >>> print("\\n".join(plan(Definitions(), load("segments: {vip: sum(properties.total) > 500}")).sentences))
    + segment vip
    1 new aggregate is filled from history
    segment vip is judged anew for every customer
    """
    before, after = compile(old), compile(new)
    were, are = _meanings(before, old), _meanings(after, new)
    changes = _settings(old.workspace, new.workspace)
    for section in WORDS:
        changes += _changes(section, getattr(old, section), getattr(new, section), were, are)
    fresh = [key for key in after.cells if key not in before.cells]
    gone = [key for key in before.cells if key not in after.cells]
    again = [("segments", name) for name in new.segments if were.get(name) != are[name]]
    if were.get("stage") != are.get("stage"):
        again += [("stages", name) for name in new.stages]
    refit = [
        name
        for name, model in new.models.items()
        if name not in old.models or learnt(old.models[name], old) != learnt(model, new)
    ]
    return Plan(changes, fresh, gone, again, [*_sentences(changes, fresh, gone, again), *_fits(refit)], refit)


def _meanings(program: Program, definitions: Definitions) -> dict[str, str]:
    """Name → what it means: the normalised text, in which other names stand as what they mean, and the zone of its days.

    To a stage belong its exit and its stay; to `stage`, where it is remembered, all of them in their order.
    """
    found = {name: f"{program.scope.zone} {text(tree)}" for name, tree in program.trees.items()}
    for stage in definitions.stages.values():
        found[stage.name] += f" until {found.get(f'{stage.name}.exit')} for {stage.stay}" if stage.exit or stage.stay else ""
    if program.scope.remembered:
        found["stage"] = "; ".join(f"{name}: {found[name]}" for name in definitions.stages)
    return found


def _settings(old: Workspace, new: Workspace) -> list[Change]:
    fields = _differing(msgspec.structs.asdict(old), msgspec.structs.asdict(new))
    return [Change("changed", "workspace", new.name, fields, fields != ["name"])] if fields else []


def _changes(
    section: str, old: Mapping[str, Any], new: Mapping[str, Any], were: Mapping[str, str], are: Mapping[str, str]
) -> list[Change]:
    changes = [Change("removed", section, name) for name in old if name not in new]
    for name, value in new.items():
        if name not in old:
            changes.append(Change("added", section, name))
            continue
        fields = _differing(_data(old[name]), _data(value))
        named = section in ONE_SPACE
        semantic = were[name] != are[name] if named else bool(set(fields) - {"title"})
        if fields or semantic:
            changes.append(Change("changed", section, name, fields, semantic))
    common = [name for name in new if name in old]
    if section == "stages" and common != [name for name in old if name in new]:
        changes.append(Change("changed", section, common[0], ["order"]))
    return changes


def _data(value: Any) -> dict[str, Any]:
    data: dict[str, Any] = plain(value) if isinstance(value, Definition) else msgspec.structs.asdict(value)
    return data


def _differing(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return [field for field in {**old, **new} if old.get(field) != new.get(field)]


def _sentences(changes: list[Change], fresh: list[int], gone: list[int], again: list[tuple[str, str]]) -> list[str]:
    signs = {"added": "+", "changed": "~", "removed": "-"}
    lines = []
    for change in changes:
        word = WORDS.get(change.section, change.section)
        detail = f" ({', '.join(change.fields)})" if change.fields else " (by what it uses)" if change.what == "changed" else ""
        lines.append(f"{signs[change.what]} {word} {change.name}{detail}{'' if change.semantic else ': means the same'}")
    if fresh:
        lines.append(_many(len(fresh), "new aggregate is", "new aggregates are") + " filled from history")
    if gone:
        lines.append(_many(len(gone), "aggregate is", "aggregates are") + " no longer used")
    segments = [name for section, name in again if section == "segments"]
    if segments:
        verb = "segment {} is" if len(segments) == 1 else "segments {} are"
        lines.append(f"{verb.format(', '.join(segments))} judged anew for every customer")
    if any(section == "stages" for section, _ in again):
        lines.append("the lifecycle stage is judged anew for every customer")
    return lines or ["nothing changes"]


def _fits(models: list[str]) -> list[str]:
    if not models:
        return []
    return [f"model {models[0]} is fitted anew" if len(models) == 1 else f"models {', '.join(models)} are fitted anew"]


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
