"""Help for those who write expressions: previews of segments, mistakes at their place, the words that there are."""

from typing import Annotated

import msgspec
from litestar.params import JSONBody
from msgspec import Meta

from regulars.algebra.parse import parse
from regulars.app import writing
from regulars.app.access import Caller
from regulars.app.api.given import TheCaller, TheHouse
from regulars.app.api.problems import Unfit
from regulars.app.api.route import get, post
from regulars.app.house import House
from regulars.app.personal import personal
from regulars.app.preview import Preview, preview
from regulars.define.expressions import scope

When = Annotated[
    str, Meta(min_length=1, max_length=20_000, examples=["spend > 500 and last_order < today() - interval 60 day"])
]


class Trial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A segment that is not saved yet."""

    when: When
    against: Annotated[str, Meta(max_length=200)] | None = None
    """The segment whose text this would replace: the answer says who would move."""
    chart: bool = False
    """Whether to compute the last 13 weeks, too: that takes seconds."""


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text that somebody is writing."""

    text: When
    kind: writing.Kind = "segment"
    over: Annotated[str, Meta(max_length=20, examples=["90d"])] | None = None
    each: Annotated[str, Meta(max_length=200, examples=["properties.products as line"])] | None = None


@post("/v1/segments/preview", tag="segments", scope="read", errors=(404, 503), heavy=True)
def preview_segment(house: TheHouse, caller: TheCaller, data: JSONBody[Trial]) -> Preview:
    """Say how many customers a text would take in, who for example, and what it says in plain words. Nothing is saved.

    Where there are many customers, some 12,000 of them are judged, and the count has bounds. Conditions on personal fields,
    other than those of saved segments, are for members who may define: else whoever may read could find out the fields.
    """
    _sees(house, caller, data.when)
    return preview(house, caller.workspace, data.when, data.against, data.chart)


def _sees(house: House, caller: Caller, when: str) -> None:
    """Raise Unfit where the text asks for personal fields that the caller may not ask for."""
    world = house.world(caller.workspace)
    saved = any(segment.when == when for segment in world.definitions.segments.values())
    if not caller.member or caller.may("define", "read") or saved:
        return
    if found := personal(world).reads(parse(when, scope(world.definitions), want="boolean").tree):
        raise Unfit(403, "forbidden", f"your role '{caller.role}' may not ask for personal fields: {', '.join(found)} (define)")


@post("/v1/expressions/check", tag="definitions", scope="read", veil=False)
def check_expression(house: TheHouse, caller: TheCaller, data: JSONBody[Draft]) -> writing.Checked:
    """Check one expression: mistakes with line and column, its type, what it uses, what it says in plain words."""
    return writing.check(house, caller.workspace, data.text, data.kind, data.over, data.each)


@get("/v1/expressions/words", tag="definitions", scope="read", veil=False, heavy=True, errors=(503,))
def list_words(house: TheHouse, caller: TheCaller) -> writing.Words:
    """List what an expression may hold: functions, names, and the events, properties and traits seen in the last 90 days."""
    return writing.words(house, caller.workspace, house.clock.now())
