"""The states of the house pass the public battery, and answer alike whatever is committed to them."""

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.kit.clock import NEVER
from regulars.state.memory import MemoryState
from regulars.state.queries import QUESTIONS
from regulars.state.sqlite import SqliteState
from regulars.state.sqlite.queries import ANSWERS
from regulars.state.state import Changes, CustomerRow
from regulars.testing.commits import failure, message
from regulars.testing.state import KeptState, StateContract

ids = st.integers(1, 6)
spaces = st.sampled_from(["shop", "other"])
names = st.sampled_from(["a", "b", "stage:new"])


class TestMemoryState(StateContract):
    def open(self, path: Path) -> KeptState:
        return MemoryState()


class TestSqliteState(StateContract):
    survives = "regulars.state.sqlite:SqliteState"

    def open(self, path: Path) -> KeptState:
        return SqliteState(path)


@st.composite
def changes(draw: st.DrawFn) -> Changes:
    few = {"max_size": 5}
    rows = st.builds(
        CustomerRow,
        spaces,
        ids,
        st.binary(max_size=3),
        st.one_of(st.just(NEVER), st.integers(0, 50)),
        st.sampled_from([0, 0, 0, 1, 2]),
    )
    return Changes(
        offset=1,
        at=draw(st.integers(0, 100)),
        customers=draw(st.lists(rows, **few)),
        identifiers=draw(st.lists(st.tuples(spaces, names, names, st.integers(0, 6)), **few)),
        joined=draw(st.lists(st.tuples(spaces, names, ids, st.integers(0, 9)), **few)),
        left=draw(st.lists(st.tuples(spaces, names, ids), **few)),
        messages=draw(st.lists(st.tuples(spaces, st.builds(message, names, ids)), **few)),
        failures=draw(st.lists(st.builds(failure, ids, st.integers(0, 2), code=names, workspace=spaces), **few)),
        spool=draw(st.lists(st.tuples(spaces, st.binary(max_size=2)), max_size=2)),
        counts=draw(st.dictionaries(st.tuples(spaces, names), st.integers(-3, 3), **few)),
        shared=draw(st.dictionaries(st.tuples(spaces, names), st.binary(max_size=2), **few)),
    )


def everything(state: KeptState) -> dict[Any, Any]:
    """All that a state can be asked about these ids and names."""
    found: dict[Any, Any] = {
        "position": state.position(),
        "due": sorted(state.due(50, 100)),
        "soon": sorted(state.due(20, 100)),
    }
    for space in ("shop", "other"):
        found[space, "read"] = state.read(space, range(8))
        found[space, "find"] = state.find(space, [(kind, value) for kind in "ab" for value in "ab"])
        for what in QUESTIONS:
            arguments: list[dict[str, Any]] = [{}]
            if what == "members":
                arguments = [{"segment": name} for name in ("a", "b", "stage:new")]
            elif what == "starting":
                arguments = [{"kind": kind, "prefix": prefix} for kind in "ab" for prefix in ("", "a", "\U0010ffff")]
            elif what in ("identifiers", "messages"):
                arguments = [{"customer": id} for id in range(1, 7)]
            for where in arguments:
                answer = state.query(what, space, **where)
                found[space, what, str(where)] = sorted(answer) if what == "workspaces" else answer
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(changes(), max_size=6))
def test_both_states_answer_alike(commits: list[Changes]) -> None:
    memory, disk = MemoryState(), SqliteState(None)
    for one in commits:
        memory.commit(one)
        disk.commit(one)
    assert everything(memory) == everything(disk)
    disk.close()


def test_the_table_of_questions_is_complete() -> None:
    assert set(ANSWERS) == set(QUESTIONS)
