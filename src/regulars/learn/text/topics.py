"""What many texts are about: groups of words that go together, by non-negative matrix factorisation (extra `learn`).

Lee & Seung 1999; on tf · idf of the shop's own texts, started from their singular vectors, so that there is no chance in it.
"""

from collections import Counter
from collections.abc import Sequence

import msgspec

from regulars.kit.extras import need
from regulars.kit.said import Said
from regulars.learn.evidence import Floor, hold
from regulars.learn.text.clean import plain
from regulars.learn.text.keywords import CUT_CHARACTERS, ShopWords, terms

LEAST_TEXTS = 30
WORDS = 8
_LEAST_HOLDING = 3
_MOST_HOLDING = 0.5
_MOST_TERMS = 5_000


class Topic(msgspec.Struct, frozen=True):
    """A group of words that go together in many texts."""

    name: str
    """Its three weightiest words."""
    words: list[str]
    """The weightiest first."""
    texts: int
    """How many texts are about it more than about any other."""
    share: float
    """Of all texts that are about something."""
    places: list[int]
    """Which ones: places in the texts that were given, those first that are about it most."""


class Topics(msgspec.Struct, frozen=True):
    """The topics of a set of texts, the greatest first."""

    topics: list[Topic]
    keywords: list[tuple[str, int]]
    """The words in most texts, and in how many each stands."""
    texts: int
    left_out: int
    """Texts without a word that others share."""


def find(texts: Sequence[str], groups: int | None = None, least_texts: int = LEAST_TEXTS) -> Topics:
    """The topics of texts. `groups`: how many; else about the root of half the texts, between 2 and 12. Raises TooThin."""
    np, sparse, decomposition = need("numpy", "learn"), need("scipy.sparse", "learn"), need("sklearn.decomposition", "learn")
    known = ShopWords.of(texts).known
    counted = [Counter(terms(plain(text[:CUT_CHARACTERS]), known)) for text in texts]
    holding = Counter(term for counts in counted for term in counts)
    most = max(_LEAST_HOLDING, int(_MOST_HOLDING * len(texts)))
    ranked = sorted(holding, key=lambda term: (-holding[term], term))
    shared = [term for term in ranked if _LEAST_HOLDING <= holding[term] <= most][:_MOST_TERMS]
    column = {term: place for place, term in enumerate(shared)}
    about = [place for place, counts in enumerate(counted) if any(term in column for term in counts)]
    hold(
        "topics",
        Floor(Said("texts", "文字条数"), len(texts), least_texts),
        Floor(Said("texts that share words with others", "与其他文字有共同词语的文字"), len(about), least_texts),
        Floor(Said("words that at least three texts share", "至少三条文字共有的词语"), len(shared), 2),
    )
    k = min(groups or max(2, min(12, round((len(about) / 2) ** 0.5))), len(shared), len(about))
    cells = [(row, column[term], n) for row, place in enumerate(about) for term, n in counted[place].items() if term in column]
    rows, columns, values = zip(*cells)
    matrix = sparse.csr_matrix((1 + np.log(np.asarray(values, dtype=float)), (rows, columns)), shape=(len(about), len(shared)))
    idf = np.log((1 + len(texts)) / (1 + np.asarray([holding[term] for term in shared]))) + 1
    matrix = matrix @ sparse.diags(idf)
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix = sparse.diags(1 / norms) @ matrix
    model = decomposition.NMF(k, init="nndsvda", max_iter=400, tol=1e-4, random_state=0)
    with np.errstate(invalid="ignore"):  # the rest of a perfect fit may come out as a root of −0.000…1, which nobody reads
        weights = model.fit_transform(matrix) * model.components_.sum(axis=1)
    best = weights.argmax(axis=1)
    found = []
    for group in range(k):
        mine = [row for row in np.argsort(-weights[:, group], kind="stable") if best[row] == group and weights[row, group] > 0]
        heavy = np.argsort(-model.components_[group], kind="stable")[:WORDS]
        words = [shared[place] for place in heavy if model.components_[group, place] > 0]
        if mine and words:
            share = round(len(mine) / len(about), 4)
            found.append(Topic(" · ".join(words[:3]), words, len(mine), share, [about[int(row)] for row in mine]))
    found.sort(key=lambda topic: (-topic.texts, topic.name))
    return Topics(found, [(term, holding[term]) for term in shared[:20]], len(texts), len(texts) - len(about))
