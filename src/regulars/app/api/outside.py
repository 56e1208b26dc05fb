"""What arrives from outside without a key: one-click unsubscriptions (RFC 8058) and providers' callbacks, both signed."""

from typing import Annotated, Any
from urllib.parse import parse_qs

import msgspec
from litestar import Request
from litestar.params import PathParameter, RawBody

from regulars.app.api.given import TheCallbacks, TheCaller
from regulars.app.api.problems import Unfit
from regulars.app.api.route import get, post

Token = Annotated[str, PathParameter(min_length=1, max_length=2000, description="The token of the link in the message.")]

_WORDS = {
    "en": {
        "title": "Unsubscribe",
        "ask": "Do you want no more of these messages?",
        "button": "Unsubscribe",
        "done": "Done. You will get no more of these messages.",
    },
    "zh": {
        "title": "退订",
        "ask": "不想再收到此类消息吗？",
        "button": "退订",
        "done": "已退订。您将不会再收到此类消息。",
    },
}
_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>{title}</title>
<style>body{{font:1.1em/1.6 system-ui,sans-serif;max-width:28em;margin:15vh auto;padding:0 1em;color-scheme:light dark}}
button{{font:inherit;padding:.5em 1.5em}}</style></head><body>{content}</body></html>
"""
_ASK = (
    '<p lang="{language}">{ask}</p><p><button lang="{language}" name="List-Unsubscribe" value="One-Click">{button}</button></p>'
)


class Received(msgspec.Struct, frozen=True):
    """How many events a callback became."""

    events: int


class CallbackSecret(msgspec.Struct, frozen=True):
    """What to enter at the provider."""

    path: str
    secret: str
    """The signing secret, as Standard Webhooks spell it."""


@get("/u/{token:str}", tag="messages", scope=None, strict=False, media_type="text/html")
def show_unsubscribe(request: Request[Any, Any, Any], token: Token) -> str:
    """Show a page that asks whether to unsubscribe.

    Nothing happens yet: link scanners open links, people press buttons.
    """
    languages = _languages(request)
    asked = "".join(_ASK.format(language=language, **_WORDS[language]) for language in languages)
    return _page(languages[0], f'<form method="post">{asked}</form>')


@post("/u/{token:str}", tag="messages", scope=None, strict=False, media_type="text/html", errors=(503,))
def unsubscribe(request: Request[Any, Any, Any], callbacks: TheCallbacks, body: RawBody, token: Token) -> str:
    """Unsubscribe, at one click and without any login (RFC 8058).

    The body is `List-Unsubscribe=One-Click`. The answer is the same page whatever the token is worth, so that it tells nothing.
    """
    if "One-Click" in parse_qs(body[:2000].decode("latin-1")).get("List-Unsubscribe", []):
        callbacks.unsubscribe(token)
    languages = _languages(request)
    return _page(languages[0], "".join(f'<p lang="{language}">{_WORDS[language]["done"]}</p>' for language in languages))


@post("/v1/callbacks/bounce", tag="messages", scope=None, errors=(401, 408, 409, 413, 415, 422, 503))
def receive_callback(request: Request[Any, Any, Any], callbacks: TheCallbacks, body: RawBody) -> Received:
    """Take what a mail provider reports: deliveries, bounces, complaints, opens, clicks.

    Signed as Standard Webhooks are: headers `webhook-id`, `webhook-timestamp` and `webhook-signature` (`v1,…`), with the
    callback secret of the workspace. The body is one report or an array: `{token, event, id, permanent, detail, link}`, where
    `token` is the message's header `X-Regulars-Message` and `event` one of delivered, bounced, complained, opened, clicked.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Unfit(415, "unsupported_media_type", "send the body as application/json")
    return Received(callbacks.report(body, request.headers))


@get("/v1/callbacks/secret", tag="messages", scope="manage")
def get_callback_secret(caller: TheCaller, callbacks: TheCallbacks) -> CallbackSecret:
    """Read the secret with which a mail provider signs its callbacks to this workspace."""
    return CallbackSecret("/v1/callbacks/bounce", callbacks.callback_secret(caller.workspace))


def _languages(request: Request[Any, Any, Any]) -> list[str]:
    wanted = request.headers.get("accept-language", "").lower()
    chinese, english = wanted.find("zh"), wanted.find("en")
    return ["zh", "en"] if chinese >= 0 and (english < 0 or chinese < english) else ["en", "zh"]


def _page(language: str, content: str) -> str:
    return _PAGE.format(language=language, title=_WORDS[language]["title"], content=content)
