"""The first look at a workspace: how far the set-up is, where every event is, who is in which stage, what needs somebody."""

from typing import Literal

import msgspec

from regulars.app import views
from regulars.app.health import Report
from regulars.app.house import House


class Tick(msgspec.Struct, frozen=True):
    """One step of setting up. `name`: first_event, identify, segment, journey, message, member."""

    name: str
    done: bool


class Alert(msgspec.Struct, frozen=True):
    """Something that needs somebody. `code`: failed_events, parked_messages, unwell, definitions_refused."""

    level: Literal["warning", "error"]
    code: str
    count: int
    detail: str = ""


class Crowd(msgspec.Struct, frozen=True):
    """A stage and how many customers are in it."""

    name: str
    title: dict[str, str]
    customers: int


class Home(msgspec.Struct, frozen=True):
    """What there is, and what is to be done."""

    checklist: list[Tick]
    accounting: views.Accounting
    customers: int
    stages: list[Crowd]
    """In their order; customers in none of them are left out."""
    segments: list[Crowd]
    alerts: list[Alert]


def home(house: House, workspace: str, report: Report) -> Home:
    """The state of this moment, from counts that are kept: it costs the same with a million customers."""
    state = house.backends.state
    definitions = house.world(workspace).definitions
    members = state.query("member_counts", workspace)
    accounting = views.accounting(house, workspace)
    failures = state.query("failure_counts", workspace)
    return Home(
        checklist=_checklist(house, workspace, accounting.accepted),
        accounting=accounting,
        customers=state.query("count_customers", workspace),
        stages=[Crowd(s.name, s.title, members.get(f"stage:{s.name}", 0)) for s in definitions.stages.values()],
        segments=[Crowd(s.name, s.title, members.get(s.name, 0)) for s in definitions.segments.values()],
        alerts=_alerts(failures, state.query("message_counts", workspace), report),
    )


def _checklist(house: House, workspace: str, accepted: int) -> list[Tick]:
    definitions = house.world(workspace).definitions
    state = house.backends.state
    known = bool(state.query("starting", workspace, kind="user_id", prefix="", limit=1))
    sent = state.query("message_counts", workspace)
    joined = [member for member in house.backends.members.members(workspace) if member.password]
    return [
        Tick("first_event", accepted > 0),
        Tick("identify", known),
        Tick("segment", bool(definitions.segments)),
        Tick("journey", bool(definitions.journeys)),
        Tick("message", bool(sent.get("delivered"))),
        Tick("member", len(joined) > 1),
    ]


def _alerts(failures: dict[str, int], messages: dict[str, int], report: Report) -> list[Alert]:
    found = [Alert("error", "unwell", 1, name) for name, part in sorted(report.parts.items()) if part.status != "ok"]
    refused = failures.get("definitions_refused", 0)
    if refused:
        found.append(Alert("error", "definitions_refused", refused))
    failed = sum(failures.values()) - refused
    if failed:
        worst = max((code for code in failures if code != "definitions_refused"), key=lambda code: failures[code])
        found.append(Alert("warning", "failed_events", failed, worst))
    if parked := messages.get("parked", 0):
        found.append(Alert("warning", "parked_messages", parked))
    return found
