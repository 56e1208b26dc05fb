"""One fit of groups: the space, their number, who they are, which of the old ones they continue, and the card."""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa

from regulars.define.definitions import Model
from regulars.kit.errors import RegularsError
from regulars.kit.said import Said
from regulars.learn.evidence import Evidence, Floor, hold
from regulars.learn.features import from_table
from regulars.learn.groups import choice, memory, words
from regulars.learn.groups.choice import Labels, Tried
from regulars.learn.groups.space import Array, Axis, axes, placed, raws
from regulars.learn.method import Fitted, Tables

_LEAST = 5
_COUNTED = 50_000
_METHOD = Said("k-means; their number by silhouette and bootstrap", "k-means；组数由轮廓系数与自助法确定")


class Found(msgspec.Struct, frozen=True):
    """The groups, the largest first."""

    centres: Array
    labels: Labels
    """For each customer the place of the group."""
    best: Tried
    options: list[Tried]
    least: int
    """How many customers a group had to have."""


def fit(model: Model, tables: Tables, at: int, previous: bytes, seed: int, floors: dict[str, float]) -> Fitted:
    """See `groups.Groups.fit`."""
    table, columns = tables["customers"], from_table(tables["columns"])
    (facts,) = tables["facts"].to_pylist()
    found_axes, constant = axes(table, columns)
    name = f"model '{model.name}'"
    if model.groups is not None and model.groups < 2:
        raise RegularsError(f"{name}: one group tells nothing; ask for two or more", code="invalid_model")
    hold(
        name,
        Floor(Said("customers", "客户数"), table.num_rows, floors["customers"]),
        Floor(
            Said("features that differ between customers", "在客户之间有差异的特征"),
            len({axis.feature for axis in found_axes}),
            1,
        ),
    )
    values = raws(table, found_axes)
    space = placed(values, found_axes)
    different = len(np.unique(np.round(space[:_COUNTED], 6), axis=0))
    hold(name, Floor(Said("customers that differ from each other", "互不相同的客户"), different, model.groups or 2))

    held = memory.recalled(previous, found_axes)
    old = memory.centres(held, found_axes, space.mean(axis=0)) if held else None
    found = _found(model, space, different, old, seed)
    ids, following, continues = _ids(found, old, held)
    differences = words.apart(space, found.labels, found.best.k)
    titles = {row["name"]: row for row in tables["titles"].to_pylist()}
    names = words.names(differences, found_axes, {column.name: column for column in columns}, titles)
    if held:
        names = _kept(names, differences, found_axes, held, continues)
    leads = [found_axes[own[0].place].name if own else "" for own in differences]
    who = np.array(table["customer_id"].to_pylist(), dtype=np.int64)
    own = [ids[place] for place in found.labels]
    notes = _notes(found, constant)
    card: dict[str, Any] = {
        "headline": {"groups": float(found.best.k), "silhouette": found.best.silhouette, "stability": found.best.stability},
        "groups": _groups(values, found_axes, found, ids, names, differences),
        "choice": {
            "k": found.best.k,
            "by": "definition" if model.groups else "data",
            "rule": Said(
                f"the best silhouette among those with a stability of {choice.STABLE:g} or more whose groups all have "
                f"{found.least} customers or more",
                f"在稳定性不低于 {choice.STABLE:g}、每组不少于 {found.least} 位客户的方案中，取轮廓系数最高者",
            ).plain(),
            "structure": choice.meaning(found.best.silhouette),
            "tried": [msgspec.structs.asdict(one) for one in found.options],
        },
        "features": sorted({axis.feature for axis in found_axes}),
        "moved": _moved(held, dict(zip(who.tolist(), own, strict=True))),
        "ended": sorted(set(held.ids) - set(ids)) if held else [],
        "limits": [note.plain() for note in notes],
    }
    sentences, parts = words.reasons(table, columns, found_axes, values, space, found.labels, found.centres, facts["language"])
    scores = {
        "customer_id": table["customer_id"],
        model.name: pa.array(own, pa.string()),
        "why": pa.array(sentences, pa.list_(pa.string())),
        "parts": pa.array(parts, pa.string()),
    }
    evidence = Evidence(
        customers=table.num_rows,
        events=facts["events"],
        since=facts["since"],
        until=facts["until"],
        as_of=at,
        method=_METHOD,
        notes=list(notes),
    )
    state = memory.remembered(ids, names, leads, found.centres, found_axes, following, who, found.labels)
    return Fitted(scores=pa.table(scores), card=card, evidence=evidence, state=state)


