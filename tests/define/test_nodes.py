import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.define.nodes import LIMIT_BYTES, Mapping, Scalar, YamlError, compose

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30)
)

REFUSED = [
    ("a: [1, 2", "f:2: this is no valid YAML"),
    ("a: 1\nb: c: d", "f:2: this is no valid YAML: mapping values are not allowed"),
    ("\ta: 1", "f:1: this is no valid YAML"),
    ("a: 'open", "f:1: this is no valid YAML: while scanning a quoted scalar, found unexpected end of stream"),
    ("a: 1\nb: \x00", "f:2: a control character"),
    ("a: &x [*x]", "'*x' stands for nothing"),
    ("a: *nowhere", "'*nowhere' stands for nothing"),
    ("b: 1\n<<: {a: 1}", "f:2: '<<' (merging"),
    ("a: !!python/object/apply:os.system [ls]", "f:1: a tag"),
    ("? [1]\n: 2", "f:1: a key must be a text"),
    ("[" * 50_000, "nested more than 30 deep"),
    ("{a: " * 50_000, "nested more than 30 deep"),
    (BOMB, "unfolds to more than 200,000 values"),
    ("x" * (LIMIT_BYTES + 1), "longer than 2,097,152 bytes"),
    ("熟" * (LIMIT_BYTES // 2), "longer than 2,097,152 bytes"),
    ("a: \ud800", "half a character"),
    ('a: "\\uD800"', "f:1: "),
]


@pytest.mark.parametrize(("text", "sentence"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_refused_and_where(text: str, sentence: str) -> None:
    with pytest.raises(YamlError) as caught:
        compose(text, "f")
    assert sentence in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("text", ["on", "yes", "NO", "1.10", "0777", "2026-01-01", "12:30", "1_000", "0x1F"])
def test_scalars_stay_what_was_written(text: str) -> None:
    [document] = compose(f"key: {text}", "f")
    assert isinstance(document, Mapping)
    [(_, value)] = document.pairs
    assert isinstance(value, Scalar)
    assert (value.text, value.plain, value.empty) == (text, True, False)


@pytest.mark.parametrize(("text", "empty"), [("", True), ("~", True), ("null", True), ("''", False), ("'null'", False)])
def test_only_what_is_not_written_is_empty(text: str, empty: bool) -> None:
    [document] = compose(f"key: {text}", "f")
    assert isinstance(document, Mapping)
    assert document.pairs[0][1].empty is empty  # type: ignore[union-attr]


def test_an_anchor_is_unfolded_with_the_place_of_its_origin() -> None:
    [document] = compose("a: &x {b: 1}\nc: *x", "f")
    assert isinstance(document, Mapping)
    assert document.pairs[1][1] is document.pairs[0][1]
    assert document.pairs[1][1].at == "f:1"


@settings(max_examples=100)
@given(st.text(max_size=60) | st.text(alphabet="{}[]:,-&*!|>'\"%@`\n \t#?ab", max_size=60))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    with contextlib.suppress(YamlError):
        assert all(document.at.startswith("f:") for document in compose(text, "f"))
