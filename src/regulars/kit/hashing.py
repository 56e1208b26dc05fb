"""Stable hashes: the same on every machine, version and run. Never `hash()`."""

from hashlib import blake2b


def hash64(*parts: str) -> int:
    """A 63-bit non-negative hash of the parts (BLAKE2b); the separation between parts counts.

    >>> hash64("a", "bc") == hash64("ab", "c")
    False
    """
    return int.from_bytes(hash8("\x1f".join(parts).encode()), "big") >> 1


def hash8(data: bytes) -> bytes:
    """Eight bytes of BLAKE2b."""
    return blake2b(data, digest_size=8).digest()


def unit(*parts: str) -> float:
    """A stable number in [0, 1) for the parts: bucketing and seeding.

    >>> 0 <= unit("slot", "ann") < 1
    True
    """
    return int.from_bytes(hash8("\x1f".join(parts).encode())[:7], "big") / (1 << 56)
