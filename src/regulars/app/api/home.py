"""The first page of the console."""

from regulars.app.api.given import TheCaller, TheHealth, TheHouse
from regulars.app.api.route import get
from regulars.app.home import Home, home


@get("/v1/home", tag="history", scope="read", errors=(503,))
def get_home(house: TheHouse, caller: TheCaller, health: TheHealth) -> Home:
    """Read where the workspace stands: set-up, account of all events, customers by stage and segment, what needs somebody."""
    return home(house, caller.workspace, health.report(house))
