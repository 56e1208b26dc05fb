from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regulars.decide.catalogue import CatalogError, Items, load_items
from regulars.define.definitions import Catalog

TYPES = {"price": "number", "new": "boolean", "tags": "list", "since": "timestamp", "name": "text"}


def catalog(file: str) -> Catalog:
    return Catalog(name="offers", file=file, key="sku", types=TYPES, at="shop.yml:3")  # type: ignore[arg-type]


WANTED = [
    {"sku": "1", "name": "茶, 绿", "price": 3.5, "new": True, "tags": ["a"], "since": "2026-01-31"},
    {"sku": "2", "name": None, "price": None, "new": False, "tags": None, "since": None},
]


def test_csv_with_a_byte_order_mark(tmp_path: Path) -> None:
    text = 'sku,name,price,new,tags,since\n1,"茶, 绿",3.5,yes,"[""a""]",2026-01-31\n2,,,0,,\n'
    (tmp_path / "a.csv").write_text("\ufeff" + text)
    items = load_items(catalog("a.csv"), tmp_path)
    assert items.attributes == WANTED
    assert (items.keys, items.problems, len(items)) == (["1", "2"], [], 2)
    assert items.find("2") == WANTED[1]
    assert items.find("3") is None


def test_json_lines(tmp_path: Path) -> None:
    lines = '{"sku": 1, "name": "茶, 绿", "price": "3.5", "new": true, "tags": ["a"], "since": "2026-01-31"}\n\n'
    lines += '{"sku": "2", "name": null, "price": null, "new": false, "tags": null, "since": null}'
    (tmp_path / "a.jsonl").write_text(lines)
    assert load_items(catalog("a.jsonl"), tmp_path).attributes == WANTED


def test_parquet(tmp_path: Path) -> None:
    rows = [
        {"sku": 1, "name": "茶, 绿", "price": Decimal("3.5"), "new": True, "tags": ["a"], "since": date(2026, 1, 31)},
        {"sku": 2, "name": None, "price": None, "new": False, "tags": None, "since": None},
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    assert load_items(catalog("a.parquet"), tmp_path).attributes == WANTED


def test_what_does_not_fit_is_null_and_said() -> None:
    rows = [
        {"sku": "a", "price": "cheap", "new": "maybe", "tags": "[", "since": 5},
        {"sku": ""},
        {"sku": "a", "price": 1},
        {"price": 1},
        {"sku": "b", "price": "nan"},
        {"sku": 1.5},
    ]
    items = Items(catalog(""), rows)
    assert items.attributes == [
        {"sku": "a", "price": None, "new": None, "tags": None, "since": None},
        {"sku": "b", "price": None},
    ]
    assert items.problems == [
        "row 1: price is no number: 'cheap'",
        "row 1: new is no boolean: 'maybe'",
        "row 1: tags is no list: '['",
        "row 1: since is no timestamp: '5'",
        "row 2 has no 'sku'",
        "row 3: 'a' is there already; the first holds",
        "row 4 has no 'sku'",
        "row 5: price is no number: 'nan'",
        "row 6 has no 'sku'",
    ]


def test_problems_are_bounded() -> None:
    assert len(Items(catalog(""), [{}] * 1000).problems) == 100


@pytest.mark.parametrize(
    ("file", "content", "sentence"),
    [
        ("a.csv", "sk,name\n1,x\n", "'a.csv' has no column 'sku'; did you mean 'sk'?"),
        ("a.csv", "id,name\n1,x\n", "has no column 'sku'; there are id, name"),
        ("a.csv", "sku,name,name\n1,x,y\n", "two columns are called 'name'"),
        ("a.csv", 'sku\n"open\n', "cannot be read"),
        ("a.csv", b"sku\n\xff\n", "cannot be read"),
        ("a.jsonl", '{"sku": 1}\n{"sku":', "cannot be read: line 2"),
        ("a.jsonl", "[1]\n", "cannot be read: line 1"),
        ("a.parquet", "nothing of the kind", "cannot be read"),
        ("a.xlsx", "", "is no file of items; allowed are .csv, .jsonl"),
        ("b.csv", None, "there is no file 'b.csv'"),
        ("../outside.csv", None, "lies outside of the definitions' folder"),
        ("/etc/passwd.csv", None, "lies outside of the definitions' folder"),
    ],
)
def test_files_that_are_no_catalogue(tmp_path: Path, file: str, content: str | bytes | None, sentence: str) -> None:
    if content is not None:
        (tmp_path / file).write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(CatalogError) as caught:
        load_items(catalog(file), tmp_path)
    assert sentence in str(caught.value)
    assert caught.value.where == "shop.yml:3"


def test_without_file_or_folder() -> None:
    assert len(load_items(catalog(""), None)) == 0
    with pytest.raises(CatalogError, match="stand in no folder"):
        load_items(catalog("a.csv"), None)


def test_a_wrong_file_name_is_corrected(tmp_path: Path) -> None:
    (tmp_path / "offers.csv").write_text("sku\n1\n")
    with pytest.raises(CatalogError, match=r"did you mean 'offers\.csv'"):
        load_items(catalog("ofers.csv"), tmp_path)


def test_an_empty_file_has_no_items(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("")
    assert len(load_items(catalog("a.csv"), tmp_path)) == 0
