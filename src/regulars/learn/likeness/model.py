"""The model of Fellegi and Sunter, learnt without examples; splink 5 blocks and compares, on a DuckDB of its own.

Sources: Fellegi and Sunter, A Theory for Record Linkage, JASA 64 (1969); its parameters by EM: Winkler (1988). Each level of a
comparison has m (how often it holds for one person) and u (for two people); its weight is log2(m/u), and the weights of a pair
add up. u comes from pairs drawn at random, m from EM over the pairs of each key that teaches something, and the share of pairs
that are one person from EM over all pairs that were looked at.
"""

import logging
import math
import re
import warnings
from collections.abc import Sequence
from typing import Any

import msgspec
import pyarrow as pa

from regulars.kit.extras import need
from regulars.learn.likeness.em import Pattern, Rates, added, expected, posterior, usual
from regulars.learn.likeness.fields import Comparison
from regulars.learn.likeness.keys import Key

_RANDOM_PAIRS = 400_000
_ROUNDS = 50
_PASSES = 2
_HARDLY_CHANCE = 0.02
"""A key teaches where at least this share of its pairs are equal in more than chance would bring."""
_KEPT = 0.1
"""The share of a level's pairs drawn that count as two people in any case."""
_ANY = 1e-4


class Learnt(msgspec.Struct, frozen=True):
    """The parameters, and what was found with them."""

    pairs: pa.Table
    """`id_l`, `id_r`, `weight` (bits, the prior included), and for each comparison `g{place}` (the place of its level; null:
    nothing to compare), `w{place}` (bits) and `s{place}` (the measure, where there is one)."""
    looked_at: int
    prior: float
    """The share of all pairs that are one person."""
    m: Rates
    u: Rates
    taught: list[Key]
    """The keys from whose pairs m was learnt; without any, m is what is usual."""


def learn(
    connection: Any, table: str, compared: Sequence[Comparison], keys: Sequence[Key], linked: bool, least: float, seed: int
) -> Learnt:
    """Train on the table (`id`, `source`, the cleaned columns, the keys) and give the pairs that are one person with at least
    probability `least`. `linked`: only pairs of two sources count."""
    sizes = [n for (n,) in connection.execute(f"select count(*) from {table} group by source").fetchall()]
    people = sum(sizes)
    total = (people * people - (sum(n * n for n in sizes) if linked else people)) / 2
    sampled = _looked_at(connection, table, compared, keys, linked, seed)
    ((looked_at,),) = connection.execute("select count(*) from looked_at").fetchall()
    rarest = 0.5 / min(_RANDOM_PAIRS, people * (people - 1) / 2)
    m = before = usual([len(comparison.levels) for comparison in compared])
    u = drawn = [[max(rate, rarest) for rate in rates] for rates in sampled]
    learnable = [(key, _patterns(connection, key, len(compared))) for key in keys]
    taught = [(key, patterns) for key, patterns in learnable if _teaches(key, patterns, compared)]
    prior = _ANY
    for _ in range(_PASSES):
        m = posterior(added([expected(patterns, before, u) for _, patterns in taught], before), before)
        _weigh(connection, compared, m, u, drawn)
        prior = _prior(connection, total)
        # Among the pairs drawn some were one person: take them out again, as far as their number is no mere guess.
        u = [
            [max((p - prior * one) / (1 - prior), p * _KEPT, rarest) for p, one in zip(rates, ones, strict=True)]
            for rates, ones in zip(drawn, m, strict=True)
        ]
    pairs = connection.sql(
        f"select * exclude (evidence, fits), evidence + {_bits(prior)} as weight from weighed "
        f"where fits and evidence + {_bits(prior)} >= {_bits(least)} order by weight desc, id_l, id_r"
    ).to_arrow_table()
    return Learnt(pairs, looked_at, prior, m, u, [key for key, _ in taught])


