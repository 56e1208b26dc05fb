"""Roles and what they may do: one table. Keys of machines have scopes instead; each route names both."""

from typing import Literal, get_args

from regulars.state.members import Role

Permission = Literal[
    "read",
    "reveal",
    "sql",
    "act",
    "send",
    "define",
    "train",
    "export",
    "erase",
    "audit",
    "manage",
]
"""`read` customers (personal fields covered), segments, figures and definitions · `reveal` the personal fields of a customer,
which is audited · `sql` over the history (personal fields covered) · `act`: merge, consents, scores, failed events · `send`:
release messages, send tests · `define`: apply definitions · `train` models · `export` lists · `erase` persons · `audit`: read
the trail · `manage` keys and members."""

ROLES: tuple[Role, ...] = get_args(Role)

MAY: dict[Role, frozenset[Permission]] = {
    "owner": frozenset(get_args(Permission)),
    "marketer": frozenset({"read", "act", "send", "define", "train", "export"}),
    "analyst": frozenset({"read", "sql", "define", "train", "export"}),
    "service": frozenset({"read", "reveal", "act", "send"}),
    "privacy": frozenset({"read", "reveal", "act", "export", "erase", "audit"}),
    "viewer": frozenset({"read"}),
}

OF_SCOPE: dict[str, Permission] = {"read": "read", "write": "act", "manage": "manage"}
"""What a member needs where a route names only the scope of a key."""


def scopes(role: Role) -> tuple[str, ...]:
    """The scopes of a key that come nearest to a role, for what still asks for scopes.

    >>> scopes("viewer"), scopes("service")
    (('read',), ('read', 'write'))
    """
    return tuple(scope for scope, permission in OF_SCOPE.items() if permission in MAY[role])
