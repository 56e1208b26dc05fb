"""The first page of the console."""

from typing import Any

from litestar import Request

from regulars.app.api.given import TheCaller, TheHouse
from regulars.app.api.route import get
from regulars.app.home import Home, home


@get("/v1/home", tag="history", scope="read", errors=(503,))
def get_home(request: Request[Any, Any, Any], house: TheHouse, caller: TheCaller) -> Home:
    """Read where the workspace stands: set-up, account of all events, customers by stage and segment, what needs somebody."""
    return home(house, caller.workspace, request.app.state.health.report(house))
