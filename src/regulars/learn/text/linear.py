"""A linear model of a text's grams: one small integer a gram and label. Read and asked in plain Python.

The score of a label is `bias + scale · Σ weight(gram) · (1 + ln count(gram)) / √(number of different grams)`: the inverse
document frequencies are part of the weights, and the root stands for the Euclidean norm, so that one table is enough.
"""

import math
from collections.abc import Sequence
from itertools import repeat
from operator import add, mul
from pathlib import Path
from typing import Self

import msgspec

from regulars.kit.errors import RegularsError
from regulars.learn.text.grams import GRAMS

_MAGIC = b"regulars linear 1\n"


class BadModel(RegularsError):
    """The bytes are no model that this program can read."""

    code = "bad_text_model"


class Header(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands before the weights, as one line of JSON."""

    grams: str
    """The name of its pieces of text in `grams.GRAMS`."""
    bits: int
    """There are 2**bits rows, chosen by the lowest bits of a gram's hash."""
    labels: list[str]
    """One: the score speaks for it against everything else. More: the greatest score wins."""
    bias: list[float]
    scale: float
    extra: dict[str, float] = {}
    """Weights of features that are no grams, by name."""
    about: dict[str, str] = {}
    """Where it comes from, for people."""


class Linear:
    """Scores texts. Immutable; safe from any thread.

    >>> model = Linear.of(Header(grams="characters", bits=1, labels=["good"], bias=[0.5], scale=0.1), b"\\x00\\x00")
    >>> model.scores("any text")
    [0.5]
    """

    def __init__(self, data: bytes) -> None:
        if not data.startswith(_MAGIC):
            raise BadModel("these bytes are no text model of this program")
        head, _, weights = data[len(_MAGIC) :].partition(b"\n")
        try:
            self.header = header = msgspec.json.decode(head, type=Header)
        except msgspec.DecodeError as error:
            raise BadModel(f"the head of the text model cannot be read: {error}") from None
        finite = all(math.isfinite(number) for number in (*header.bias, header.scale, *header.extra.values()))
        fits = 1 <= header.bits <= 24 and len(weights) == len(header.labels) << header.bits
        if not fits or not finite or header.grams not in GRAMS or not header.labels or len(header.bias) != len(header.labels):
            raise BadModel("the text model is damaged, or of another version of this program")
        self._weights = memoryview(weights).cast("b")
        self._mask = (1 << header.bits) - 1
        self._grams = GRAMS[header.grams]

    @classmethod
    def of(cls, header: Header, weights: bytes) -> Self:
        """A model of its parts. `weights`: a signed byte for each row and label, row by row."""
        return cls(_MAGIC + msgspec.json.encode(header) + b"\n" + weights)

    @classmethod
    def load(cls, path: Path) -> Self:
        """A model from its file."""
        return cls(path.read_bytes())

    def dump(self) -> bytes:
        """The file."""
        return _MAGIC + msgspec.json.encode(self.header) + b"\n" + bytes(self._weights)

    @property
    def labels(self) -> Sequence[str]:
        """What it tells apart."""
        return self.header.labels

    def scores(self, text: str) -> list[float]:
        """The score of each label for a `plain` text, in the order of `labels`."""
        grams = self._grams(text, self._mask)
        weights, count = self._weights, len(self.header.labels)
        factor = self.header.scale / math.sqrt(len(grams)) if grams else 0.0
        if count == 1:
            totals = [sum([weights[gram] * (1.0 + math.log(n)) if n > 1 else weights[gram] for gram, n in grams.items()])]
        else:
            totals = [0.0] * count
            for gram, n in grams.items():
                row: Sequence[float] = weights[gram * count : (gram + 1) * count]
                totals = list(map(add, totals, map(mul, row, repeat(1.0 + math.log(n))) if n > 1 else row))
        return [bias + factor * total for bias, total in zip(self.header.bias, totals)]

    def probabilities(self, text: str) -> dict[str, float]:
        """Label → probability, the likeliest first; equal ones by name. For models of two labels or more."""
        scores = self.scores(text)
        top = max(scores)
        shares = [math.exp(score - top) for score in scores]
        whole = sum(shares)
        ranked = sorted(zip(self.labels, shares), key=lambda pair: (-pair[1], pair[0]))
        return {label: share / whole for label, share in ranked}


def logistic(score: float) -> float:
    """The probability of a score of log odds, without overflow.

    >>> logistic(0.0), logistic(-1e9), logistic(1e9)
    (0.5, 0.0, 1.0)
    """
    return 1.0 / (1.0 + math.exp(-score)) if score > -700 else 0.0
