"""Definitions laid beside those that hold: what is written differently, and whom it would move."""

from litestar.params import JSONBody

from regulars.app import compared
from regulars.app.api.definitions import Bundle
from regulars.app.api.given import TheCaller, TheHouse
from regulars.app.api.route import post


@post("/v1/definitions/compare", tag="definitions", scope="read", may="define", veil=False, heavy=True, errors=(503,))
def compare_definitions(house: TheHouse, caller: TheCaller, data: JSONBody[Bundle]) -> compared.Comparison:
    """Compare a text with what holds: the difference line by line, and which customers would move. Nothing changes.

    Where there are many customers, some 12,000 of them are judged, and the counts have bounds.
    """
    return compared.compare(house, caller.workspace, data.yaml)
