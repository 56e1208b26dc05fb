"""Fits linear models of texts (extra `learn`). The same texts in the same order give the same weights, on any processor.

Two labels: L2-penalised logistic regression by a trust-region Newton method; its loss is proper, so that probabilities need no
further calibration (they are measured all the same). It has one optimum, and is followed so far down to it that what threads
and kernels of a linear algebra library add up in another order no longer shows in a weight of one byte. More: one-vs-rest
linear SVMs, and a softmax whose temperature is fitted on scores of texts that were held out.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from regulars.kit.extras import need
from regulars.kit.said import Said
from regulars.learn.evidence import Floor, hold
from regulars.learn.text.clean import plain
from regulars.learn.text.grams import GRAMS
from regulars.learn.text.linear import Header, Linear

OPTIMUM = 1e-9
"""How much smaller than at the start the gradient is at the end. At 1e-3 two processors differ in 1 weight of 200."""
MOST_STEPS = 1000
FOLDS = 3
LEAST_EXAMPLES = 40
LEAST_A_LABEL = 5
MOST_LABELS = 200


def fit_opinion(
    texts: Sequence[str],
    positive: Sequence[bool],
    *,
    grams: str,
    bits: int,
    penalty: float,
    extra: dict[str, Sequence[float]] | None = None,
    about: dict[str, str] | None = None,
) -> Linear:
    """A model of two sides, each weighed alike. `penalty`: the inverse strength of the regularisation.

    `extra`: further features by name, one number a text. Grams in a single text only are left out.
    """
    np, sparse, linear_model = need("numpy", "learn"), need("scipy.sparse", "learn"), need("sklearn.linear_model", "learn")
    counts = _matrix(texts, grams, bits)
    idf = _idf(counts, least=2)
    weighed = _weighed(counts, idf)
    more = extra or {}
    if more:
        columns = np.column_stack([np.asarray(values, dtype=float) for values in more.values()])
        weighed = sparse.hstack([weighed, sparse.csr_matrix(columns)]).tocsr()
    model = linear_model.LogisticRegression(
        C=penalty, solver="liblinear", tol=OPTIMUM, max_iter=MOST_STEPS, class_weight="balanced"
    )
    model.fit(weighed, np.asarray(positive, dtype=int))
    found = model.coef_[0]
    rows = found[: 1 << bits] * idf
    weights, scale = _bytes(rows)
    named = {name: round(float(value), 6) for name, value in zip(more, found[1 << bits :])}
    bias = [round(float(model.intercept_[0]), 6)]
    header = Header(grams=grams, bits=bits, labels=["positive"], bias=bias, scale=scale, extra=named, about=about or {})
    return Linear.of(header, weights)


def fit_labels(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    bits: int = 15,
    penalty: float = 1.0,
    about: dict[str, str] | None = None,
    least_a_label: int = LEAST_A_LABEL,
) -> Linear:
    """A model that tells intents apart, from examples. Raises TooThin where there are too few of them.

    The size of the model is 2**bits bytes a label.
    """
    np, svm, selection = need("numpy", "learn"), need("sklearn.svm", "learn"), need("sklearn.model_selection", "learn")
    often = Counter(labels)
    hold(
        "intents",
        Floor(Said("examples", "样例数"), len(labels), LEAST_EXAMPLES),
        Floor(Said("different intents", "不同的意图"), len(often), 2),
        Floor(Said("examples of the rarest intent", "最少见意图的样例"), min(often.values(), default=0), least_a_label),
    )
    below = MOST_LABELS + 1
    room = Said(f"intents below {below} (there are {len(often)})", f"意图数须少于 {below}（现有 {len(often)} 种），余量")
    hold("intents", Floor(room, below - len(often), 1))
    names = sorted(often)
    place = {name: index for index, name in enumerate(names)}
    truth = np.asarray([place[label] for label in labels])
    counts = _matrix(texts, "requests", bits)

    def learn(rows: Any) -> tuple[Any, Any]:
        idf = np.sqrt(_idf(counts[rows], least=1))
        model = svm.LinearSVC(C=penalty, random_state=0).fit(_weighed(counts[rows], idf), truth[rows])
        coefficients, bias = model.coef_, model.intercept_
        if len(names) == 2:  # scikit-learn keeps one side of two
            coefficients, bias = np.vstack([-coefficients[0], coefficients[0]]), np.array([-bias[0], bias[0]])
        return coefficients * idf, bias

    held_out = np.zeros((len(truth), len(names)))
    one = np.ones(counts.shape[1])
    for rows, others in selection.StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(truth, truth):
        coefficients, bias = learn(rows)
        held_out[others] = _weighed(counts[others], one) @ coefficients.T + bias
    sharpness = _sharpness(held_out, truth)
    coefficients, bias = learn(np.arange(len(truth)))
    weights, scale = _bytes((coefficients.T * sharpness).ravel())
    told = {"held_out_accuracy": f"{float((held_out.argmax(1) == truth).mean()):.4f}", "examples": str(len(truth))}
    header = Header(
        grams="requests",
        bits=bits,
        labels=names,
        bias=[round(float(value * sharpness), 6) for value in bias],
        scale=scale,
        about=(about or {}) | told,
    )
    return Linear.of(header, weights)


def _matrix(texts: Sequence[str], grams: str, bits: int) -> Any:
    """One row a text, one column a bucket of hashes: 1 + ln(count)."""
    np, sparse = need("numpy", "learn"), need("scipy.sparse", "learn")
    pieces, mask = GRAMS[grams], (1 << bits) - 1
    columns, values, ends = [], [], [0]
    for text in texts:
        counted = pieces(plain(text), mask)
        columns.append(np.fromiter(counted.keys(), dtype=np.int32, count=len(counted)))
        values.append(np.fromiter(counted.values(), dtype=np.float64, count=len(counted)))
        ends.append(ends[-1] + len(counted))
    data = 1.0 + np.log(np.concatenate(values)) if values else np.zeros(0)
    places = np.concatenate(columns) if columns else np.zeros(0, dtype=np.int32)
    return sparse.csr_matrix((data, places, ends), shape=(len(texts), mask + 1))


def _idf(counts: Any, least: int) -> Any:
    """ln((1 + texts) / (1 + texts with it)) + 1 of each column; 0 for those in fewer texts than `least`."""
    np = need("numpy", "learn")
    holding = np.asarray((counts > 0).sum(axis=0)).ravel()
    return (np.log((1 + counts.shape[0]) / (1 + holding)) + 1) * (holding >= least)


def _weighed(counts: Any, factors: Any) -> Any:
    """Columns times their factors, rows over the root of how many different grams they have."""
    np, sparse = need("numpy", "learn"), need("scipy.sparse", "learn")
    different = np.maximum(np.diff(counts.indptr), 1)
    return (sparse.diags(1 / np.sqrt(different)) @ counts @ sparse.diags(factors)).tocsr()


def _bytes(rows: Any) -> tuple[bytes, float]:
    """Weights as signed bytes, and what one step of them is worth."""
    np = need("numpy", "learn")
    step = float(np.abs(rows).max()) / 127 or 1.0
    scale = float(f"{step:.6g}")
    return np.clip(np.rint(rows / scale), -127, 127).astype(np.int8).tobytes(), scale


def _sharpness(scores: Any, truth: Any) -> float:
    """The factor on scores under which their softmax is likeliest (an inverse temperature), by golden section."""
    np = need("numpy", "learn")

    def loss(factor: float) -> float:
        scaled = scores * factor
        scaled = scaled - scaled.max(axis=1, keepdims=True)
        return float((np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(truth)), truth]).mean())

    low, high, ratio = 0.1, 30.0, (5**0.5 - 1) / 2
    for _ in range(60):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (low, right) if loss(left) < loss(right) else (left, high)
    return round((low + high) / 2, 3)
