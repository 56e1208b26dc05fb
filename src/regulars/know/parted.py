"""What two customers were before they became one, kept in the place of the one that went: so that a merge can be undone."""

import msgspec

from regulars.records import Customer, Seen


class Parted(msgspec.Struct, array_like=True):
    """Two customers at the instant at which one was merged into the other.

    Without what history tells again (cells, traits, scores) and without the hashes of messages, which both keep after a
    merge is undone. So it is small: what grows with it is the number of identifiers that one customer may hold.
    """

    at: int
    into: Customer
    other: Customer


def parted(into: Customer, other: Customer, at: int) -> bytes:
    """The two, encoded, for `CustomerRow.record` of the one that goes."""
    return encode_parted(Parted(at, slim(into), slim(other)))


def slim(customer: Customer) -> Customer:
    """The customer without what history tells again. Shares the rest with the original."""
    return msgspec.structs.replace(customer, cells={}, traits={}, scores={}, seen=Seen())


encode_parted = msgspec.msgpack.Encoder().encode
decode_parted = msgspec.msgpack.Decoder(Parted).decode
