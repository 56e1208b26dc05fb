"""The contract of everything that gives customers scores: gather by SQL, then fit and score in one go.

`METHODS` names one implementation for each kind of model. `gather` runs in the house's process and only asks questions; `fit`
is heavy, touches nothing but its arguments, and may run in a process of its own. So a method is a pure function of tables.
"""

import importlib
import math
from typing import Any, Protocol

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from regulars.define.definitions import Model
from regulars.define.models import outputs
from regulars.kit.errors import RegularsError
from regulars.kit.extras import need
from regulars.learn.evidence import Evidence
from regulars.learn.past import Past

Tables = dict[str, pa.Table]

METHODS: dict[str, str] = {
    "propensity": "regulars.learn.propensity.method:Propensity",
    "regression": "regulars.learn.propensity.method:Regression",
    "rfm": "regulars.learn.rfm.method:Rfm",
    "value": "regulars.learn.value.method:Value",
    "groups": "regulars.learn.groups.method:Groups",
    "anomaly": "regulars.learn.anomaly.method:Anomaly",
}
"""kind of model → `module:class` of its method; imported when it is needed, as most bring heavy libraries."""


class Fitted(msgspec.Struct, frozen=True, kw_only=True):
    """What a method learnt, and what it says of each customer."""

    scores: pa.Table
    """`customer_id` (int64), one column for each of `define.models.outputs(model)` (float64 or string, null: no score), and
    `why` (list of string): sentences that give the reasons, the weightiest first. It may have `parts` (string) besides: the
    reasons in no language, as JSON `[[feature, value, contribution], …]`."""
    card: dict[str, Any]
    """The model card, as plain JSON data: what it is for, from what, how well it did on customers and times that it had not
    seen (metrics, curves), what weighs most, its limits. Keys are the method's own; every number is finite or None."""
    evidence: Evidence
    state: bytes = b""
    """What the next fit is given as `previous`: to stay stable, to notice drift."""


class Method(Protocol):
    """Gives scores to customers. `regulars.testing.methods.MethodContract` runs on each implementation."""

    def gather(self, model: Model, past: Past) -> Tables:
        """Everything that `fit` needs, asked of history as of `past.at`. Nothing received later may show in it."""
        ...

    def fit(self, model: Model, tables: Tables, at: int, previous: bytes = b"", seed: int = 0) -> Fitted:
        """Learn, check, and score every customer that `model.among` holds for at `at`. The same arguments give the same answer.

        `tables` are what `gather` gave, `previous` the `state` of the last fit (of any version of this program: ignore what
        does not fit). Raises TooThin where the data do not allow an honest answer, never gives NaN.
        """
        ...


def method(kind: str) -> Method:
    """The method of a kind of model. Raises Missing where it needs an extra that is not installed."""
    need("scipy", "learn")
    module, _, name = METHODS[kind].partition(":")
    made: Method = getattr(importlib.import_module(module), name)()
    return made


class Unsound(RegularsError):
    """A method broke its contract: what it gave is not kept."""

    code = "model_unsound"


_SCORES = {"number": pa.float64(), "text": pa.string()}


def check(model: Model, fitted: Fitted) -> None:
    """Raise Unsound where an answer does not keep the contract of `Fitted`, so that no NaN and no stray column gets further."""
    columns = {"customer_id": pa.int64(), **{name: _SCORES[kind] for name, kind in outputs(model).items()}}
    table = fitted.scores
    for name, kind in columns.items():
        if name not in table.column_names or table.schema.field(name).type != kind:
            raise Unsound(f"model '{model.name}': its scores have no column '{name}' of type {kind}")
        if kind == pa.float64() and not pc.all(pc.is_finite(table[name])).as_py() and table[name].null_count < len(table):
            raise Unsound(f"model '{model.name}': '{name}' holds a number that is not finite")
    if stray := set(table.column_names) - set(columns) - {"why", "parts"}:
        raise Unsound(f"model '{model.name}': its scores have a column '{min(stray)}' that it does not announce")
    why = table.schema.field("why").type if "why" in table.column_names else None
    if why is None or not pa.types.is_list(why) or why.value_type != pa.string():
        raise Unsound(f"model '{model.name}': its scores have no column 'why' of lists of sentences")
    if len(table) != len(pc.unique(table["customer_id"])) or table["customer_id"].null_count:
        raise Unsound(f"model '{model.name}': a customer has no row of their own")
    if not _plain(fitted.card):
        raise Unsound(f"model '{model.name}': its card holds something that is no JSON, or a number that is not finite")


def _plain(value: Any) -> bool:
    """Whether it is JSON data with finite numbers."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and _plain(inner) for key, inner in value.items())
    if isinstance(value, list):
        return all(map(_plain, value))
    return value is None or type(value) in (str, bool, int) or (type(value) is float and math.isfinite(value))
