"""What a model looks at: features, traits and the stage of the customers that it is about, as of any instant."""

import msgspec
import pyarrow as pa

from regulars.algebra import Program, history
from regulars.algebra.dialect import name as identifier
from regulars.algebra.tree import Read, walk
from regulars.define.compile import compile
from regulars.define.definitions import Definition, Feature, Model, Segment
from regulars.define.models import outputs
from regulars.kit.clock import DAY
from regulars.lake.lake import AsKnown
from regulars.learn.past import Past

_AMONG = "the model's own customers"
_SCORE = "what it said"
_KINDS = {"number": "number", "integer": "number", "boolean": "truth", "timestamp": "age", "text": "text"}
"""Type of an expression → how a model sees it. Lists are seen by their length."""

COLUMNS = pa.schema([("column", pa.string()), ("name", pa.string()), ("title", pa.string()), ("kind", pa.string())])


class Column(msgspec.Struct, frozen=True):
    """One thing that a model looks at."""

    column: str
    """Of tables: `f0`, `f1` …"""
    name: str
    """As people write it: `orders_90d`, `traits.city`, `stage`."""
    title: str
    """As people read it, in the workspace's language."""
    kind: str
    """`number`; `truth` (1, 0); `age` (days since the instant, negative for what is to come); `size` (of a list); `text`."""


class Looks(msgspec.Struct, frozen=True):
    """What a model looks at, ready to be asked of history."""

    columns: list[Column]
    program: Program
    """The workspace's, with the condition `among`, the traits and the model's own score under names that nobody can define."""

    def table(self) -> pa.Table:
        """The columns, for a learner that gets tables only."""
        return pa.Table.from_pylist([msgspec.structs.asdict(column) for column in self.columns], schema=COLUMNS)

    def ask(
        self, past: Past, at: int, as_known: AsKnown, source: str = "events", scores: bool = False, where: str = "true"
    ) -> pa.Table:
        """`customer_id` and each column as of `at` for everybody whom the model is about then, by customer.

        `scores` adds `said`: the model's own score as known then. `where`: a condition on `customer_id`.
        """
        wanted = [*(_inside(column.name) for column in self.columns), _AMONG, *([_SCORE] if scores else [])]
        asked = history.sql(self.program, wanted, at, source)
        columns = [f"{_seen(column, at)} AS {column.column}" for column in self.columns]
        columns += [f"CAST({identifier(_SCORE)} AS DOUBLE) AS said"] if scores else []
        picked = ", ".join(["customer_id", *columns])
        sql = f"SELECT {picked} FROM ({asked}) WHERE {identifier(_AMONG)} AND customer_id > 0 AND {where} ORDER BY customer_id"
        return past.ask(sql, as_known=as_known)


def looks(model: Model, past: Past) -> Looks:
    """What the model looks at: the features that it names; without any, every feature that does not rest on its own scores."""
    definitions = past.definitions
    names = list(model.features)
    traits = [name for name in names if name.startswith("traits.")]
    more = {_inside(name): Feature(name=_inside(name), of=name, at=model.at) for name in traits}
    if model.name in outputs(model):
        more[_SCORE] = Feature(name=_SCORE, of=f"scores.{model.name}", at=model.at)
    own = Segment(name=_AMONG, when=model.among, at=model.at)
    house = msgspec.structs.replace(
        definitions, features=definitions.features | more, segments=definitions.segments | {_AMONG: own}
    )
    program = compile(house)
    if not names:
        names = [name for name in definitions.features if not _rests_on(program, name, set(outputs(model)))]
    found: list[Column] = []
    for name in names:
        type_ = program.scope.tree(_inside(name)).type
        kind = "size" if type_.startswith("list<") else _KINDS.get(type_)
        if kind is not None:
            found.append(Column(f"f{len(found)}", name, _title(past, name), kind))
    return Looks(found, program)


def from_table(table: pa.Table) -> list[Column]:
    """The columns that `Looks.table` holds."""
    return [Column(**row) for row in table.to_pylist()]


def _inside(name: str) -> str:
    """The name in the program: a trait's stands under one that nobody can define."""
    return f"the trait {name}" if name.startswith("traits.") else name


def _rests_on(program: Program, name: str, scores: set[str]) -> bool:
    reads = (node for node in walk(program.scope.tree(name)) if isinstance(node, Read))
    return any(node.root == "scores" and node.path[0] in scores for node in reads)


def _title(past: Past, name: str) -> str:
    language = past.definitions.workspace.language
    if name == "stage":
        return {"en": "Stage", "zh": "阶段"}[language]
    known: Definition | None = past.definitions.features.get(name) or past.definitions.segments.get(name)
    title = known.title if known is not None else {}
    plain = name.removeprefix("traits.").replace("_", " ")
    return title.get(language) or next(iter(title.values()), plain[:1].upper() + plain[1:])


def _seen(column: Column, at: int) -> str:
    """The SQL of a value as a model sees it."""
    value = identifier(_inside(column.name))
    if column.kind == "age":
        return f"({at} - {value}) / {float(DAY)}"
    if column.kind == "size":
        return f"CAST(len({value}) AS DOUBLE)"
    return f"CAST({value} AS {'VARCHAR' if column.kind == 'text' else 'DOUBLE'})"
