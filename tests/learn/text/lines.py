"""Real texts from ../shared/data; a test that needs them is skipped where they are absent."""

import csv
import gzip
import io
import sys
from functools import cache
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data"
TRAINING = Path(__file__).resolve().parents[3] / "training" / "text"

with_data = pytest.mark.skipif(not (DATA / "zh_reviews").is_dir(), reason="../shared/data is absent")


def rows(path: str) -> list[dict[str, str]]:
    """The rows of a packed CSV file."""
    return list(csv.DictReader(io.StringIO(gzip.decompress((DATA / path).read_bytes()).decode("utf-8"))))


@cache
def held_out() -> list[tuple[str, bool]]:
    """Chinese reviews on which nothing was trained, in the file's order: (text, whether it praises)."""
    sys.path.insert(0, str(TRAINING))
    try:
        import measure
    finally:
        sys.path.remove(str(TRAINING))
    return list(measure.held_out(DATA))
