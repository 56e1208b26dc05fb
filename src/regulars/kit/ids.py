"""Identifiers made by the house. UUIDs are names, never secrets."""

import hmac
import secrets
import uuid


def uuid7(at: int, chance: int) -> str:
    """A UUIDv7 (RFC 9562 §5.7): sorts by `at` (µs since the epoch); `chance` gives its 74 random bits.

    >>> uuid7(0, 0)
    '00000000-0000-7000-8000-000000000000'
    """
    value = ((at // 1000) & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76
    value |= ((chance >> 62) & 0xFFF) << 64
    value |= 0b10 << 62
    value |= chance & ((1 << 62) - 1)
    return str(uuid.UUID(int=value))


def secret(prefix: str) -> str:
    """A bearer secret with 256 random bits: `prefix_…`, safe in URLs and headers."""
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def same(one: str, other: str) -> bool:
    """Whether two secrets are equal, in constant time."""
    return hmac.compare_digest(one.encode(errors="surrogatepass"), other.encode(errors="surrogatepass"))
