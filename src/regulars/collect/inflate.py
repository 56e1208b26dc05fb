"""The body as it was meant: gzip is recognised by its own magic number, inflated within bounds, member after member."""

import zlib

from regulars.collect.rejection import Refusal

_MAGIC = b"\x1f\x8b"
_KNOWN = frozenset(("", "identity", "gzip", "x-gzip"))


def inflate(body: bytes, encoding: str, limit: int) -> bytes:
    """The body in clear. `encoding` is the Content-Encoding, which clients forget and sometimes lie about.

    Never holds more than `limit` + 1 inflated bytes. Raises Refusal: 415 for codings other than gzip, 413 `body_too_large`,
    400 `invalid_encoding` for what is announced as gzip and is none, or is cut off, damaged or followed by something else.
    """
    coding = encoding.strip().lower()
    if coding not in _KNOWN:
        raise Refusal(
            415,
            "unsupported_encoding",
            "This Content-Encoding is not taken; send gzip or identity.",
            headers=((b"accept-encoding", b"gzip, identity"),),
        )
    if not body.startswith(_MAGIC):
        if coding in ("gzip", "x-gzip") and body:
            raise _damaged("it does not start like gzip")
        return body
    parts: list[bytes] = []
    room = limit + 1
    rest = body
    while rest:
        member = zlib.decompressobj(wbits=31)
        try:
            parts.append(member.decompress(rest, room))
        except zlib.error:
            raise _damaged("a part of it cannot be inflated") from None
        room -= len(parts[-1])
        if room <= 0:
            raise Refusal(413, "body_too_large", f"The body is over {limit} bytes once inflated; send smaller batches.")
        if not member.eof:
            raise _damaged("it is cut off")
        rest = member.unused_data
    return b"".join(parts)


def _damaged(what: str) -> Refusal:
    return Refusal(400, "invalid_encoding", f"The body is announced as gzip, but {what}.")
