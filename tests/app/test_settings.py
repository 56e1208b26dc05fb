"""What those who set up a workspace look up."""

from collections.abc import Callable

from regulars.app.roles import MAY, ROLES

from .conftest import DEFINITIONS, Running


def test_each_role_is_listed_with_what_it_may(open_server: Callable[..., Running]) -> None:
    roles = open_server().api.get("/v1/roles").json()["roles"]
    assert [role["name"] for role in roles] == list(ROLES)
    assert {role["name"]: set(role["may"]) for role in roles} == MAY


def test_personal_names_are_the_built_in_ones_and_those_that_were_added(open_server: Callable[..., Running]) -> None:
    running = open_server()
    before = running.api.get("/v1/personal-names").json()
    assert "email" in before["anywhere"]
    assert "name" in before["of_persons"]
    assert before["added"] == []
    more = DEFINITIONS.replace("workspace: {", "workspace: {personal: [shoe size], ") + (
        "identifiers:\n  user_id: {limit: 1, priority: 1, unique: true}\n  phone: {limit: 5, priority: 2, trait: phone}\n"
        "  foot: {limit: 5, priority: 3, trait: shoeSize}\n"
    )
    applied = running.api.post("/v1/definitions/apply", json={"yaml": more})
    assert applied.status_code == 200, applied.text
    after = running.api.get("/v1/personal-names").json()
    assert after["added"] == ["shoe size"]
    assert after["identifiers"] == ["phone", "foot"]
