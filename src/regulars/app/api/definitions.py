"""Definitions over HTTP: read them, check a text, see what it would change, let it hold."""

import difflib
import hashlib
from typing import Annotated, Any

import msgspec
from litestar.params import JSONBody, PathParameter
from msgspec import Meta

from regulars.app import revise
from regulars.app.api.given import TheCaller, TheHouse
from regulars.app.api.route import get, post
from regulars.app.api.waiting import settled
from regulars.define.dump import dump
from regulars.define.findings import Finding
from regulars.define.graph import Graph
from regulars.kit.clock import to_text
from regulars.kit.errors import NotFound

_EXAMPLE = "features:\n  orders: {of: \"count(*) filter (where event = 'Order Completed')\"}\n"
Text = Annotated[str, Meta(max_length=900_000, description="Definitions as YAML.", examples=[_EXAMPLE])]


class Bundle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole set of definitions: what is not in it is not defined."""

    yaml: Text


class Definitions(msgspec.Struct, frozen=True):
    """The definitions in force."""

    yaml: str
    """Canonical YAML: `POST` it back and nothing changes."""
    json: Any
    """The same as plain data, by kind and name."""


class Checked(msgspec.Struct, frozen=True):
    """What there is to say about a text."""

    ok: bool
    """Whether it may be applied: no finding is an error."""
    findings: list[Finding]


class Planned(msgspec.Struct, frozen=True):
    """What would change."""

    ok: bool
    findings: list[Finding]
    changes: list[str]
    """Sentences: what is new, changed, gone, and what would be filled from history."""


class Applied(msgspec.Struct, frozen=True):
    """The definitions are a record in the log: from `offset` on they hold."""

    changed: bool
    """False where they hold already."""
    offset: int
    done: bool
    """Whether the house has filled in the history already. If not, it is doing so now."""
    changes: list[str]


class Version(msgspec.Struct, frozen=True):
    """Definitions that held from some time on."""

    number: int
    applied_at: str
    offset: int
    yaml: str


class Versions(msgspec.Struct, frozen=True):
    """All versions, latest first."""

    versions: list[Version]


@get("/v1/definitions", tag="definitions", scope="read", veil=False)
def get_definitions(house: TheHouse, caller: TheCaller) -> Definitions:
    """Read the definitions in force, as YAML and as plain data."""
    definitions = house.world(caller.workspace).definitions
    return Definitions(dump(definitions), msgspec.to_builtins(definitions))


@post("/v1/definitions/check", tag="definitions", scope="read", veil=False)
def check_definitions(data: JSONBody[Bundle]) -> Checked:
    """Check a text: every mistake at once, each with its line. Nothing changes."""
    _, findings = revise.read(data.yaml)
    return Checked(revise.fit(findings), findings[:200])


@post("/v1/definitions/plan", tag="definitions", scope="read", veil=False)
def plan_definitions(house: TheHouse, caller: TheCaller, data: JSONBody[Bundle]) -> Planned:
    """Say what a text would change and what it would fill from history. Nothing changes."""
    definitions, findings = revise.read(data.yaml)
    if definitions is None:
        return Planned(False, findings[:200], [])
    return Planned(True, findings[:200], revise.sentences(house.world(caller.workspace).definitions, definitions))


@post(
    "/v1/definitions/apply",
    tag="definitions",
    scope="manage",
    may="define",
    veil=False,
    errors=(503,),
    audit=lambda given: ("definitions", hashlib.sha256(given["data"].yaml.encode()).hexdigest()[:16]),
)
def apply_definitions(house: TheHouse, caller: TheCaller, data: JSONBody[Bundle]) -> Applied:
    """Let a text hold from now on. What is new in it is filled from the whole history, in the background if that takes long."""
    definitions = revise.load(data.yaml)
    sentences = revise.sentences(house.world(caller.workspace).definitions, definitions)
    changed = house.define(caller.workspace, definitions)
    done = settled(house, house.backends.log.end())
    return Applied(changed, done.offset, done.done, sentences)


@get("/v1/definitions/versions", tag="definitions", scope="read", veil=False)
def list_versions(house: TheHouse, caller: TheCaller) -> Versions:
    """List every version of the definitions that was ever applied, latest first."""
    found = house.backends.versions.history(caller.workspace)
    return Versions([Version(v.number, to_text(v.applied_at), v.offset, v.bundle.decode()) for v in reversed(found)])


class Compared(msgspec.Struct, frozen=True):
    """A version, and what going back to it would change."""

    number: int
    applied_at: str
    yaml: str
    """Apply it to go back."""
    changes: list[str]
    """Sentences: what applying it now would change."""
    diff: str
    """From what holds now to this version, line by line."""


class Needs(msgspec.Struct, frozen=True):
    """One definition and what stands on it."""

    section: str
    name: str
    title: dict[str, str]
    needs: list[tuple[str, str]]
    """(section, name) of what it names itself."""
    used_by: list[tuple[str, str]]


class Web(msgspec.Struct, frozen=True):
    """What needs what."""

    items: list[Needs]


@get("/v1/definitions/versions/{number:int}", tag="definitions", scope="read", veil=False, errors=(404,))
def compare_version(house: TheHouse, caller: TheCaller, number: Annotated[int, PathParameter(ge=1, le=1 << 53)]) -> Compared:
    """Read a former version, and what going back to it would change."""
    found = next((v for v in house.backends.versions.history(caller.workspace) if v.number == number), None)
    if found is None:
        raise NotFound("there is no such version")
    now = house.world(caller.workspace).definitions
    then = found.bundle.decode()
    readable, _ = revise.read(then)
    diff = difflib.unified_diff(dump(now).splitlines(), then.splitlines(), "now", f"version {number}", lineterm="", n=3)
    sentences = revise.sentences(now, readable) if readable is not None else []
    return Compared(number, to_text(found.applied_at), then, sentences, "\n".join(diff))


@get("/v1/definitions/graph", tag="definitions", scope="read", veil=False)
def get_graph(house: TheHouse, caller: TheCaller) -> Web:
    """Read what needs what: each definition with what it names and what names it."""
    definitions = house.world(caller.workspace).definitions
    graph = Graph(definitions)
    return Web(
        [
            Needs(
                section=section,
                name=name,
                title=getattr(getattr(definitions, section)[name], "title", {}),
                needs=sorted(needed),
                used_by=graph.used_by(section, name),
            )
            for (section, name), needed in graph.needs.items()
        ]
    )
