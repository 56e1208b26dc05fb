"""The file of a model and its plain arithmetic."""

import math

import msgspec
import pytest

from regulars.learn.text.grams import GRAMS
from regulars.learn.text.linear import BadModel, Header, Linear, logistic

HEADER = Header(grams="requests", bits=3, labels=["a", "b"], bias=[0.5, -0.5], scale=0.25)


def test_scores_are_the_formula_of_the_docstring() -> None:
    weights = bytes(range(16))
    model = Linear.of(HEADER, weights)
    text = "again and again"
    grams = GRAMS["requests"](text, 7)
    for label in (0, 1):
        total = sum(weights[gram * 2 + label] * (1 + math.log(n)) for gram, n in grams.items())
        expected = HEADER.bias[label] + 0.25 * total / math.sqrt(len(grams))
        assert model.scores(text)[label] == pytest.approx(expected)


def test_probabilities_sum_to_one_and_stand_in_order() -> None:
    found = Linear.of(HEADER, bytes(range(16))).probabilities("a text")
    assert sum(found.values()) == pytest.approx(1)
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_a_file_comes_back_as_it_was() -> None:
    model = Linear.of(HEADER, bytes(16))
    assert Linear(model.dump()).dump() == model.dump()
    assert Linear(model.dump()).header == HEADER


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"pickle",
        b"regulars linear 1\n",
        b"regulars linear 1\n{}\n",
        Linear.of(HEADER, bytes(16)).dump()[:-1],
        Linear.of(HEADER, bytes(16)).dump() + b"\0",
        b"regulars linear 1\n"
        + msgspec.json.encode({**msgspec.to_builtins(HEADER), "grams": "unheard_of"})
        + b"\n"
        + bytes(16),
        b"regulars linear 1\n" + msgspec.json.encode({**msgspec.to_builtins(HEADER), "bias": [0.1]}) + b"\n" + bytes(16),
        b"regulars linear 1\n" + msgspec.json.encode({**msgspec.to_builtins(HEADER), "bits": 63}) + b"\n" + bytes(16),
    ],
)
def test_what_is_no_model_is_refused(data: bytes) -> None:
    with pytest.raises(BadModel):
        Linear(data)


def test_log_odds_never_overflow() -> None:
    assert [logistic(x) for x in (-1e308, 0, 1e308)] == [0.0, 0.5, 1.0]
