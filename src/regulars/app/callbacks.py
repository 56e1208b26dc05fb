"""Words from outside that carry no key but a signature: a customer's one-click refusal, a provider's reports on messages."""

import base64
import binascii
import hmac
import threading
from collections import OrderedDict
from collections.abc import Mapping
from hashlib import sha256

from regulars.app import views
from regulars.app.access import derive
from regulars.app.house import House
from regulars.engage.unsubscribe import Permit, check, opt_out, read_callback, report
from regulars.kit.clock import MINUTE, SECOND
from regulars.kit.errors import NotFound, RegularsError
from regulars.records import Event

TOLERANCE = 5 * MINUTE
"""How far a callback's timestamp may lie from now (Standard Webhooks)."""
_REMEMBERED = 10_000


class BadSignature(RegularsError):
    """The callback is not signed by someone who has the workspace's callback secret, or not lately."""

    code = "bad_signature"


class Repeated(RegularsError):
    """The callback was taken before."""

    code = "already_received"


class Callbacks:
    """Checks signatures and turns what was said into events. Safe from any thread; blocks for the log."""

    def __init__(self, house: House, house_secret: bytes) -> None:
        self._house = house
        self._house_secret = house_secret
        self._lock = threading.Lock()
        self._seen: OrderedDict[tuple[str, str], None] = OrderedDict()

    def message_secret(self, workspace: str) -> bytes | None:
        """Signs the tokens in the messages of a workspace; None for one that does not exist."""
        known = any(w.name == workspace for w in self._house.backends.desk.workspaces())
        return derive(self._house_secret, "message", workspace) if known else None

    def callback_secret(self, workspace: str) -> str:
        """What a provider signs its callbacks with, spelled as Standard Webhooks do (`whsec_…`)."""
        return "whsec_" + base64.b64encode(derive(self._house_secret, "callback", workspace)).decode()

    def unsubscribe(self, token: str) -> bool:
        """Record the refusal that this link stands for. False for a token that is worth nothing."""
        permit = check(token, "unsubscribe", self.message_secret)
        if permit is None:
            return False
        at = self._house.clock.now()
        event = opt_out(permit, self._identifiers(permit), at)
        if event is not None:
            self._house.take(permit.workspace, event.source, [event])
        return event is not None

    def report(self, body: bytes, headers: Mapping[str, str]) -> int:
        """Record what a provider reports. Gives how many events it became. Raises BadSignature, Repeated, BadCallback.

        The tokens say which workspace it is about, so its secret can be looked up; until the signature is right they count
        for nothing.
        """
        reports = read_callback(body)
        permits = [check(said.token, "message", self.message_secret) for said in reports]
        workspaces = {permit.workspace for permit in permits if permit is not None}
        if len(workspaces) != 1 or None in permits:
            raise BadSignature("the callback is not signed with the callback secret of a workspace")
        (workspace,) = workspaces
        webhook_id = headers.get("webhook-id", "")
        at = self._house.clock.now()
        verify(
            webhook_id,
            headers.get("webhook-timestamp", ""),
            headers.get("webhook-signature", ""),
            body,
            self._key(workspace),
            at,
        )
        self._first_time(workspace, webhook_id)
        events: list[Event] = []
        for said, permit in zip(reports, permits, strict=True):
            if permit is not None:
                events += report(permit, said, self._identifiers(permit), at)
        if events:
            self._house.take(workspace, events[0].source, events)
        return len(events)

    def _key(self, workspace: str) -> bytes:
        return derive(self._house_secret, "callback", workspace)

    def _identifiers(self, permit: Permit) -> dict[str, dict[str, int]]:
        try:
            return views.by_number(self._house, permit.workspace, permit.customer).identifiers
        except NotFound:
            return {}

    def _first_time(self, workspace: str, webhook_id: str) -> None:
        with self._lock:
            if (workspace, webhook_id) in self._seen:
                raise Repeated("a callback with this webhook-id was taken already")
            self._seen[workspace, webhook_id] = None
            while len(self._seen) > _REMEMBERED:
                self._seen.popitem(last=False)


def verify(webhook_id: str, timestamp: str, signatures: str, body: bytes, key: bytes, at: int) -> None:
    """Check a Standard Webhooks signature: HMAC-SHA256 over `id.timestamp.body`, one of several, at most five minutes old.

    Raises BadSignature, the same for whatever is wrong.
    """
    wrong = BadSignature("the callback is not signed with the callback secret of a workspace")
    if not webhook_id or not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12 or not webhook_id.isascii():
        raise wrong
    if abs(int(timestamp) * SECOND - at) > TOLERANCE:
        raise wrong
    right = hmac.new(key, f"{webhook_id}.{timestamp}.".encode() + body, sha256).digest()
    for signature in signatures.split(" ")[:10]:
        version, _, value = signature.partition(",")
        try:
            if version == "v1" and hmac.compare_digest(base64.b64decode(value, validate=True), right):
                return
        except (binascii.Error, ValueError):
            continue
    raise wrong
