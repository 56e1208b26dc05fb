"""What each kind of model writes: the names and types of its scores."""

from regulars.define.definitions import Model

_OUTPUTS: dict[str, dict[str, str]] = {
    "propensity": {"": "number"},
    "regression": {"": "number"},
    "rfm": {"_recency": "number", "_frequency": "number", "_monetary": "number", "_group": "text"},
    "value": {"": "number", "_low": "number", "_high": "number", "_purchases": "number", "_alive": "number", "_tier": "text"},
    "groups": {"": "text"},
    "anomaly": {"": "number"},
}


def outputs(model: Model) -> dict[str, str]:
    """Score name → type. The main score has the model's own name, others add to it.

    >>> outputs(Model(name="rfm", kind="rfm"))
    {'rfm_recency': 'number', 'rfm_frequency': 'number', 'rfm_monetary': 'number', 'rfm_group': 'text'}
    """
    return {f"{model.name}{suffix}": kind for suffix, kind in _OUTPUTS[model.kind].items()}
