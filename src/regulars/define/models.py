"""What each kind of model writes: the names and types of its scores."""

from regulars.define.definitions import Definitions, Model

_OUTPUTS: dict[str, dict[str, str]] = {
    "propensity": {"": "number"},
    "regression": {"": "number"},
    "rfm": {"_recency": "number", "_frequency": "number", "_monetary": "number", "_group": "text"},
    "value": {"": "number", "_low": "number", "_high": "number", "_purchases": "number", "_alive": "number", "_tier": "text"},
    "groups": {"": "text"},
    "anomaly": {"": "number"},
}

LEARNS_LABEL = ("propensity", "regression")
"""Kinds that learn from what customers did after an instant: they have a `label` and a `horizon`."""
LEARNS_FEATURES = (*LEARNS_LABEL, "groups", "anomaly")
"""Kinds that look at `features`."""


def outputs(model: Model) -> dict[str, str]:
    """Score name → type. The main score has the model's own name, others add to it.

    >>> outputs(Model(name="rfm", kind="rfm"))
    {'rfm_recency': 'number', 'rfm_frequency': 'number', 'rfm_monetary': 'number', 'rfm_group': 'text'}
    """
    return {f"{model.name}{suffix}": kind for suffix, kind in _OUTPUTS[model.kind].items()}


def owners(definitions: Definitions) -> dict[str, str]:
    """Score → the model that writes it."""
    return {score: model.name for model in definitions.models.values() for score in outputs(model)}
