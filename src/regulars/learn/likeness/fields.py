"""How each kind is compared, as levels from alike to different: conditions in DuckDB's SQL over a pair `l`, `r`.

What is shared by a household (family name, phone, address) is told apart from what is a person's own: a pair that agrees in
nothing of one's own is no one person. Street, postcode and city are one comparison: they depend on each other, and counted
one by one they would outweigh everything else.
"""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from regulars.learn.likeness.kinds import Kind

PLACE: tuple[Kind, ...] = ("street", "postcode", "city")
"""Kinds that are compared together."""
SOUNDING: tuple[Kind, ...] = ("name", "given_name", "family_name")
"""Kinds that are also compared as they sound."""


class Level(msgspec.Struct, frozen=True):
    """One degree of likeness."""

    key: str
    """How it is told; see `likeness.sentence`."""
    sql: str
    frequent: str = ""
    """The column whose frequent values count for less where this level holds."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """One comparison. The last level is always `different`; the first is the strongest."""

    label: str
    """The traits that it looks at, for people."""
    kind: str
    column: str
    null: str
    """Where there is nothing to compare."""
    levels: list[Level]
    keys: list[str]
    """What two people must share to be looked at: expressions over `{t}`, one of the two."""
    measure: str = ""
    """How alike: an expression over the pair, 0 to 1; empty where the level says it all."""
    own: int = 0
    """How many of the levels, from the first, mean that something of a person's own agrees; 0 for what households share."""


def comparisons(fields: Mapping[str, Kind], columns: Mapping[str, str]) -> list[Comparison]:
    """The comparisons for these traits; those of an address come first, as one.

    `columns`: the column of each trait's cleaned values; how they sound stands in `{column}_s`.
    """
    lives = [trait for trait, kind in fields.items() if kind in PLACE]
    found = [_place({fields[trait]: columns[trait] for trait in lives}, lives)] if lives else []
    family = next((columns[trait] for trait, kind in fields.items() if kind == "family_name"), "")
    for trait, kind in fields.items():
        if kind not in PLACE:
            levels = _LEVELS[kind](columns[trait])
            if kind == "given_name" and family:
                levels.insert(1, _swapped(columns[trait], family))
            found.append(_comparison(trait, kind, columns[trait], levels))
    return found


_OWN = {"name": ("far", "different"), "given_name": ("far", "different"), "birthday": ("month", "year", "different")}
_OWN |= {"email": ("alike", "far", "different"), "code": ("different",)}
"""The levels of what is a person's own that may well hold for two of a household."""


def _comparison(trait: str, kind: Kind, c: str, levels: list[Level]) -> Comparison:
    heard = f"{c}_s" if kind in SOUNDING else c
    keys = {"phone": [f"right({{t}}.{c}, 9)"], "class": [], "email": [f"{{t}}.{c}", f"split_part({{t}}.{c}, '@', 1)"]}
    return Comparison(
        label=trait,
        kind=kind,
        column=c,
        null=f"l.{c} is null or r.{c} is null",
        levels=[*levels, _DIFFERENT],
        keys=keys.get(kind, [f"{{t}}.{heard}"]),
        measure=_jaro(heard) if kind in (*SOUNDING, "email") else "",
        own=sum(level.key not in _OWN[kind] for level in levels) if kind in _OWN else 0,
    )


_DIFFERENT = Level("different", "")


def _same(c: str) -> str:
    return f"l.{c} = r.{c}"


def _jaro(c: str) -> str:
    return f"jaro_winkler_similarity(l.{c}, r.{c})"


def _slip(c: str, most: int = 1) -> str:
    return f"damerau_levenshtein(l.{c}, r.{c}) <= {most}"


def _name(c: str) -> list[Level]:
    heard = f"{c}_s"
    return [
        Level("same", _same(c), c),
        Level("sounds", _same(heard)),
        Level("alike", f"{_jaro(heard)} >= 0.92"),
        Level("near", f"{_jaro(heard)} >= 0.85"),
        Level("far", f"{_jaro(heard)} >= 0.7"),
    ]


def _swapped(given: str, family: str) -> Level:
    return Level("swapped", f"l.{given} = r.{family} and l.{family} = r.{given}")


def _birthday(c: str) -> list[Level]:
    days = f"abs(date_diff('day', try_cast(l.{c} as date), try_cast(r.{c} as date)))"
    return [
        Level("same", _same(c)),
        Level("slip", _slip(c)),
        Level("month", f"{days} <= 31"),
        Level("year", f"{days} <= 366"),
    ]


def _email(c: str) -> list[Level]:
    local = f"split_part(l.{c}, '@', 1) = split_part(r.{c}, '@', 1)"
    return [
        Level("same", _same(c)),
        Level("local", local),
        Level("alike", f"{_jaro(c)} >= 0.88"),
        Level("far", f"{_jaro(c)} >= 0.8"),
    ]


def _phone(c: str) -> list[Level]:
    return [Level("same", f"right(l.{c}, 9) = right(r.{c}, 9)"), Level("slip", _slip(c))]


def _code(c: str) -> list[Level]:
    return [Level("same", _same(c)), Level("slip", _slip(c)), Level("slips", _slip(c, 2))]


_LEVELS: dict[Kind, Callable[[str], list[Level]]] = {
    "name": _name,
    "given_name": _name,
    "family_name": _name,
    "birthday": _birthday,
    "email": _email,
    "phone": _phone,
    "code": _code,
    "class": lambda c: [Level("same", _same(c), c)],
}


def _place(columns: Mapping[Kind, str], traits: Sequence[str]) -> Comparison:
    """One comparison for all that says where somebody lives; `columns`: of those kinds that there are."""
    street, postcode, city = (columns.get(kind, "") for kind in PLACE)
    around = " or ".join(_same(c) for c in (postcode, city) if c)
    levels: list[Level] = []
    keys: list[str] = []
    if street:
        alike = f"({_jaro(street)} >= 0.88 or {_shared_words(street)} >= 0.5)"
        if around:
            levels += [Level("street", f"{_same(street)} and ({around})"), Level("street_alike", f"{alike} and ({around})")]
        levels.append(Level("street_only", _same(street)))
        keys.append(f"{{t}}.{street}")
    if postcode:
        levels.append(Level("postcode", _same(postcode), postcode))
        levels += [Level("postcode_slip", f"{_slip(postcode)} and {_same(city)}")] if city else []
        keys.append(f"{{t}}.{postcode}")
    if city:
        levels += [Level("city", _same(city), city), Level("city_alike", f"{_jaro(city)} >= 0.9")]
        keys.append(f"{{t}}.{city}")
    nothing = " and ".join(f"(l.{c} is null or r.{c} is null)" for c in columns.values())
    return Comparison(
        label=", ".join(traits), kind="address", column="place", null=nothing, levels=[*levels, _DIFFERENT], keys=keys
    )


def _shared_words(c: str) -> str:
    """The share of words that both have among all that either has (Jaccard)."""
    left, right = (f"list_distinct(string_split({side}.{c}, ' '))" for side in "lr")
    both = f"len(list_intersect({left}, {right}))"
    return f"{both}::double / (len({left}) + len({right}) - {both})"
