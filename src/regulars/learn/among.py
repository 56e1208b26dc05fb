"""The customers that a model is about, with what is known of each as of an instant."""

from collections.abc import Sequence

import msgspec
import pyarrow as pa

from regulars.algebra import history
from regulars.algebra.dialect import name as identifier
from regulars.define.compile import compile
from regulars.define.definitions import Model, Segment
from regulars.learn.past import Past

_HERE = "model's own customers"
"""The condition as a segment; no house can define this name."""


def among(model: Model, past: Past, names: Sequence[str] = (), at: int | None = None, as_known: int | None = None) -> pa.Table:
    """`customer_id` and the value of each name as of `at` (default: now), for the customers for whom `model.among` is true.

    Who was whom is as known at `as_known` (default: at that instant, too). By customer. Raises DefinitionErrors where the
    condition cannot be read.
    """
    at = past.at if at is None else at
    as_known = at if as_known is None else as_known
    program, conditions = past.program, list[str]()
    if model.among.strip() != "true":
        own = Segment(name=_HERE, when=model.among, at=model.at)
        segments = {**past.definitions.segments, _HERE: own}
        program, conditions = compile(msgspec.structs.replace(past.definitions, segments=segments)), [_HERE]
    asked = history.sql(program, [*names, *conditions], at)
    columns = ", ".join(identifier(name) for name in ("customer_id", *names))
    where = " AND ".join(identifier(name) for name in conditions) or "true"
    return past.ask(f"SELECT {columns} FROM ({asked}) WHERE {where} ORDER BY customer_id", as_known=as_known)
