"""Learning from examples."""

import pytest

from regulars.learn.evidence import TooThin
from regulars.learn.text.clean import plain
from regulars.learn.text.fit import fit_labels, fit_opinion
from regulars.learn.text.linear import logistic

from .lines import rows, with_data

ASKED = {
    "refund": ["i want my money back", "refund me please", "give me a refund now", "can i get a refund", "return the money"],
    "track": ["where is my parcel", "track my order", "has it been shipped", "when will it arrive", "parcel not here yet"],
    "发票": ["我要开发票", "请给我开发票", "发票抬头怎么写", "电子发票在哪里", "能开专票吗"],
}
EXAMPLES = [(f"{text} {n}", label) for label, texts in ASKED.items() for text in texts for n in range(4)]


def _fit() -> bytes:
    return fit_labels([text for text, _ in EXAMPLES], [label for _, label in EXAMPLES], bits=10).dump()


def test_intents_are_learnt_and_the_same_bytes_come_again() -> None:
    model = fit_labels([text for text, _ in EXAMPLES], [label for _, label in EXAMPLES], bits=10)
    for text, label in (("a refund please", "refund"), ("where is it, track", "track"), ("开一张发票", "发票")):
        assert next(iter(model.probabilities(plain(text)))) == label
    assert _fit() == model.dump()


def test_two_intents_are_enough() -> None:
    kept = [(text, label) for text, label in EXAMPLES if label != "track"]
    model = fit_labels([text for text, _ in kept], [label for _, label in kept], bits=10)
    assert next(iter(model.probabilities("refund"))) == "refund"
    assert next(iter(model.probabilities("发票"))) == "发票"


@pytest.mark.parametrize(
    ("examples", "said"),
    [
        ([], "examples: 0"),
        ([("a", "one")] * 50, "different intents: 1"),
        ([("a", "one")] * 50 + [("b", "two")] * 3, "examples of the rarest intent: 3"),
        ([(f"t{n}", f"i{n % 250}") for n in range(2500)], "intents below 201"),
    ],
)
def test_too_few_examples_are_refused_with_the_reason(examples: list[tuple[str, str]], said: str) -> None:
    with pytest.raises(TooThin, match=said):
        fit_labels([text for text, _ in examples], [label for _, label in examples], bits=8)


def test_empty_texts_among_the_examples_do_no_harm() -> None:
    examples = [*EXAMPLES, *[("", "refund")] * 5]
    assert fit_labels([text for text, _ in examples], [label for _, label in examples], bits=8).labels


def test_an_opinion_is_learnt_with_a_further_feature() -> None:
    texts = ["很好", "不错", "好用", "很差", "太差", "差评"] * 4
    sides = [True, True, True, False, False, False] * 4
    model = fit_opinion(texts, sides, grams="characters", bits=12, penalty=1.0, extra={"one": [1.0, -1.0] * 12})
    assert logistic(model.scores("好")[0]) > 0.5 > logistic(model.scores("差")[0])
    assert set(model.header.extra) == {"one"}


@pytest.mark.slow
@with_data
def test_banking77() -> None:
    """Learnt from its train part, asked in plain Python: 10,003 and 3,080 questions, 77 intents (published: .8938)."""
    train, test = rows("banking77/train.csv.gz"), rows("banking77/test.csv.gz")
    model = fit_labels([row["text"] for row in train], [row["category"] for row in train])
    found = [next(iter(model.probabilities(plain(row["text"])).items())) for row in test]
    right = [label == row["category"] for (label, _), row in zip(found, test, strict=True)]
    accuracy = sum(right) / len(right)
    assert (len(train), len(test), len(model.labels)) == (10_003, 3_080, 77)
    assert accuracy >= 0.90
    assert abs(sum(probability for _, probability in found) / len(found) - accuracy) < 0.03  # as sure as it is right