def _found(model: Model, space: Array, different: int, old: Array | None, seed: int) -> Found:
    """The groups: of the number that the model says, or of the one for which most speaks."""
    wanted = [model.groups] if model.groups else list(range(2, min(choice.MOST, different) + 1))
    centres = {}
    for k in wanted:
        start = old if old is not None and len(old) == k else None
        centres[k] = choice.centres_of(space, k, seed, start)
    options = [choice.tried(space, each, seed) for each in centres.values()]
    least = max(_LEAST, -(-len(space) // 100))
    best = choice.chosen(options, least, len(old) if old is not None else None)
    labels = choice.nearest(space, centres[best.k])
    order = np.argsort(-np.bincount(labels, minlength=best.k), kind="stable")
    return Found(centres[best.k][order], np.argsort(order)[labels].astype(np.int64), best, options, least)


def _ids(found: Found, old: Array | None, held: memory.Memory | None) -> tuple[list[str], int, dict[int, int]]:
    """The id of each group, the number of the next new one, and which group continues which old one (by place)."""
    if held is None or old is None:
        return [f"g{number}" for number in range(1, found.best.k + 1)], found.best.k + 1, {}
    continues = choice.matched(old, found.centres)
    ids, following = [], held.following
    for group in range(found.best.k):
        if group in continues:
            ids.append(held.ids[continues[group]])
        else:
            ids.append(f"g{following}")
            following += 1
    return ids, following, continues


def _kept(
    names: list[dict[str, str]],
    differences: Sequence[Sequence[words.Apart]],
    found_axes: Sequence[Axis],
    held: memory.Memory,
    continues: dict[int, int],
) -> list[dict[str, str]]:
    """The names, of a group that goes on the old one: unless what it was called after sets it apart no longer."""
    found = list(names)
    for group, place in continues.items():
        weightiest = [found_axes[one.place].name for one in differences[group][:3]]
        taken = [name for n, name in enumerate(found) if n != group]
        if held.leads[place] in weightiest and held.names[place] not in taken:
            found[group] = held.names[place]
    return found


def _moved(held: memory.Memory | None, now: dict[int, str]) -> dict[str, Any] | None:
    """How many customers of both fits are in another group now, how many came and went; None without an earlier fit."""
    before = memory.before(held) if held else None
    if not before:
        return None
    both = [customer for customer in now if customer in before]
    moved = sum(before[customer] != now[customer] for customer in both)
    share = round(moved / len(both), 4) if both else 0.0
    return {"of": len(both), "moved": moved, "share": share, "came": len(now) - len(both), "went": len(before) - len(both)}


def _notes(found: Found, constant: Sequence[str]) -> list[Said]:
    notes = [Said(f"left out, the same for all: {name}", f"未采用 {name}：所有客户都相同") for name in constant]
    if choice.meaning(found.best.silhouette) in ("none", "weak"):
        notes.append(
            Said(
                "the groups run into each other: take them as a way to divide customers, not as kinds of customers",
                "各组之间界限模糊：可用来划分客户，但不代表真有这几类客户",
            )
        )
    if found.best.stability < choice.STABLE:
        notes.append(
            Said(
                "the groups are not stable: among other customers like these, others might be found",
                "分组不稳定：换一批相似的客户，可能得到不同的分组",
            )
        )
    return notes


def _groups(
    values: Array,
    found_axes: Sequence[Axis],
    found: Found,
    ids: Sequence[str],
    names: Sequence[dict[str, str]],
    differences: Sequence[Sequence[words.Apart]],
) -> list[dict[str, Any]]:
    """The groups as the card shows them."""
    everybody = words.typical(values, found_axes)
    shown = []
    for group, own in enumerate(differences):
        rows = found.labels == group
        usual = words.typical(values[rows], found_axes)
        apart = [
            {
                "feature": found_axes[one.place].feature,
                "value": found_axes[one.place].text,
                "group": round(usual[one.place], 4),
                "all": round(everybody[one.place], 4),
                "effect": round(one.effect, 3),
            }
            for one in own[:6]
        ]
        size = int(rows.sum())
        entry = {"id": ids[group], "name": names[group], "customers": size, "share": round(size / len(values), 4)}
        shown.append(entry | {"sets_apart": apart})
    return shown
