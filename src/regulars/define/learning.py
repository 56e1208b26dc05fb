"""What a model definition may say: which of its fields count, what they must mean, and what a change of them makes new."""

import math
import re
from collections.abc import Iterator

from regulars.algebra import ExpressionError
from regulars.algebra.tree import Aggregate, Moment, Node, Read, text, walk
from regulars.define.definitions import Definitions, Model, plain
from regulars.define.expressions import read, scope, texts
from regulars.define.findings import Finding, error, warning
from regulars.define.flows import check_duration
from regulars.define.models import LEARNS_FEATURES, LEARNS_LABEL, outputs, owners
from regulars.kit.errors import nearest
from regulars.kit.hashing import hash64

_WORD = re.compile(r"[a-z][a-z0-9_]{0,62}", re.ASCII)
_NAMED = re.compile(r"[a-z][a-z0-9_]*|traits\.[^\s.]+", re.ASCII)
_WANTED = {
    "label": LEARNS_LABEL,
    "features": LEARNS_FEATURES,
    "groups": ("groups",),
    "tiers": ("value",),
    "discount": ("value",),
}
"""Settings that only models of some kinds read."""
_SCHEDULE = ("title", "every")
"""Fields that say nothing about what is learnt."""


def meaning(model: Model, definitions: Definitions) -> str:
    """A hash of what a model means: of its fields and of all that they name, so a fit holds while it stays the same.

    A model without features of its own learns from all there are, so any of them counts.
    """
    fields = sorted((name, value) for name, value in plain(model).items() if name not in _SCHEDULE)
    try:
        names = scope(definitions)
    except ExpressionError:  # the zone; `check` says so
        return ""
    trees = [text(tree) for tree in _trees(model, definitions).values()]
    if model.kind in LEARNS_FEATURES and not model.features:
        for feature in definitions.features:
            try:
                trees.append(f"{feature} {text(names.tree(feature))}")
            except ExpressionError:
                continue
    return f"{hash64(repr(fields), names.zone, *trees):016x}"


def _trees(model: Model, definitions: Definitions) -> dict[str, Node]:
    """Field → the tree of its expression, for those that can be read (`check_meaning` says what is wrong with the rest)."""
    found: dict[str, Node] = {}
    names = scope(definitions)
    for one in texts(definitions):
        if (one.section, one.name) == ("models", model.name):
            try:
                found[one.label] = read(one, names)
            except ExpressionError:
                continue
    return found


def check_label(tree: Node, label: str, at: str) -> Iterator[Finding]:
    """A label counts what a customer does within the horizon, and nothing that is known before."""
    nodes = list(walk(tree))
    if not any(isinstance(node, Aggregate) for node in nodes):
        yield error("no_aggregate", f"{label}: nothing is counted or added up, like count(*) filter (where …) = 0", at)
    for node in nodes:
        if isinstance(node, Aggregate) and node.window is not None:
            yield error("label_window", f"{label}: it is counted over the horizon and takes no window of its own", at)
            return
        if isinstance(node, Moment) or (isinstance(node, Read) and node.root in ("traits", "scores", "item")):
            what = f"{node.kind}()" if isinstance(node, Moment) else f"{node.root}.{node.path[0]}"
            sentence = f"{label}: '{what}' says nothing about what happens within the horizon; it may stand in 'among'"
            yield error("label_beforehand", sentence, at)
            return


def check_models(definitions: Definitions) -> Iterator[Finding]:
    """What is wrong or doubtful in models, but for the meaning of their expressions."""
    writers: dict[str, Model] = {}
    for model in definitions.models.values():
        label, at = f"model '{model.name}'", model.at
        if not _WORD.fullmatch(model.name):
            sentence = f"{label}: expressions name its score; write small letters, digits and '_' (at most 63)"
            yield error("bad_name", sentence, at)
        for score in outputs(model):
            other = writers.setdefault(score, model)
            if other is not model:
                sentence = f"{label} and model '{other.name}' both write the score '{score}'; rename one of them"
                yield error("duplicate_score", sentence, at)
        yield from check_duration(model.every, f"{label}, every", at)
        if model.purpose is not None and model.purpose not in definitions.purposes:
            hint = nearest(model.purpose, definitions.purposes)
            yield error("unknown_purpose", f"{label}: there is no purpose '{model.purpose}'{hint}", at)
        yield from _fields(model, label)
    yield from _circles(definitions)


def _fields(model: Model, label: str) -> Iterator[Finding]:
    at = model.at
    if model.kind in (*LEARNS_LABEL, "value"):
        yield from check_duration(model.horizon, f"{label}, horizon", at, whole_days=True)
    if model.kind == "value":
        yield from check_duration(model.unit, f"{label}, unit", at)
    if model.kind in LEARNS_LABEL and not model.label:
        example = "count(*) filter (where event = 'Order Completed') > 0"
        yield error("no_label", f"{label}: 'label' is missing; it says what to foretell, like \"{example}\"", at)
    for name in model.features if model.kind in LEARNS_FEATURES else ():
        if not _NAMED.fullmatch(name):
            sentence = f"{label}: '{name}' is no name of a feature, trait (traits.x) or 'stage'; define a feature of it"
            yield error("no_feature_name", sentence, at)
    if model.groups is not None and not 2 <= model.groups <= 100:
        yield error("bad_groups", f"{label}: groups is {model.groups}; allowed are 2 to 100", at)
    if not all(0 < share < 1 for share in model.tiers) or sorted(set(model.tiers)) != model.tiers:
        sentence = f"{label}: tiers are shares of customers between 0 and 1 that grow, like [0.5, 0.8, 0.95]"
        yield error("bad_tiers", sentence, at)
    if not 0 <= model.discount < 1:
        sentence = f"{label}: discount is what a year takes off, from 0 to less than 1, not {model.discount:g}"
        yield error("bad_discount", sentence, at)
    for name, least in model.floors.items():
        if not math.isfinite(least) or least < 0:
            yield error("bad_floor", f"{label}: floors, {name} is {least:g}; a minimum is 0 or more", at)
    for field, wanted in _WANTED.items():
        if getattr(model, field) and model.kind not in wanted:
            yield warning("no_effect", f"{label}: '{field}' has no effect on a model of kind '{model.kind}'", at)


def _circles(definitions: Definitions) -> Iterator[Finding]:
    """A model that learns from its own scores, or from those of one that learns from its, believes what it said before."""
    written = owners(definitions)
    learns: dict[str, list[str]] = {}
    try:
        for model in definitions.models.values():
            reads = [node for tree in _trees(model, definitions).values() for node in walk(tree) if isinstance(node, Read)]
            learns[model.name] = [written[n.path[0]] for n in reads if n.root == "scores" and n.path[0] in written]
    except ExpressionError:
        return  # the zone: said of the workspace already
    for name in learns:
        path = _way(name, name, learns, set())
        if path and name == min(path):
            sentence = f"model '{name}' learns from what it says itself: {' → '.join([name, *path])}"
            yield error("model_circle", sentence, definitions.models[name].at)


def _way(start: str, end: str, learns: dict[str, list[str]], seen: set[str]) -> list[str]:
    """The models from `start` (left out) to `end` along what each learns from; empty where there is no way."""
    for following in learns.get(start, []):
        if following == end:
            return [following]
        if following not in seen:
            seen.add(following)
            if rest := _way(following, end, learns, seen):
                return [following, *rest]
    return []
