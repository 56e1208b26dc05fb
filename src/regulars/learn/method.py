"""The contract of everything that gives customers scores: gather by SQL, then fit and score in one go.

`METHODS` names one implementation for each kind of model. `gather` runs in the house's process and only asks questions; `fit`
is heavy, touches nothing but its arguments, and may run in a process of its own. So a method is a pure function of tables.
"""

import importlib
from typing import Any, Protocol

import msgspec
import pyarrow as pa

from regulars.define.definitions import Model
from regulars.learn.evidence import Evidence
from regulars.learn.past import Past

Tables = dict[str, pa.Table]

METHODS: dict[str, str] = {
    "propensity": "regulars.learn.propensity:Propensity",
    "regression": "regulars.learn.propensity:Regression",
    "rfm": "regulars.learn.rfm:Rfm",
    "value": "regulars.learn.value:Value",
    "groups": "regulars.learn.groups:Groups",
    "anomaly": "regulars.learn.anomaly:Anomaly",
}
"""kind of model → `module:class` of its method; imported when it is needed, as most bring heavy libraries."""


class Fitted(msgspec.Struct, frozen=True, kw_only=True):
    """What a method learnt, and what it says of each customer."""

    scores: pa.Table
    """`customer_id` (int64), one column for each of `define.models.outputs(model)` (float64 or string, null: no score), and
    `why` (list of string): sentences that give the reasons, the weightiest first."""
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
    """The method of a kind of model. Raises Absent where it needs an extra that is not installed."""
    module, _, name = METHODS[kind].partition(":")
    made: Method = getattr(importlib.import_module(module), name)()
    return made
