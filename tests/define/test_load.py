from pathlib import Path

import pytest
from hypothesis import given, settings

from regulars.define import DefinitionErrors, Definitions
from regulars.define.definitions import Feature, Property, Purpose, Segment, Source, Stage, Step
from regulars.define.dump import dump
from regulars.define.load import load
from regulars.define.sections import unplaced
from tests.define.houses import houses

SHOP = """
workspace: {zone: Asia/Shanghai, language: zh}
events:
  Order Completed:
    title: 下单
    properties: {total: number, order_id: {type: text, required: true}}
  Product Viewed:
traits: {city: text}
features:
  spend: sum(properties.total)
  orders: {of: count(*), over: 90d}
segments: {big: spend > 500}
stages:
  - {name: loyal, when: orders > 3}
  - active: orders > 0
  - other
purposes: {news: consent}
sources: [site, {name: till, kind: server}]
journeys:
  welcome:
    on_stage: active
    steps:
      - wait: 3d
      - hello: {message: hi}
      - {name: end, exit: true}
"""


def findings(source: str | Path) -> list[str]:
    with pytest.raises(DefinitionErrors) as caught:
        load(source)
    return [f"{finding.at}: {finding.text}" for finding in caught.value.findings]


def test_the_sugar() -> None:
    house = load(SHOP)
    assert house.events["Order Completed"].title == {"zh": "下单"}
    assert house.events["Order Completed"].properties == {
        "total": Property(type="number"),
        "order_id": Property(type="text", required=True),
    }
    assert house.events["Product Viewed"].properties == {}
    assert house.traits == {"city": Property()}
    assert house.features["spend"] == Feature(name="spend", of="sum(properties.total)", at="text:10")
    assert house.features["orders"].over == "90d"
    assert house.segments["big"] == Segment(name="big", when="spend > 500", at="text:12")
    assert list(house.stages.values()) == [
        Stage(name="loyal", when="orders > 3", at="text:14"),
        Stage(name="active", when="orders > 0", at="text:15"),
        Stage(name="other", at="text:16"),
    ]
    assert house.purposes["news"] == Purpose(name="news", at="text:17")
    assert house.sources["till"] == Source(name="till", at="text:18")
    assert house.journeys["welcome"].steps == [
        Step(name="step_1", wait="3d"),
        Step(name="hello", message="hi"),
        Step(name="end", exit=True),
    ]


def test_steps_may_be_a_mapping_and_stages_too() -> None:
    house = load("stages: {b: x, a: y}\njourneys: {j: {steps: {first: {wait: 1d}, last: {exit: true}}}}")
    assert list(house.stages) == ["b", "a"]
    assert [step.name for step in house.journeys["j"].steps] == ["first", "last"]


WRONG = [
    ("on: 1", "text:1: 'on' is no section. Allowed: use, workspace, events"),
    ("segment: {a: b}", "text:1: 'segment' is no section; did you mean 'segments'?"),
    ("- 1\n- 2", "text:1: a mapping of sections belongs here"),
    ("segments: {a: {wen: x}}", "text:1: segment 'a': 'wen' is not known; did you mean 'when'? Allowed: when, title"),
    ("segments: {a: {at: x, when: y}}", "segment 'a': 'at' is not known"),
    ("segments: {a: {name: x, when: y}}", "segment 'a': 'name' is not known"),
    ("segments: {a: [x]}", "segment 'a': when, title belong here, not a list"),
    ("segments:\n  a:", "text:2: segment 'a': 'when' is missing"),
    ("segments: {a: {when: }}", "segment 'a', when: a text belongs here, and nothing is written"),
    ("segments: {a: {when: x, when: y}}", "segment 'a': 'when' is given twice"),
    ("segments: {a: x, a: y}", "segment 'a' is defined twice: here and at text:1"),
    ("segments: x > 1", "segment: a mapping from names to definitions belongs here, not a text"),
    ("segments: {a: b}\nsegments: {c: d}", "text:2: section 'segments' stands twice in this file: here and at text:1"),
    ("features: {a: x}\nstages: [a: y]", "stage 'a' is defined twice: here and at text:1 (as a feature;"),
    ("slots: {s: {catalog: c, policy: p, size: many}}", "slot 's', size: a whole number belongs here, not the text 'many'"),
    ("slots: {s: {catalog: c, policy: p, size: '3'}}", "slot 's', size: a whole number belongs here, not the text '3'"),
    ("slots: {s: {catalog: c, policy: p, size: 1.5}}", "slot 's', size: a whole number belongs here"),
    ("slots: {s: {catalog: c, policy: p, size: 99999999999999999999}}", "slot 's', size: a whole number belongs here"),
    ("policies: {p: {kind: popular}}", "policy 'p', kind: 'popular' is not known; did you mean 'popularity'? Allowed: "),
    ("policies: {p: {kind: thompson, explore: lots}}", "policy 'p', explore: a number belongs here"),
    ("events: {E: {strict: yes}}", "event 'E', strict: true or false belongs here, not the text 'yes'"),
    ("events: {E: {properties: {p: numer}}}", "property 'p', type: 'numer' is not known; did you mean 'number'?"),
    ("journeys: {j: {steps: [{wait: 1d, name: a}, {name: a, exit: true}]}}", "journey 'j', step 'a' is defined twice"),
    ("journeys: {j: {on_event: x}}", "journey 'j': 'steps' is missing"),
    ("journeys: {j: {steps: 3d}}", "journey 'j', step: a mapping from names"),
    ("journeys: {j: {steps: [{branch: {to: x}}]}}", "branch: a list belongs here, not a mapping"),
    ("stages: [{when: x, title: t}]", "stage number 1: 'name' is missing"),
    ("workspace: {language: de}", "workspace, language: 'de' is not known. Allowed: en, zh"),
    ("workspace: {zone: [UTC]}", "workspace, zone: a text belongs here, not a list"),
]


