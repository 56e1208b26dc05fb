"""`check`: everything that can be said about a house without any data: errors that keep it from running, and doubts."""

import re
from collections.abc import Callable, Iterator
from email.utils import parseaddr
from pathlib import PurePosixPath
from zoneinfo import available_timezones

from regulars.define import names
from regulars.define.definitions import Catalog, Definitions, IdentifierKind, Policy, Slot, Template, Workspace
from regulars.define.findings import Finding, error, place, warning
from regulars.define.flows import check_duration, check_journey
from regulars.define.learning import check_models
from regulars.define.meaning import check_meaning
from regulars.define.paths import check_path
from regulars.define.texts import check_texts
from regulars.kit.errors import nearest

FILES = (".csv", ".jsonl", ".ndjson", ".parquet")
"""Endings of item catalogues."""

_CURRENCIES = {"RMB": "CNY", "¥": "CNY", "元": "CNY", "€": "EUR", "$": "USD", "£": "GBP"}


def check(definitions: Definitions) -> list[Finding]:
    """All findings, errors and warnings, in the order of their places. No error: the house can be applied."""
    findings = [finding for look in _LOOKS for finding in look(definitions)]
    return sorted(findings, key=place)


def _workspace(definitions: Definitions) -> Iterator[Finding]:
    workspace: Workspace = definitions.workspace
    if workspace.zone not in available_timezones():
        hint = nearest(workspace.zone, available_timezones()) or "; write an IANA name such as Asia/Shanghai"
        yield error("unknown_zone", f"workspace, zone: '{workspace.zone}' is no time zone{hint}")
    currency = workspace.currency
    if not re.fullmatch("[A-Z]{3}", currency) or currency in _CURRENCIES:
        right = _CURRENCIES.get(currency, currency.upper())
        hint = f"; did you mean '{right}'?" if re.fullmatch("[A-Z]{3}", right) else ""
        yield error("unknown_currency", f"workspace, currency: '{currency}' is no ISO 4217 code like USD or CNY{hint}")
    yield from _sender(workspace.sender)


def _sender(sender: str) -> Iterator[Finding]:
    _, address = parseaddr(sender)
    local, _, domain = address.rpartition("@")
    if any(character in sender for character in "\r\n\0"):
        yield error("bad_sender", "workspace, sender: a line break has no place in an address")
    elif not local or not domain or any(character.isspace() for character in address) or domain.startswith((".", "-")):
        yield error("bad_sender", f"workspace, sender: '{sender}' is no address like 'Shop <hello@shop.example>'")


def _identifiers(definitions: Definitions) -> Iterator[Finding]:
    kind: IdentifierKind
    for kind in definitions.identifiers.values():
        label = f"identifier '{kind.name}'"
        if kind.limit < 1:
            yield error("bad_limit", f"{label}: limit is {kind.limit}; a customer holds at least 1", kind.at)
        if kind.trait is None and kind.name not in ("user_id", "anonymous_id"):
            text = f"{label}: nothing carries it; name the trait that does, like trait: {kind.name}"
            yield error("no_trait", text, kind.at)
        if kind.trait is not None and kind.name in ("user_id", "anonymous_id"):
            yield error("fixed_identifier", f"{label} comes from the envelope of an event, not from a trait", kind.at)


def _stages(definitions: Definitions) -> Iterator[Finding]:
    for stage in definitions.stages.values():
        if stage.stay is not None:
            yield from check_duration(stage.stay, f"stage '{stage.name}', stay", stage.at)


def _catalogs(definitions: Definitions) -> Iterator[Finding]:
    catalog: Catalog
    for catalog in definitions.catalogs.values():
        label = f"catalog '{catalog.name}'"
        if catalog.file and PurePosixPath(catalog.file).suffix.lower() not in FILES:
            text = f"{label}: '{catalog.file}' is no file of items; allowed are {', '.join(FILES)}"
            yield error("unknown_format", text, catalog.at)
        if not catalog.key:
            yield error("no_key", f"{label}: 'key' names the column that identifies an item", catalog.at)


