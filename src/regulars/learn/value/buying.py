"""Buying histories as the models of purchases see them: how often again, how recently, watched for how long."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Protocol, Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from regulars.learn.value.maximum import Array, Maximum, maximise


class Buying(msgspec.Struct, frozen=True):
    """Customers with equal histories stand together: rows are distinct histories.

    >>> two = Buying.of([1, 0, 1], [2.0, 0.0, 2.0], [5.0, 4.0, 5.0])
    >>> two.x.tolist(), two.weight.tolist(), two.row.tolist()
    ([0.0, 1.0], [1.0, 2.0], [1, 0, 1])
    """

    x: Array
    """Purchases after the first."""
    t_x: Array
    """From the first purchase to the last, in units of time; 0 where there is one only."""
    T: Array
    """From the first purchase until now; not less than `t_x`."""
    weight: Array
    """How many customers have this history."""
    row: NDArray[np.intp]
    """Customer → row of the above."""

    @classmethod
    def of(cls, x: Sequence[float] | Array, t_x: Sequence[float] | Array, T: Sequence[float] | Array) -> Self:  # noqa: N803
        """From one value a customer."""
        each = np.column_stack([np.asarray(column, dtype=np.float64) for column in (x, t_x, T)])
        rows, row, weight = np.unique(each, axis=0, return_inverse=True, return_counts=True)
        return cls(rows[:, 0], rows[:, 1], rows[:, 2], weight.astype(np.float64), np.asarray(row).reshape(-1))

    def scaled(self, by: float) -> "Buying":
        """The same with times multiplied."""
        return msgspec.structs.replace(self, t_x=self.t_x * by, T=self.T * by)

    def part(self, rows: slice) -> "Buying":
        """Some of the histories; their customers are not named."""
        nobody = np.empty(0, dtype=np.intp)
        return Buying(self.x[rows], self.t_x[rows], self.T[rows], self.weight[rows], nobody)

    def sketch(self, size: int = 1_500) -> "Buying | None":
        """A few of many histories, evenly spaced among all; None where there are not many more."""
        return self.part(slice(None, None, len(self) // size)) if len(self) >= 2 * size else None

    def __len__(self) -> int:
        return len(self.x)


def batches(count: int, size: int = 1_000) -> list[slice]:
    """Rows to integrate at once: so many that the processor's cache holds them."""
    return [slice(start, start + size) for start in range(0, count, size)]


class Family(Protocol):
    """A model of purchases with its parameters: a frozen Struct whose fields are the parameters, in order.

    Answers are arrays over the rows of a Buying; times are in the unit of its histories. Nothing of it is ever NaN.
    """

    title: ClassVar[str]
    """Its name in the field."""
    __struct_fields__: ClassVar[tuple[str, ...]]
    """The names of its parameters."""

    @classmethod
    def fit(cls, buying: Buying, warm: Sequence[float] | None = None) -> Maximum:
        """The parameters by maximum likelihood. `warm`: where they were last time, as one more start."""
        ...

    def alive(self, buying: Buying) -> Array:
        """The probability that the customer still buys at all."""
        ...

    def purchases(self, buying: Buying, t: float) -> Array:
        """Expected purchases in the next `t`."""
        ...

    def draw(self, buying: Buying, t: float, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        """What may happen: purchases in the next `t`, `count` futures (columns) for each *customer* (row), given the past."""
        ...


def made(family: type[Family], values: Sequence[float] | Array) -> Family:
    """The family with these parameters."""
    return family(*(float(value) for value in values))


def fitted(
    names: Sequence[str],
    times: Sequence[str],
    likelihood: Callable[[Array, Buying], tuple[float, Array]],
    starts: Sequence[Sequence[float]],
    buying: Buying,
    warm: Sequence[float] | None,
) -> Maximum:
    """What `Family.fit` gives: the search runs in units of the mean time watched, from `starts` in that unit and from `warm`.

    `times` are the parameters that are times. `likelihood`: logarithms of the parameters → log-likelihood, gradient by them.
    """
    unit = float(np.average(buying.T, weights=buying.weight)) or 1.0
    scales = [unit if name in times else 1.0 for name in names]
    scaled = buying.scaled(1 / unit)
    every: list[Sequence[float] | Array] = [*starts]
    if warm is not None:
        every.append(np.divide(warm, scales))
    few = scaled.sketch()
    sketch = None if few is None else lambda theta: likelihood(theta, few)
    found = maximise(names, lambda theta: likelihood(theta, scaled), every, sketch)
    count = float((buying.weight * buying.x).sum())  # the density of x purchases is per unit of time to the x
    found = msgspec.structs.replace(found, log_likelihood=found.log_likelihood - count * float(np.log(unit)))
    return found.rescaled(scales)
