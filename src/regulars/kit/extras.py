"""Heavy libraries are extras: imported where they are needed, with a sentence that says how to get them."""

import importlib
from typing import Any

from regulars.kit.errors import Missing


def need(module: str, extra: str) -> Any:
    """The module, imported now. Raises Missing, which names the extra that brings it.

    >>> need("no_such_library", "learn")
    Traceback (most recent call last):
    ...
    regulars.kit.errors.Missing: this needs 'no_such_library', which is not installed; install regulars[learn]
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != module.partition(".")[0]:
            raise
        raise Missing(f"this needs '{error.name}', which is not installed; install regulars[{extra}]") from None