def _policies(definitions: Definitions) -> Iterator[Finding]:
    policy: Policy
    for policy in definitions.policies.values():
        label, at = f"policy '{policy.name}'", policy.at
        yield from check_duration(policy.half_life, f"{label}, half_life", at)
        yield from check_duration(policy.within, f"{label}, within", at)
        if not 1 <= policy.pool <= 10_000:
            yield error("bad_pool", f"{label}: pool is {policy.pool}; allowed are 1 to 10000", at)
        if not 0 <= policy.explore <= 1:
            yield error("bad_share", f"{label}: explore is {policy.explore}; it is a share between 0 and 1", at)
        if policy.kind == "thompson" and not policy.reward:
            text = f"{label}: 'reward' is missing; it says which event rewards an item, like \"event = 'Coupon Applied'\""
            yield error("no_reward", text, at)
        if policy.kind == "thompson" and policy.explore:
            yield warning("no_effect", f"{label}: 'explore' has no effect; Thompson sampling explores by itself", at)
        if policy.kind == "popularity" and policy.reward:
            yield warning("no_effect", f"{label}: 'reward' has no effect; popularity goes by 'count'", at)
        yield from check_path(policy.item, policy.each, f"{label}, item", at)


def _slots(definitions: Definitions) -> Iterator[Finding]:
    slot: Slot
    for slot in definitions.slots.values():
        label, at = f"slot '{slot.name}'", slot.at
        for word, name, known in (
            ("catalog", slot.catalog, definitions.catalogs.keys()),
            ("policy", slot.policy, definitions.policies.keys()),
        ):
            if name not in known:
                yield error(f"unknown_{word}", f"{label}: there is no {word} '{name}'{nearest(name, known)}", at)
        if not 1 <= slot.size <= 100:
            yield error("bad_size", f"{label}: size is {slot.size}; allowed are 1 to 100", at)
        policy = definitions.policies.get(slot.policy)
        if policy is not None and policy.pool < slot.size:
            text = f"{label}: it shows {slot.size} items, but only {policy.pool} compete (the policy's pool)"
            yield error("small_pool", text, at)


def _templates(definitions: Definitions) -> Iterator[Finding]:
    template: Template
    language = definitions.workspace.language
    for template in definitions.templates.values():
        label, at = f"template '{template.name}'", template.at
        for field in ("subject", "body"):
            texts: dict[str, str] = getattr(template, field)
            if not any(text.strip() for text in texts.values()):
                yield error("empty_template", f"{label}: '{field}' is missing", at)
            elif language not in texts:
                text = f"{label}: '{field}' is not written in {language}, the workspace's language"
                yield warning("missing_language", text, at)
        for text in template.subject.values():
            if "\n" in text.strip() or "\r" in text.strip():
                yield error("bad_subject", f"{label}: a subject is one line", at)


def _caps(definitions: Definitions) -> Iterator[Finding]:
    for cap in definitions.caps.values():
        label = f"cap '{cap.name}'"
        if cap.channel not in ("any", "email"):
            hint = nearest(cap.channel, ["any", "email"]) or "."
            yield error("unknown_channel", f"{label}: channel '{cap.channel}' is not known{hint} Allowed: any, email", cap.at)
        if cap.limit < 1:
            yield error("bad_limit", f"{label}: limit is {cap.limit}; at least 1 message may go out", cap.at)
        yield from check_duration(cap.per, f"{label}, per", cap.at, whole_days=True)


def _journeys(definitions: Definitions) -> Iterator[Finding]:
    for journey in definitions.journeys.values():
        yield from check_journey(journey, definitions)


_LOOKS: list[Callable[[Definitions], Iterator[Finding]]] = [
    names.check_names,
    _workspace,
    _identifiers,
    _stages,
    _catalogs,
    _policies,
    _slots,
    _templates,
    _caps,
    _journeys,
    check_models,
    check_texts,
    check_meaning,
]
