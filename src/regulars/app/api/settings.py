"""What those who set up a workspace look up: what each role may do, and which names count as personal."""

import msgspec

from regulars.app.api.given import TheCaller, TheHouse
from regulars.app.api.route import get
from regulars.app.personal import ANYWHERE, OF_PERSONS, personal
from regulars.app.roles import MAY, ROLES, Permission
from regulars.define.definitions import DEFAULT_IDENTIFIERS
from regulars.state.members import Role


class RoleOf(msgspec.Struct, frozen=True):
    """A role and all that it may do."""

    name: Role
    may: list[Permission]


class Roles(msgspec.Struct, frozen=True):
    """All roles, the one that may most first."""

    roles: list[RoleOf]


class PersonalNames(msgspec.Struct, frozen=True):
    """Names (without regard to case and separators) of fields that are covered until somebody has them revealed."""

    anywhere: list[str]
    """Built in, wherever they stand: in traits, properties and context."""
    of_persons: list[str]
    """Built in, where they describe a person: in traits."""
    added: list[str]
    """What the workspace adds: `workspace.personal` in its definitions."""
    identifiers: list[str]
    """Kinds of identifiers that are covered: those of such a name, and those that carry such a trait."""


@get("/v1/roles", tag="account", scope="read", veil=False)
def list_roles() -> Roles:
    """List the roles that members can have, and what each may do."""
    return Roles([RoleOf(role, sorted(MAY[role])) for role in ROLES])


@get("/v1/personal-names", tag="account", scope="read", veil=False)
def list_personal_names(house: TheHouse, caller: TheCaller) -> PersonalNames:
    """List the names of personal fields. Add your own under `workspace: {personal: […]}` in the definitions."""
    definitions = house.world(caller.workspace).definitions
    hidden = personal(house.world(caller.workspace))
    kinds = [name for name in definitions.identifiers or DEFAULT_IDENTIFIERS if hidden.hides(name, person=True)]
    return PersonalNames(list(ANYWHERE), list(OF_PERSONS), definitions.workspace.personal, kinds)
