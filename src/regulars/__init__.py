"""Regulars 熟客: turn customers into regulars.

>>> import regulars as rg
>>> with rg.Local(rg.load("segments: {buyers: count(*) filter (where event = 'Order Completed') > 0}")) as house:
...     house.track("ann", "Order Completed", total=240)
...     list(house.profile("ann").segments)
['buyers']
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from regulars.app.local import Local
    from regulars.define.definitions import Definitions
    from regulars.define.load import load

__all__ = ["Definitions", "Local", "load"]

_PLACES = {"Local": "regulars.app.local", "Definitions": "regulars.define.definitions", "load": "regulars.define.load"}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: `import regulars` alone costs nothing."""
    if name not in _PLACES:
        raise AttributeError(f"module 'regulars' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(_PLACES[name]), name)
