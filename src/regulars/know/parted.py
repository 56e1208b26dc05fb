"""What two customers were before they became one, kept in the place of the one that went: so that a merge can be undone."""

import msgspec

from regulars.records import Customer, Seen

MANY = 100
"""Identifiers of the one who stays, beyond which they are not kept: history tells them, too, if less exactly."""


class Parted(msgspec.Struct, array_like=True):
    """Two customers at the instant at which one was merged into the other.

    Without what history tells again (cells, traits, scores) and without the hashes of messages, which both keep after a
    merge is undone. So it is small, and stays small however many merges make one customer.
    """

    at: int
    into: Customer
    other: Customer

    @classmethod
    def of(cls, into: Customer, other: Customer, at: int) -> "Parted":
        """The two as they are now. Shares with the originals: encode it, or copy them."""
        stays = slim(into)
        if sum(map(len, stays.identifiers.values())) > MANY:
            stays.identifiers = {}
        return cls(at, stays, slim(other))


def slim(customer: Customer) -> Customer:
    """The customer without what history tells again. Shares the rest with the original."""
    return msgspec.structs.replace(customer, cells={}, traits={}, scores={}, seen=Seen())


encode_parted = msgspec.msgpack.Encoder().encode
decode_parted = msgspec.msgpack.Decoder(Parted).decode
