"""What sets a group apart, as its name; and why a customer is in it, in sentences."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa

from regulars.learn.features import Column
from regulars.learn.groups.choice import Labels, distances
from regulars.learn.groups.space import Array, Axis
from regulars.learn.propensity.words import spoken

LANGUAGES = ("en", "zh")

_CLEAR = 0.25
"""In typical deviations: what differs by less is not what a group is called after."""
_NAMED_AFTER = 2
_MOST = 2
"""Reasons for the group that are given of one customer; one against it may follow."""
_HIGH: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        "number": ("high {title}", "low {title}"),
        "size": ("many {title}", "few {title}"),
        "age": ("long since {title}", "recent {title}"),
        "truth": ("{title}", "not {title}"),
        "text": ("{title} {text}", "not {title} {text}"),
    },
    "zh": {
        "number": ("{title}高", "{title}低"),
        "size": ("{title}多", "{title}少"),
        "age": ("{title}较早", "{title}较近"),
        "truth": ("{title}", "非{title}"),
        "text": ("{title}为{text}", "{title}不为{text}"),
    },
}
_NOTHING = {"en": "about average", "zh": "接近平均"}
_REASON = {"en": "{title}: {value} (group: {group}, all: {all})", "zh": "{title}：{value}（本组：{group}，全体：{all}）"}
_AGAINST = {"en": "unlike the group: {}", "zh": "与本组不同：{}"}


class Apart(msgspec.Struct, frozen=True):
    """How a group differs from all customers on one axis."""

    place: int
    """Of the axis."""
    effect: float
    """Typical deviations above the average of all."""


def apart(space: Array, labels: Labels, groups: int) -> list[list[Apart]]:
    """For each group how it differs, the greatest difference first."""
    middle = space.mean(axis=0)
    found = []
    for group in range(groups):
        effects = space[labels == group].mean(axis=0) - middle
        order = np.argsort(-np.abs(effects), kind="stable")
        found.append([Apart(int(n), float(effects[n])) for n in order])
    return found


def names(
    differences: Sequence[Sequence[Apart]],
    axes: Sequence[Axis],
    columns: Mapping[str, Column],
    titles: Mapping[str, Mapping[str, str]],
) -> list[dict[str, str]]:
    """A name for each group in each language, no two alike."""
    for most in range(_NAMED_AFTER, len(axes) + 1):
        found = [_name(own, most, axes, columns, titles) for own in differences]
        if len({name["en"] for name in found}) == len(found):
            return found
    return [_name(own, _NAMED_AFTER, axes, columns, titles, f" ({n})") for n, own in enumerate(differences, 1)]


def _name(
    own: Sequence[Apart],
    most: int,
    axes: Sequence[Axis],
    columns: Mapping[str, Column],
    titles: Mapping[str, Mapping[str, str]],
    mark: str = "",
) -> dict[str, str]:
    clear = [one for one in own if abs(one.effect) >= _CLEAR]
    # That a group is not of one city says less than of which city it is.
    clear.sort(key=lambda one: axes[one.place].text is not None and one.effect < 0)
    told: dict[str, Apart] = {}
    for one in clear:
        told.setdefault(axes[one.place].feature, one)
    named = {}
    for language in LANGUAGES:
        words = []
        for feature, one in list(told.items())[:most]:
            high, low = _HIGH[language][columns[feature].kind]
            title = titles[feature][language]
            words.append((high if one.effect > 0 else low).format(title=title, text=axes[one.place].text))
        joined = (", " if language == "en" else "、").join(words) or _NOTHING[language]
        named[language] = f"{joined[:120]}{mark}"
    return named


def typical(raws: Array, axes: Sequence[Axis]) -> list[float]:
    """For each axis what is usual among these customers: the median; of a text or truth the share that has it."""
    found = []
    for place, axis in enumerate(axes):
        values = raws[:, place]
        values = values[np.isfinite(values)]
        found.append(float((values.mean() if axis.share else np.median(values)) if values.size else axis.fill))
    return found


def reasons(
    table: pa.Table,
    columns: Sequence[Column],
    axes: Sequence[Axis],
    raws: Array,
    space: Array,
    labels: Labels,
    centres: Array,
    language: str,
) -> tuple[list[list[str]], list[str]]:
    """For each row what makes it nearer to its own group than to the next one, and what speaks against it; as sentences, and
    as JSON `[[feature, value, contribution], …]`: by how much (squared typical deviations) each feature favours the group."""
    features = [column.name for column in columns if any(axis.feature == column.name for axis in axes)]
    far = distances(space, centres)
    far[np.arange(len(space)), labels] = np.inf
    second = np.argmin(far, axis=1)
    gain = (space - centres[second]) ** 2 - (space - centres[labels]) ** 2
    own = np.stack([gain[:, [axis.feature == name for axis in axes]].sum(axis=1) for name in features], axis=1)
    by_name = {column.name: column for column in columns}
    values = {name: table[by_name[name].column].to_pylist() for name in features}
    groups = [typical(raws[labels == group], axes) for group in range(len(centres))]
    everybody = typical(raws, axes)
    sentences, parts = [], []
    for row, order in enumerate(np.argsort(-own, axis=1, kind="stable")):
        picked = [int(n) for n in order[:_MOST] if own[row, n] > 0]
        against = [int(order[-1])] if own[row, order[-1]] < -_CLEAR else []
        said = []
        for n in [*picked, *against]:
            column, value = by_name[features[n]], values[features[n]][row]
            text = _reason(column, value, axes, groups[labels[row]], everybody, language)
            said.append(_AGAINST[language].format(text) if n in against else text)
        sentences.append(said)
        told = [[features[n], _plain(values[features[n]][row]), round(float(own[row, n]), 4)] for n in [*picked, *against]]
        parts.append(msgspec.json.encode(told).decode())
    return sentences, parts


def _reason(
    column: Column, value: Any, axes: Sequence[Axis], group: Sequence[float], everybody: Sequence[float], language: str
) -> str:
    place = next((n for n, a in enumerate(axes) if a.feature == column.name and a.text in (None, value)), None)
    said = spoken(column, value, language)
    if place is None:  # a text that too few have
        return f"{column.title}: {said}" if language == "en" else f"{column.title}：{said}"
    shares = column.kind in ("text", "truth")
    usual = [f"{one[place]:.0%}" if shares else spoken(column, one[place], language) for one in (group, everybody)]
    return _REASON[language].format(title=column.title, value=said, group=usual[0], all=usual[1])


def _plain(value: Any) -> Any:
    return round(value, 6) if isinstance(value, float) else value
