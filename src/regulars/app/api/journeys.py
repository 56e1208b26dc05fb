"""Journeys as they run, and tried without consequences."""

from typing import Annotated

import msgspec
from litestar.params import JSONBody
from msgspec import Meta

from regulars.app import rehearsal, revise, views
from regulars.app.access import Caller
from regulars.app.api.customers import Who
from regulars.app.api.definitions import Text
from regulars.app.api.given import Name, TheCaller, TheHouse
from regulars.app.api.problems import Unfit
from regulars.app.api.route import get, post
from regulars.app.house import House
from regulars.app.passages import Traffic, traffic
from regulars.define.compile import compile
from regulars.define.definitions import Definitions


class AllTraffic(msgspec.Struct, frozen=True):
    """All journeys."""

    items: list[Traffic]


class DryRun(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which days to live again."""

    days: Annotated[int, Meta(ge=1, le=90)] = 30
    yaml: Text | None = None
    """Definitions in which the journey is new or changed; without them those in force."""


class Try(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """With whom to try a journey."""

    customer: Who
    yaml: Text | None = None


class Tried(msgspec.Struct, frozen=True):
    """What would happen to the customer, if they did nothing else."""

    customer_id: int
    lines: list[rehearsal.Line]


@get("/v1/journeys", tag="journeys", scope="read", errors=(503,), heavy=True)
def list_journeys(house: TheHouse, caller: TheCaller) -> AllTraffic:
    """List the journeys with what happens at each step: waiting, passed, sent, held back, failed."""
    return AllTraffic(traffic(house, caller.workspace))


@get("/v1/journeys/{name:str}", tag="journeys", scope="read", errors=(404, 503), heavy=True)
def get_journey(house: TheHouse, caller: TheCaller, name: Name) -> Traffic:
    """Read one journey with what happens at each step."""
    return traffic(house, caller.workspace, name)[0]


@post("/v1/journeys/{name:str}/dry-run", tag="journeys", scope="read", errors=(404, 503), heavy=True)
def rehearse_journey(house: TheHouse, caller: TheCaller, name: Name, data: JSONBody[DryRun]) -> rehearsal.Rehearsed:
    """Let a journey run against the last days on a virtual clock: nothing is sent or written.

    At most 1,000 customers who did something in these days are taken. Consent is judged as it is now, caps are not.
    """
    return rehearsal.past(house, caller.workspace, _definitions(house, caller, data.yaml), name, data.days)


@post("/v1/journeys/{name:str}/try", tag="journeys", scope="read", errors=(404,))
def try_journey(house: TheHouse, caller: TheCaller, name: Name, data: JSONBody[Try]) -> Tried:
    """Say what a journey would do to one customer from now on, step by step: nothing is sent or written."""
    workspace = caller.workspace
    definitions = _definitions(house, caller, data.yaml)
    customer = views.find(house, workspace, data.customer)
    program = compile(definitions) if data.yaml is not None else house.world(workspace).program
    return Tried(customer.id, rehearsal.future(definitions, program, name, customer, house.clock.now()))


def _definitions(house: House, caller: Caller, yaml: str | None) -> Definitions:
    """Those in force, or a member's own: who may define may ask with them, for a condition can tell a personal field."""
    if yaml is None:
        return house.world(caller.workspace).definitions
    if not caller.may("define", "read"):
        raise Unfit(403, "forbidden", f"your role '{caller.role}' may not try definitions of its own (define)")
    return revise.load(yaml)
