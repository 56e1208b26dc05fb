"""Groups of customers, as segments."""

from regulars.app import groups
from regulars.app.api.given import Name, TheCaller, TheHouse
from regulars.app.api.route import get


@get("/v1/models/{name:str}/segments", tag="models", scope="read", veil=False, errors=(404, 422))
def get_group_segments(house: TheHouse, caller: TheCaller, name: Name) -> groups.AsSegments:
    """Read the groups that a model found, with the segment definitions that would save them.

    Nothing changes: review `yaml`, then plan and apply `bundle` (the definitions in force with these segments).
    """
    return groups.groups(house, caller.workspace, name)