@pytest.mark.parametrize(("text", "sentence"), WRONG, ids=[text[:40] for text, _ in WRONG])
def test_a_mistake_is_a_sentence(text: str, sentence: str) -> None:
    [found] = findings(text + "\n")
    assert sentence in found


def test_all_mistakes_of_a_folder_are_shown_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("segments:\n  one: {wen: x}\n  two: y\n")
    (tmp_path / "b.yaml").write_text("segments: {two: z}\nworkspace: {}\n")
    (tmp_path / "c.yml").write_text("a: [")
    (tmp_path / "d.yml").write_text("workspace: {}")
    (tmp_path / "notes.txt").write_text("not: [read")
    found = findings(tmp_path)
    assert [text.removeprefix(f"{tmp_path}/").split(",")[0] for text in found] == [
        "a.yml:2: segment 'one': 'wen' is not known; did you mean 'when'? Allowed: when",
        f"b.yaml:1: segment 'two' is defined twice: here and at {tmp_path}/a.yml:3",
        "c.yml:2: this is no valid YAML: while parsing a flow node",
        f"d.yml:1: 'workspace' is set twice: here and at {tmp_path}/b.yaml:2",
    ]


def test_a_folder_is_merged_and_knows_its_files(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("segments: {one: title: x}".replace("title: x", "x"))
    (tmp_path / "b.yml").write_bytes("\ufeffsegments:\n  two: y\n---\nsegments: {three: z}".encode())
    house = load(str(tmp_path))
    assert [(segment.name, segment.at) for segment in house.segments.values()] == [
        ("one", f"{tmp_path}/a.yml:1"),
        ("two", f"{tmp_path}/b.yml:2"),
        ("three", f"{tmp_path}/b.yml:4"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("shop.yml", b"a: 1\n\xff", "shop.yml:2: the file is not UTF-8 text"),
        ("big.yml", b"#" * 3_000_000, "longer than 2,097,152 bytes"),
        ("none", None, "there is no such file or folder"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, content: bytes | None, sentence: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    [found] = findings(tmp_path / name)
    assert sentence in found


def test_an_empty_folder_says_so_and_a_wrong_name_is_corrected(tmp_path: Path) -> None:
    assert "holds no .yml" in findings(tmp_path)[0]
    (tmp_path / "shop.yml").write_text("")
    assert "did you mean" in findings(tmp_path / "shop.yaml")[0]
    assert load(tmp_path) == Definitions()


def test_many_mistakes_are_counted() -> None:
    with pytest.raises(DefinitionErrors, match="… and 400 more"):
        load("segments:\n" + "".join(f"  s{i}: []\n" for i in range(500)))


@settings(max_examples=60, deadline=None)
@given(houses())
def test_load_is_the_inverse_of_dump(house: Definitions) -> None:
    text = dump(house)
    again = unplaced(load(text if "\n" in text else text + "\n"))
    assert again == house
    assert list(again.stages) == list(house.stages)
    assert dump(again) == text


def test_the_smallest_numbers_come_back() -> None:
    house = load("policies: {p: {kind: popularity, explore: 5.960464477539063e-08}}")
    assert house.policies["p"].explore == 5.960464477539063e-08
    assert unplaced(load(dump(house))) == unplaced(house)
