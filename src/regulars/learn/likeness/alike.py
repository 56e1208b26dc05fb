"""Likeness: which customers are probably one person, how probably, and why. A pure function from a table to pairs."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
import pyarrow as pa

from regulars.kit.errors import RegularsError
from regulars.kit.extras import need
from regulars.kit.said import Said, Words
from regulars.learn.evidence import Evidence, Floor, hold
from regulars.learn.likeness.fields import PLACE, SOUNDING, Comparison, comparisons
from regulars.learn.likeness.keys import keys
from regulars.learn.likeness.kinds import Kind, clean, sound
from regulars.learn.likeness.model import Learnt, learn

LEAST_PEOPLE = 30
MOST_PEOPLE = 2_000_000
_MEMORY = "1GB"


class Agreement(msgspec.Struct, frozen=True):
    """What one comparison says of a pair."""

    field: str
    """The traits that were compared."""
    level: str
    """How alike they are: `same`, `sounds`, `alike` … `different`."""
    weight: float
    """Bits: each one doubles the odds; below zero it speaks against."""
    measure: float | None = None
    """Jaro-Winkler similarity, 0 to 1, where that is what was looked at."""


class Pair(msgspec.Struct, frozen=True):
    """Two customers that are probably one person."""

    left: int
    right: int
    """`left < right`."""
    probability: float
    why: list[Agreement]
    """The weightiest first; what could not be compared is left out."""


class Alike(msgspec.Struct, frozen=True):
    """The pairs, the most probable first, and what the answer rests on."""

    pairs: list[Pair]
    card: dict[str, Any]
    """For each comparison how often each level holds for one person (`m`) and for two (`u`); the keys; the prior."""
    evidence: Evidence


def alike(
    customers: Sequence[int],
    people: pa.Table,
    fields: Mapping[str, Kind],
    at: int,
    *,
    sources: Sequence[str] | None = None,
    least: float = 0.5,
    most: int = 10_000,
    seed: int = 0,
) -> Alike:
    """The pairs that are one person with at least probability `least`, the `most` probable ones.

    `people`: a text column for each of `fields`, a row for each of `customers`. With `sources` (of each row) only pairs of two
    sources count, as where two lists without doubles are linked. `at` is only passed on.

    Unsupervised; the same table gives the same pairs. Raises TooThin, RegularsError, and Missing without regulars[likeness].
    """
    need("splink", "likeness")
    if not 0 < least < 1:
        raise RegularsError(f"a probability lies between 0 and 1, not at {least:g}", code="invalid_probability")
    if len(customers) > MOST_PEOPLE:
        sentence = f"{len(customers):,} customers are more than the {MOST_PEOPLE:,} that can be compared at once"
        raise RegularsError(sentence, code="too_many")
    rows: dict[str, Any] = {
        "id": pa.array(customers, pa.int64()),
        "source": pa.nulls(len(customers), pa.string()) if sources is None else pa.array(sources, pa.string()),
    }
    columns, left_out = _cleaned(people, fields, rows)
    hold(
        "likeness",
        Floor(Said("customers", "客户数"), len(customers), LEAST_PEOPLE),
        Floor(Said("traits that differ between customers", "在客户之间有差异的属性"), len(columns), 1),
    )
    compared = comparisons({trait: kind for trait, kind in fields.items() if trait in columns}, columns)
    duckdb = need("duckdb", "likeness")
    config = {"memory_limit": _MEMORY, "autoinstall_known_extensions": False, "autoload_known_extensions": False}
    with duckdb.connect(":memory:", config=config) as connection:
        connection.register("given", pa.table(rows))
        connection.execute("create table people as select * from given")
        found = keys(connection, "people", compared)
        learnt = learn(connection, "people", compared, found, sources is not None, least, seed) if found else None
    notes: list[Words] = [
        Said(f"left out: {trait} ({why.en})", f"未采用 {trait}（{why.zh}）") for trait, why in left_out.items()
    ]
    if learnt is None:
        notes.append(Said("no two customers share anything that few others have", "没有两位客户共有其他人少有的信息"))
    elif not learnt.taught:
        notes.append(
            Said(
                "too few customers are alike to learn from: the weights are what is usual, not what was seen here",
                "相似的客户太少，无从学习：权重取一般经验值，而非由本店数据得出",
            )
        )
    evidence = Evidence(
        customers=len(customers), events=learnt.looked_at if learnt else 0, as_of=at, method=_METHOD, notes=notes
    )
    if learnt is None:
        return Alike([], {"prior": 0.0, "comparisons": [], "keys": []}, evidence)
    card = {
        "prior": learnt.prior,
        "comparisons": [
            {"field": comparison.label, "kind": comparison.kind, "levels": _levels(comparison, m, u)}
            for comparison, m, u in zip(compared, learnt.m, learnt.u, strict=True)
        ],
        "keys": [
            {"of": key.label, "pairs": key.pairs, "frequent_left_out": key.cut, "taught": key in learnt.taught} for key in found
        ],
    }
    return Alike(_pairs(learnt, compared, most), card, evidence)


_METHOD = Said("Fellegi-Sunter model by unsupervised EM (splink)", "Fellegi-Sunter 模型，无监督 EM（splink）")


def _cleaned(people: pa.Table, fields: Mapping[str, Kind], rows: dict[str, Any]) -> tuple[dict[str, str], dict[str, Said]]:
    """Add the columns to compare to `rows`. Gives the column of each trait, and what was left out, with the reason."""
    columns: dict[str, str] = {}
    left_out: dict[str, Said] = {}
    for trait, kind in fields.items():
        values = [clean(kind, value) for value in people[trait].to_pylist()]
        known = {value for value in values if value is not None}
        if len(known) < 2:
            left_out[trait] = Said("the same everywhere", "全部相同") if known else Said("nothing in it", "没有内容")
            continue
        column = columns[trait] = kind if kind in PLACE else f"f{len(columns)}"
        if column in rows:  # another line of the address
            lines = zip(rows[column].to_pylist(), values, strict=True)
            values = [" ".join(filter(None, both)) or None if kind == "street" else both[0] or both[1] for both in lines]
        rows[column] = pa.array(values, pa.string())
        if kind in SOUNDING:
            rows[f"{column}_s"] = pa.array([value and sound(value) for value in values], pa.string())
    return columns, left_out


def _levels(comparison: Comparison, m: list[float], u: list[float]) -> list[dict[str, Any]]:
    return [{"level": level.key, "m": a, "u": b} for level, a, b in zip(comparison.levels, m, u, strict=True)]


def _pairs(learnt: Learnt, compared: list[Comparison], most: int) -> list[Pair]:
    found = []
    for row in learnt.pairs.slice(0, most).to_pylist():
        why = [
            Agreement(c.label, c.levels[row[f"g{n}"]].key, round(row[f"w{n}"], 2), row[f"s{n}"])
            for n, c in enumerate(compared)
            if row[f"g{n}"] is not None
        ]
        why.sort(key=lambda agreement: (-agreement.weight, agreement.field))
        left, right = sorted((row["id_l"], row["id_r"]))
        found.append(Pair(left, right, 1 / (1 + 2 ** -row["weight"]), why))
    return found


_SAID: dict[str, tuple[str, str]] = {
    "same": ("{field} the same", "{field}相同"),
    "sounds": ("{field} sounds the same", "{field}读音相同"),
    "alike": ("{field} alike", "{field}相似"),
    "near": ("{field} roughly alike", "{field}大致相似"),
    "far": ("{field} a little alike", "{field}略有相似"),
    "swapped": ("{field} and family name swapped", "{field}与姓氏互换"),
    "slip": ("{field} one slip apart", "{field}只差一处"),
    "slips": ("{field} two slips apart", "{field}只差两处"),
    "month": ("{field} within a month", "{field}相差不到一个月"),
    "year": ("{field} within a year", "{field}相差不到一年"),
    "local": ("{field} the same before the @", "{field}在 @ 之前相同"),
    "street": ("street and place the same", "街道与地区相同"),
    "street_alike": ("street alike in the same place", "同一地区，街道相似"),
    "street_only": ("street the same", "街道相同"),
    "postcode": ("postcode the same", "邮编相同"),
    "postcode_slip": ("city the same, postcode one slip apart", "城市相同，邮编只差一处"),
    "city": ("city the same", "城市相同"),
    "city_alike": ("city alike", "城市相似"),
    "different": ("{field} different", "{field}不同"),
}


def sentence(agreement: Agreement, language: Literal["en", "zh"] = "en") -> str:
    """What one comparison says, in words, with its weight in bits.

    >>> sentence(Agreement("name", "alike", 3.06, 0.93)), sentence(Agreement("birthday", "same", 6.2), "zh")
    ('name alike (Jaro-Winkler 0.93): +3.1', 'birthday相同：+6.2')
    """
    said = _SAID[agreement.level][language == "zh"].format(field=agreement.field)
    if agreement.measure is not None and agreement.level in ("alike", "near", "far"):
        said += f" (Jaro-Winkler {agreement.measure:.2f})"
    return f"{said}：{agreement.weight:+.1f}" if language == "zh" else f"{said}: {agreement.weight:+.1f}"
