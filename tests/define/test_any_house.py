"""Nothing that can be written down makes loading, checking or planning fall over: it is taken or refused with sentences."""

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.define import DefinitionErrors, Definitions
from regulars.define.compile import compile
from regulars.define.graph import Graph
from regulars.define.lint import check
from regulars.define.load import assemble
from regulars.define.plan import plan
from regulars.kit.errors import RegularsError
from tests.define.houses import TEXTS, houses

WORDS = st.sampled_from(
    [
        "a",
        "b",
        "c",
        "stage",
        "true",
        "a > 1",
        "b and c",
        "count(*)",
        "sum(properties.x)",
        "event = 'x'",
        "item.a = b",
        "1d",
        "90d",
        "line.x",
        "properties.x",
        "UTC",
        "Mars",
        "properties.products as line",
        "customer",
        "never",
        "",
        "熟客",
        "max(",
        "a b",
    ]
)
KEYS = st.sampled_from("segments features stages slots journeys steps branch when of name title workspace".split())  # noqa: SIM905


@settings(max_examples=60, deadline=None)
@given(houses(WORDS) | houses(TEXTS))
def test_any_house_is_checked(house: Definitions) -> None:
    findings = check(house)
    Graph(house)
    if not any(finding.level == "error" for finding in findings):
        program = compile(house)
        assert set(program.names) - {"stage"} == {*house.features, *house.segments, *house.stages}


@settings(max_examples=30, deadline=None)
@given(houses(WORDS), houses(WORDS))
def test_any_change_is_planned_or_refused(old: Definitions, new: Definitions) -> None:
    with contextlib.suppress(RegularsError):
        assert plan(old, new).sentences
        assert plan(new, new).empty


def _yaml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_yaml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_yaml, value)) + "]"
    return str(value)


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.sampled_from(["x", "'1'", "1", "true", "~", "3d", "*a", "&a x", "!t x", ""]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
        max_leaves=12,
    )
)
def test_any_tree_is_loaded_or_refused(tree: object) -> None:
    with contextlib.suppress(DefinitionErrors):
        assert isinstance(assemble([("f", _yaml(tree))]), Definitions)
