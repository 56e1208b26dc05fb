"""From a claimed message to the letter that goes out: what its template may speak of, the unsubscribe link, the headers."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from regulars.define.definitions import Definitions, Purpose, Template
from regulars.engage.channels.channel import Letter
from regulars.engage.person import email, language, zone
from regulars.engage.templates import Templates
from regulars.engage.unsubscribe import Permit, sign
from regulars.records import Customer, Message
from regulars.state.outbox import Claimed

Features = Callable[[Customer, tuple[str, ...], int], Mapping[str, Any]]
"""(customer, names, at) → what features, for templates; names that are not known are left out."""

_FEATURE = re.compile(r"\bfeatures\.([A-Za-z_]\w*)")


class Office(msgspec.Struct, frozen=True):
    """What delivery needs of one workspace."""

    definitions: Definitions
    features: Features
    secret: bytes
    """Signs the tokens in unsubscribe links."""
    base_url: str = ""
    """Where customers reach this house, e.g. `https://shop.example`; without it mails carry no unsubscribe link."""


def compose(office: Office, claimed: Claimed, customer: Customer, templates: Templates, at: int) -> tuple[Letter, list[str]]:
    """The letter, and the names that its template missed. Raises TemplateFailed.

    Mail that rests on anything but a contract carries a one-click way out (RFC 8058), and all mail a signed token in
    `X-Regulars-Message` by which a provider's callback names it.
    """
    message, workspace = claimed.message, office.definitions.workspace
    template = office.definitions.templates[message.template]
    place = (claimed.workspace, claimed.customer, message.purpose, message.key)
    link = f"{office.base_url}/u/{sign(Permit('unsubscribe', *place), office.secret)}" if office.base_url else ""
    rendered = templates.render(
        template,
        values(template, message, customer, office.features, at, link),
        language=language(customer, workspace.language),
        at=at,
        zone=zone(customer, workspace.zone),
        currency=workspace.currency,
    )
    headers = {"X-Regulars-Message": sign(Permit("message", *place), office.secret)}
    purpose = office.definitions.purposes.get(message.purpose, Purpose(name=message.purpose))
    if link and purpose.basis != "contract":
        headers |= {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    letter = Letter(
        key=message.key,
        sender=workspace.sender,
        recipient=email(customer)[0],
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        at=at,
        headers=headers,
    )
    return letter, rendered.missing


def values(
    template: Template,
    message: Message,
    customer: Customer,
    features: Features,
    at: int,
    unsubscribe_url: str,
) -> dict[str, Any]:
    """`traits`, `scores`, `stage`, `segments`, `features`, `unsubscribe_url` and the message's own data (`trigger`): the values
    for one message. Only the features that the template names are worked out, as of `at`."""
    wanted = named((*template.subject.values(), *template.body.values(), *template.html.values()))
    return {
        **message.data,
        "traits": {name: stamped[0] for name, stamped in customer.traits.items()},
        "scores": {name: stamped[0] for name, stamped in customer.scores.items()},
        "stage": customer.stage,
        "segments": sorted(customer.segments),
        "features": dict(features(customer, wanted, at)) if wanted else {},
        "unsubscribe_url": unsubscribe_url,
    }


@lru_cache(maxsize=1000)
def named(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The features that these templates name.

    >>> named(("{{ features.spend | money }}", "{{ traits.name }}"))
    ('spend',)
    """
    return tuple(sorted({name for text in texts for name in _FEATURE.findall(text)}))
