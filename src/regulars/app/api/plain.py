"""Arrow values as JSON that every client reads the same."""

import math
from datetime import date, datetime, time
from typing import Any

import pyarrow as pa

_EXACT = 1 << 53


def plain(column: pa.ChunkedArray) -> list[Any]:
    """The column's values as plain data: instants and dates as ISO 8601, integers beyond 2⁵³ and decimals as text, NaN and
    infinities as null, bytes as hexadecimal.

    >>> plain(pa.chunked_array([[1, None, 1 << 60]]))
    [1, None, '1152921504606846976']
    """
    return [_value(value) for value in column.to_pylist()]


def _value(value: Any) -> Any:
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return value if -_EXACT <= value <= _EXACT else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, (list, tuple)):
        return [_value(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _value(item) for key, item in value.items()}
    return str(value)
