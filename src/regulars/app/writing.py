"""Help for those who write expressions: what is wrong and where, what it says, and which words there are."""

import re
from typing import Any, Literal

import msgspec

from regulars.algebra import ExpressionError, functions, spelled
from regulars.algebra.parse import parse
from regulars.algebra.tree import Named, Node, Read, children
from regulars.app.house import House
from regulars.app.sentence import sentences
from regulars.define.expressions import scope, types
from regulars.kit.clock import DAY

Kind = Literal["feature", "segment", "metric", "event", "candidate"]
"""What the text stands for: a value of a customer, a condition on a customer, on all customers, on an event, on an item."""

_ABOUT = {"feature": "customer", "segment": "customer", "metric": "customer", "event": "event", "candidate": "event"}
_WANT = {"feature": None, "segment": "boolean", "metric": "number", "event": "boolean", "candidate": "boolean"}
_PLACE = re.compile(r":(?P<line>\d+):(?P<column>\d+)$")
_SEEN_DAYS = 90
_MOST = 500


class Mistake(msgspec.Struct, frozen=True):
    """What is wrong with a text, at a line and column from 1."""

    line: int
    column: int
    message: str


class Checked(msgspec.Struct, frozen=True):
    """What there is to say about a text."""

    ok: bool
    mistakes: list[Mistake]
    type: str | None
    names: list[str]
    """Features, segments and the stage that it uses."""
    reads: list[str]
    """Traits, scores and properties that it reads."""
    sentence: dict[str, str]
    """What it says, in `en` and `zh`."""


class Word(msgspec.Struct, frozen=True):
    """Something that an expression may hold."""

    text: str
    kind: Literal["function", "aggregate", "feature", "segment", "stage", "trait", "score", "event", "property", "keyword"]
    detail: str = ""
    """The type, the signature, or how often it was seen."""
    title: dict[str, str] = {}


class Words(msgspec.Struct, frozen=True):
    """All words, those seen in events by how often."""

    words: list[Word]


def check(house: House, workspace: str, text: str, kind: Kind, over: str | None, each: str | None) -> Checked:
    """Read the text. It is never an error: what is wrong stands in the answer."""
    definitions = house.world(workspace).definitions
    try:
        tree = parse(text, scope(definitions), over=over, each=each, want=_WANT[kind], about=_ABOUT[kind]).tree
    except ExpressionError as error:
        place = _PLACE.search(error.where)
        line, column = (int(place["line"]), int(place["column"])) if place else (1, 1)
        return Checked(False, [Mistake(line, column, error.sentence)], None, [], [], {})
    names, reads = _used(tree)
    return Checked(True, [], tree.type, names, reads, sentences(tree, definitions, scope(definitions).calendar))


def _used(tree: Node) -> tuple[list[str], list[str]]:
    """Names and paths that stand in the text itself, not in what its names mean."""
    names: dict[str, None] = {}
    reads: dict[str, None] = {}
    waiting = [tree]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, Named):
            names[node.name] = None
            continue
        if isinstance(node, Read) and node.path:
            reads[".".join(("traits" if node.root == "carried" else node.root, *node.path))] = None
        waiting.extend(children(node))
    return list(names), list(reads)


def words(house: House, workspace: str, at: int) -> Words:
    """Functions and names, and what events of the last 90 days carried."""
    definitions = house.world(workspace).definitions
    declared = types(definitions)
    found = [Word(name, "aggregate") for name in spelled.AGGREGATES]
    found += [Word(name, "function", _signature(name)) for name in spelled.NAMES if name not in spelled.AGGREGATES]
    found += [Word(text, "keyword") for text in _KEYWORDS]
    world = house.world(workspace)
    found += [Word(f.name, "feature", world.program.trees[f.name].type, f.title) for f in definitions.features.values()]
    found += [Word(s.name, "segment", "boolean", s.title) for s in definitions.segments.values()]
    found += [Word(s.name, "stage", "", s.title) for s in definitions.stages.values()]
    found += [Word(path, "score", type_) for path, type_ in declared.items() if path.startswith("scores.")]
    known = {word.text for word in found}
    for row in house.query(workspace, _SEEN.format(since=at - _SEEN_DAYS * DAY, most=_MOST)).to_pylist():
        text = _spelled(row["root"], row["name"])
        if text and text not in known:
            found.append(Word(text, row["kind"], declared.get(text, "") or f"{row['times']:,} ×"))
    return Words(found)


def _spelled(root: str, name: str) -> str:
    """A name as an expression has it, in quotes where it needs them; empty where no expression can hold it.

    >>> _spelled("traits", "city"), _spelled("traits", "VIP Level"), _spelled("traits", 'a "b"'), _spelled("", "Paid")
    ('traits.city', 'traits."VIP Level"', '', 'Paid')
    """
    if not root:
        return name
    if _UNWRITABLE.search(name):
        return ""
    plain = _NAME.fullmatch(name) and name.lower() not in ("not", "select")
    return f"{root}.{name}" if plain else f'{root}."{name}"'


_NAME = re.compile(r"[^\W\d]\w*")
_UNWRITABLE = re.compile(r'["\\*]')


_KEYWORDS = (
    "and", "or", "not", "in", "between", "is null", "is not null", "like", "case when … then … else … end", "filter (where …)",
    "interval 1 day", "today()", "now()", "true", "false", "null",
)  # fmt: skip

_SEEN = """
with recent as (select type, event, properties, traits from events where received_at >= {since} and source <> 'regulars'),
sampled as (select * from recent using sample 20000 rows (reservoir, 1))
select root, name, kind, count(*) as times from (
    select '' as root, event as name, 'event' as kind from sampled where event <> ''
    union all
    select 'properties', unnest(json_keys(properties)), 'property' from sampled
    union all
    select 'traits', unnest(json_keys(traits)), 'trait' from sampled
) where length(name) between 1 and 100 group by all order by times desc, name limit {most}
"""


def _signature(name: str) -> str:
    row: Any = functions.TABLE.get(name)
    return f"{name}({', '.join('…' if a == '*' else str(a) for a in row.args)}) → {row.result}" if row is not None else ""
