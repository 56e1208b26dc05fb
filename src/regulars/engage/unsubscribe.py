"""Links and callbacks that speak about one message: signed tokens out, events in. Pure: the app owns the routes.

A token is `base64url(payload + mac)`, the payload MessagePack and the mac 16 bytes of HMAC-SHA256 under the workspace's
secret. It tells nothing but ids, cannot be guessed or altered, and does not expire: a right to refuse has no end.
"""

import base64
import binascii
import hmac
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Literal

import msgspec

from regulars.engage.answers import Identifiers, answer
from regulars.engage.person import DELIVERABLE
from regulars.kit.clock import HOUR
from regulars.kit.errors import RegularsError
from regulars.records import Event

_MAC = 16
_LONGEST = 2000


class Permit(msgspec.Struct, frozen=True, array_like=True):
    """What a token stands for. `use` keeps a token of one kind from serving as another."""

    use: Literal["unsubscribe", "message"]
    workspace: str
    customer: int
    purpose: str
    message: str


class BadCallback(RegularsError):
    """A provider's callback that cannot be read."""

    code = "bad_callback"


_decode = msgspec.msgpack.Decoder(Permit).decode


def sign(permit: Permit, secret: bytes) -> str:
    """The token for a permit: safe in URLs and headers."""
    payload = msgspec.msgpack.encode(permit)
    return base64.urlsafe_b64encode(payload + _mac(payload, secret)).decode().rstrip("=")


def check(token: str, use: str, secret: Callable[[str], bytes | None]) -> Permit | None:
    """What the token stands for; None if it is not ours, was altered, is another workspace's or for another use.

    `secret` gives a workspace's secret, or None if there is no such workspace. All wrong tokens look the same to a caller.
    """
    if len(token) > _LONGEST or not token.isascii():
        return None
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        permit = _decode(raw[:-_MAC])
    except (binascii.Error, ValueError, msgspec.DecodeError):
        return None
    key = secret(permit.workspace)
    if key is None or not hmac.compare_digest(_mac(raw[:-_MAC], key), raw[-_MAC:]):
        return None
    return permit if permit.use == use else None


def _mac(payload: bytes, secret: bytes) -> bytes:
    return hmac.new(secret, payload, sha256).digest()[:_MAC]


def opt_out(permit: Permit, identifiers: Identifiers, at: int) -> Event | None:
    """The consent event of a one-click POST (RFC 8058). Repeats within an hour are one event, and harmless after it."""
    said = {permit.purpose: False}
    return answer("Unsubscribed", permit.message, identifiers, at, said, kind="consent", tie=f"{permit.purpose} {at // HOUR}")


class Report(msgspec.Struct, frozen=True):
    """One line of a provider's callback. `token` is what the mail carried in its header `X-Regulars-Message`."""

    token: str
    event: Literal["delivered", "bounced", "complained", "opened", "clicked"]
    id: str = ""
    """The provider's id of this report: the same on a repeat."""
    permanent: bool = False
    """Of a bounce: the address is dead."""
    detail: str = ""
    link: str = ""


_NAMES = {
    "delivered": "Email Delivered",
    "bounced": "Email Bounced",
    "complained": "Email Marked as Spam",
    "opened": "Email Opened",
    "clicked": "Email Link Clicked",
}
_reports = msgspec.json.Decoder(list[Report] | Report).decode


def read_callback(body: bytes) -> list[Report]:
    """The reports of a callback: one JSON object or an array of them. Raises BadCallback."""
    try:
        reports = _reports(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadCallback(f"a callback is a JSON report or an array of them: {error}") from error
    return reports if isinstance(reports, list) else [reports]


def report(permit: Permit, said: Report, identifiers: Identifiers, at: int) -> list[Event]:
    """What a report says, as events in Segment's words. A dead address and a complaint also change what may be sent."""
    key, tie = permit.message, said.id or said.event
    properties: dict[str, Any] = {"message": key, "purpose": permit.purpose, "provider": True}
    if said.detail:
        properties["detail"] = said.detail[:500]
    if said.link:
        properties["link"] = said.link[:2000]
    # A delivery has the id that the channel's own word has: whichever comes first, the timeline shows one.
    events = [answer(_NAMES[said.event], key, identifiers, at, properties, tie="" if said.event == "delivered" else tie)]
    if said.event == "bounced" and said.permanent:
        events.append(undeliverable(key, identifiers, at))
    if said.event == "complained":
        refusal = {permit.purpose: False}
        events.append(answer("Complained", key, identifiers, at, refusal, kind="consent", tie=tie))
    return [event for event in events if event is not None]


def undeliverable(key: str, identifiers: Identifiers, at: int, channel: str = "email") -> Event | None:
    """The consent event after a hard bounce: nothing is sent to that address until it is given anew."""
    return answer("Undeliverable", key, identifiers, at, {channel + DELIVERABLE: False}, kind="consent")