def _looked_at(
    connection: Any, table: str, compared: Sequence[Comparison], keys: Sequence[Key], linked: bool, seed: int
) -> Rates:
    """Let splink make the table `looked_at`: the pairs that share a key, with the level `g{place}` of each comparison, what
    frequency adds to it (`t{place}`), its measure, and whether the pair `fits`. Gives u, 0 where a level was not seen."""
    splink = need("splink", "likeness")
    logging.getLogger("splink").setLevel(logging.ERROR)
    apart = " and l.source <> r.source" if linked else ""
    settings = {
        "link_type": "dedupe_only",
        "unique_id_column_name": "id",
        "comparisons": [_spelled(place, comparison) for place, comparison in enumerate(compared)],
        "blocking_rules_to_generate_predictions": [{"blocking_rule": f"l.{key.name} = r.{key.name}{apart}"} for key in keys],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        "additional_columns_to_retain": [key.name for key in keys],
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        linker = splink.Linker(splink.DuckDBAPI(connection).register(table), settings, log_level=None)
        linker.training.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=seed, num_chunks=1)
        predicted = linker.inference.predict(warning_mode="never").physical_name
    columns = {name for (name,) in connection.execute(f"select column_name from (describe {predicted})").fetchall()}
    chosen = [f"k.{key.name}_l = k.{key.name}_r as {key.name}" for key in keys]
    for place, comparison in enumerate(compared):
        adjusted = f"mw_tf_adj_c{place}" if f"mw_tf_adj_c{place}" in columns else "0"
        measure = _paired(comparison.measure) or "null"
        last = len(comparison.levels) - 1
        chosen.append(
            f"case when gamma_c{place} >= 0 then {last} - gamma_c{place} end::int as g{place}, "
            f"{adjusted}::double as t{place}, {measure}::double as s{place}"
        )
    own = [(place, len(comparison.levels) - comparison.own) for place, comparison in enumerate(compared) if comparison.own]
    agrees = " or ".join(f"gamma_c{place} >= {weakest}" for place, weakest in own) or "false"
    compares = " or ".join(f"gamma_c{place} >= 0" for place, _ in own) or "false"
    connection.execute(
        f"create temp table looked_at as select id_l, id_r, ({agrees} or not ({compares})) as fits, {', '.join(chosen)} "
        f"from {predicted} k"
    )
    trained = (comparison.comparison_levels[1:] for comparison in linker._settings_obj.comparisons)
    return [[float(level._trained_u_median or 0) for level in levels] for levels in trained]


def _spelled(place: int, comparison: Comparison) -> dict[str, Any]:
    """The comparison in splink's words, whose columns end in `_l` and `_r`."""
    null = {"sql_condition": _paired(comparison.null), "label_for_charts": "null", "is_null_level": True}
    levels: list[dict[str, Any]] = [null]
    for level in comparison.levels:
        said: dict[str, Any] = {"sql_condition": _paired(level.sql) or "ELSE", "label_for_charts": level.key}
        if level.frequent:
            said |= {"tf_adjustment_column": level.frequent, "tf_adjustment_weight": 1.0}
        levels.append(said)
    return {"output_column_name": f"c{place}", "comparison_levels": levels}


def _paired(sql: str) -> str:
    return re.sub(r"\b([lr])\.(\w+)", r"\2_\1", sql)


def _patterns(connection: Any, key: Key, comparisons: int) -> list[tuple[Pattern, int]]:
    """The key's pairs by pattern; what the key itself is made of is not to be used."""
    levels = ", ".join("null" if place in key.of else f"g{place}" for place in range(comparisons))
    rows = connection.execute(f"select {levels}, count(*) from looked_at where {key.name} group by all order by all").fetchall()
    return [(row[:-1], row[-1]) for row in rows]


def _teaches(key: Key, patterns: Sequence[tuple[Pattern, int]], compared: Sequence[Comparison]) -> bool:
    """Whether enough of the key's pairs are one person, so that the others' likeness can be learnt from them.

    Judged by what else agrees: pairs that are equal in two more things (in one, where there are only two) are hardly chance.
    """
    others = [n for n, comparison in enumerate(compared) if n not in key.of and comparison.kind != "class"]
    need_equal = 2 if len(others) > 2 else 1
    equal = sum(count for pattern, count in patterns if sum(pattern[n] == 0 for n in others) >= need_equal)
    return len(others) > 1 and equal >= _HARDLY_CHANCE * sum(count for _, count in patterns)


def _weigh(connection: Any, compared: Sequence[Comparison], m: Rates, u: Rates, drawn: Rates) -> None:
    """Make the table `weighed`: each pair with the weight of each comparison, and their sum."""
    weights = []
    for place, comparison in enumerate(compared):
        # A frequent value's own rate stands in place of u; it was reckoned from the u that splink drew.
        rates = [drawn[place][n] if level.frequent else u[place][n] for n, level in enumerate(comparison.levels)]
        bits = ", ".join(repr(math.log2(one / two)) for one, two in zip(m[place], rates, strict=True))
        weights.append(f"coalesce([{bits}][g{place} + 1] + t{place}, 0)")
    columns = ", ".join(f"{weight} as w{place}" for place, weight in enumerate(weights))
    connection.execute(
        f"create or replace temp table weighed as select *, {' + '.join(weights)} as evidence, {columns} from looked_at"
    )


def _prior(connection: Any, total: float) -> float:
    """The share of all pairs that are one person: EM with m and u as they are. Pairs without a common key are two people."""
    prior = _ANY
    for _ in range(_ROUNDS):
        sum_of = f"select coalesce(sum(1 / (1 + pow(2, -(evidence + {_bits(prior)})))), 0) from weighed where fits"
        ((ones,),) = connection.execute(sum_of).fetchall()
        new = min(0.5, max(0.01 / total, ones / total))
        if abs(math.log(new / prior)) < 1e-6:
            break
        prior = new
    return prior


def _bits(probability: float) -> float:
    """The probability as log2 of its odds."""
    return math.log2(probability / (1 - probability))
