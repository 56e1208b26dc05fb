"""A workspace's own intents, learnt from examples that people labelled, kept with the definition of texts that uses them."""

from collections.abc import Sequence

import msgspec

from regulars.app.house import House
from regulars.define.definitions import Texts
from regulars.kit.clock import to_text
from regulars.kit.errors import RegularsError
from regulars.kit.hashing import hash8
from regulars.kit.named import named
from regulars.learn.text.fit import fit_labels
from regulars.learn.text.linear import BadModel, Linear

MOST_EXAMPLES = 50_000
_BITS = 15
_MODEL_BYTES = 4 << 20
_models: dict[int, Linear] = {}
"""By a hash of their bytes; the last few that were used."""
_MOST_MODELS = 32


class Learnt(msgspec.Struct, frozen=True):
    """What was learnt."""

    definition: str
    intents: list[str]
    examples: int
    accuracy: float
    """On examples that were held out (three folds): what to expect of new texts like these."""
    as_of: str


def defined(house: House, workspace: str, name: str) -> Texts:
    """The definition of texts of this name. Raises NotFound."""
    return named("definition of texts", name, house.world(workspace).definitions.texts)


def own_intents(house: House, workspace: str, name: str) -> Linear | None:
    """The workspace's own model for a definition; None where nothing was learnt (or by another version of this program)."""
    data = house.backends.shelf.note(workspace, _note(name))
    if data is None:
        return None
    key = int.from_bytes(hash8(data), "big")
    if key not in _models:
        if len(_models) >= _MOST_MODELS:
            _models.clear()
        try:
            _models[key] = Linear(data)
        except BadModel:
            return None
    return _models[key]


def learn_intents(house: House, workspace: str, name: str, examples: Sequence[tuple[str, str]]) -> Learnt:
    """Learn intents from (text, intent) examples; texts of the definition that come from now on are read with them.

    Raises NotFound, TooThin, Absent (without the extra `learn`), RegularsError.
    """
    defined(house, workspace, name)
    if len(examples) > MOST_EXAMPLES:
        raise RegularsError(f"at most {MOST_EXAMPLES:,} examples can be learnt from at once", code="too_many_examples")
    labels = {intent for _, intent in examples}
    bits = _BITS
    while len(labels) << bits > _MODEL_BYTES and bits > 10:
        bits -= 1
    model = fit_labels([text for text, _ in examples], [intent for _, intent in examples], bits=bits)
    house.backends.shelf.put_note(workspace, _note(name), model.dump())
    accuracy = float(model.header.about["held_out_accuracy"])
    return Learnt(name, list(model.labels), len(examples), accuracy, to_text(house.clock.now()))


def forget_intents(house: House, workspace: str, name: str) -> bool:
    """Go back to the built-in intents. Gives whether there were others."""
    defined(house, workspace, name)
    had = house.backends.shelf.note(workspace, _note(name)) is not None
    house.backends.shelf.put_note(workspace, _note(name), None)
    return had


def _note(name: str) -> str:
    return f"texts:{name}:intents"
