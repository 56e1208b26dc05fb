"""The sections of a house: which there are, in which order, and the word for one of each."""

from typing import Any

import msgspec

from regulars.define.definitions import Definition, Definitions

WORDS: dict[str, str] = {
    "events": "event",
    "traits": "trait",
    "identifiers": "identifier",
    "purposes": "purpose",
    "sources": "source",
    "features": "feature",
    "segments": "segment",
    "stages": "stage",
    "catalogs": "catalog",
    "policies": "policy",
    "slots": "slot",
    "templates": "template",
    "journeys": "journey",
    "caps": "cap",
    "metrics": "metric",
    "models": "model",
    "texts": "text",
}
"""The sections of a house, in reading order, with the word for one of each."""

ONE_SPACE = ("features", "segments", "stages")
"""These share one space of names, because expressions name them without saying which kind they are."""


def unplaced(definitions: Definitions) -> Definitions:
    """The same house without the places of its definitions: what counts when two houses are compared."""
    sections = {section: {name: _unplaced(value) for name, value in getattr(definitions, section).items()} for section in WORDS}
    return msgspec.structs.replace(definitions, **sections)


def _unplaced(value: Any) -> Any:
    return msgspec.structs.replace(value, at="") if isinstance(value, Definition) else value
