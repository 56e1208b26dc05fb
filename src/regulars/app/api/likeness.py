"""Customers that are probably one person: look for them, read the proposals, answer them."""

from itertools import islice
from typing import Annotated, Any, Literal

import msgspec
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import Meta

from regulars.app import likeness
from regulars.app.api.basis import Basis, basis
from regulars.app.api.cursor import Cursor, Limit
from regulars.app.api.given import Lang, TheCaller, TheCursors, TheHouse
from regulars.app.api.route import get, post
from regulars.app.api.waiting import settled
from regulars.app.views import identifiers
from regulars.kit.clock import to_text
from regulars.learn.likeness.alike import sentence
from regulars.learn.likeness.kinds import Kind
from regulars.records import Customer

Probability = Annotated[float, Meta(gt=0, lt=1)]
Traits = Annotated[
    dict[Annotated[str, Meta(min_length=1, max_length=200)], Kind],
    Meta(
        min_length=1,
        max_length=30,
        description="Traits that take part, each with its kind; `address.city` for one inside another. "
        "Without it: all whose names say what they are.",
        examples=[{"name": "name", "birthday": "birthday", "address.city": "city"}],
    ),
]


class Compare(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to compare customers by."""

    traits: Traits | None = None
    least: Annotated[Probability, Meta(description="The probability from which a pair is proposed.")] = 0.9


class Level(msgspec.Struct, frozen=True):
    """One degree of likeness of a comparison."""

    level: str
    one: float
    """How often it holds where both are one person."""
    two: float
    """How often it holds where they are two."""


class Weighed(msgspec.Struct, frozen=True):
    """One comparison, as it was learnt."""

    field: str
    kind: str
    levels: list[Level]


class Compared(msgspec.Struct, frozen=True):
    """What a run found."""

    as_of: str
    traits: dict[str, Kind]
    proposals: int
    """Pairs with at least the probability asked for; those in conflict or refused before are among them."""
    prior: float
    """The share of all pairs that are one person."""
    comparisons: list[Weighed]
    evidence: Basis


class Alike(msgspec.Struct, frozen=True):
    """One of two customers, by what was compared."""

    customer_id: int
    identifiers: dict[str, list[str]]
    traits: dict[str, Any]


class Weight(msgspec.Struct, frozen=True):
    """What one comparison says."""

    field: str
    level: str
    bits: float
    """Each bit doubles the odds; below zero it speaks against."""
    likeness: float | None
    """Jaro-Winkler, 0 to 1, where that was looked at."""


class Proposal(msgspec.Struct, frozen=True):
    """Two customers that are probably one person."""

    id: str
    probability: float
    status: likeness.Status
    conflict: str
    """Why they cannot be one; empty unless something forbids it."""
    left: Alike
    """The older one: it would stay."""
    right: Alike
    why: list[str]
    """Sentences, the weightiest first."""
    weights: list[Weight]


class Proposals(msgspec.Struct, frozen=True):
    """A page of proposals, the most probable first."""

    as_of: str | None
    """When customers were last compared; null: never."""
    proposals: list[Proposal]
    next: str | None


class Reply(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a member says to a proposal."""

    answer: likeness.Verdict


class Answered(msgspec.Struct, frozen=True):
    """It is answered."""

    id: str
    answer: likeness.Verdict
    offset: int | None
    """Of the record in the log that makes the two one; null where they stay two."""
    done: bool
    """Whether the house has worked it off already."""


@post(
    "/v1/likeness/run",
    tag="likeness",
    scope="write",
    errors=(404, 501, 503),
    heavy=True,
    audit=lambda given: ("customers", ", ".join(given["data"].traits or ())),
)
def run_likeness(house: TheHouse, caller: TheCaller, data: JSONBody[Compare]) -> Compared:
    """Compare all customers by their traits, and propose those that are probably one person.

    Unsupervised; takes seconds for ten thousand customers. Proposals of the run before are replaced; answers are kept.
    """
    found = likeness.run(house, caller.workspace, data.traits, data.least)
    return Compared(
        as_of=to_text(found.at),
        traits=found.traits,
        proposals=len(found.pairs),
        prior=found.card["prior"],
        comparisons=[
            Weighed(one["field"], one["kind"], [Level(at["level"], at["m"], at["u"]) for at in one["levels"]])
            for one in found.card["comparisons"]
        ],
        evidence=basis(found.evidence),
    )


@get("/v1/likeness/proposals", tag="likeness", scope="read", heavy=True)
def list_proposals(
    house: TheHouse,
    caller: TheCaller,
    cursors: TheCursors,
    status: Annotated[
        likeness.Status,
        QueryParameter(description="`open`; `conflict`: a unique identifier forbids it; `refused`, or undone since."),
    ] = "open",
    lang: Lang = "en",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Proposals:
    """List pairs of customers that are probably one person, the most probable first, with every reason."""
    found = likeness.latest(house, caller.workspace)
    if found is None:
        cursors.read(caller.workspace, "likeness never", cursor, 0)
        return Proposals(None, [], None)
    what = f"likeness {found.at} {status}"
    after = cursors.read(caller.workspace, what, cursor, 0)
    page = list(islice(likeness.proposals(house, caller.workspace, found, status, after), limit))
    following = cursors.make(caller.workspace, what, page[-1][0]) if len(page) == limit else None
    shown = [_shown(proposal, list(found.traits), lang) for _, proposal in page]
    return Proposals(to_text(found.at), shown, following)


@post(
    "/v1/likeness/proposals/{proposal:str}",
    tag="likeness",
    scope="write",
    errors=(404, 409, 503),
    heavy=True,
    audit=lambda given: (f"proposal:{given['proposal']}", given["data"].answer),
)
def answer_proposal(
    house: TheHouse,
    caller: TheCaller,
    proposal: Annotated[str, PathParameter(min_length=1, max_length=40, description="The id of the proposal: `12-57`.")],
    data: JSONBody[Reply],
) -> Answered:
    """Accept or refuse a proposal.

    Accepted, the two are united by a record in the log, with the likeness as its reason. Refused, the pair is not proposed
    again.
    """
    offset = likeness.answer(house, caller.workspace, proposal, data.answer, caller.who)
    done = settled(house, offset).done if offset is not None else True
    return Answered(proposal, data.answer, offset, done)


def _shown(proposal: likeness.Proposal, traits: list[str], lang: Literal["en", "zh"]) -> Proposal:
    return Proposal(
        id=proposal.id,
        probability=proposal.probability,
        status=proposal.status,
        conflict=proposal.conflict,
        left=_alike(proposal.left, traits),
        right=_alike(proposal.right, traits),
        why=[sentence(agreement, lang) for agreement in proposal.why],
        weights=[Weight(a.field, a.level, a.weight, a.measure) for a in proposal.why],
    )


def _alike(customer: Customer, traits: list[str]) -> Alike:
    held = {trait if trait in customer.traits else trait.partition(".")[0] for trait in traits}
    return Alike(
        customer_id=customer.id,
        identifiers=identifiers(customer),
        traits={name: customer.traits[name][0] for name in sorted(held) if name in customer.traits},
    )
