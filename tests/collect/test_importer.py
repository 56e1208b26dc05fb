"""Files of all kinds and faults become events, or rejected rows with a reason; twice is once; a crash is resumed."""

import gzip
import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regulars.collect import rows
from regulars.collect.importer import Import, Progress
from regulars.collect.mapping import MappingError, load
from regulars.collect.rows import FileError
from regulars.kit.clock import ManualClock
from regulars.log.log import LogFull
from regulars.log.memory import MemoryLog
from regulars.records import Event, Rejected

ORDERS = """
type: track
event: Order Completed
user_id: "{customer}"
timestamp: {column: date, format: "%Y/%m/%d %H:%M", zone: Asia/Shanghai}
properties:
  order_id: "{id}"
  total: {column: total, as: number}
  shop: online
"""
HEAD = "id,customer,date,total\n"
ROW = "o-1,ann,2026/01/02 03:04,9.50\n"


class Kept:
    """Progress in a dict."""

    def __init__(self) -> None:
        self.kept: dict[str, Progress] = {}

    def get(self, id: str) -> Progress | None:
        return self.kept.get(id)

    def put(self, id: str, progress: Progress) -> None:
        self.kept[id] = progress


class House:
    """A log, a clock and progress, to import into."""

    def __init__(self) -> None:
        self.log: Any = MemoryLog()
        self.jobs = Kept()
        self.clock = ManualClock(1_795_348_800_000_000)

    def take(self, path: Path, mapping: str = ORDERS) -> Progress:
        return Import(load(mapping), path).run(self.log, self.jobs, self.clock, "shop", "files")

    def all(self, kind: str, shape: Any) -> list[Any]:
        stored = [one.envelope for one in self.log.read(0, 100_000) if one.envelope.kind == kind]
        return [item for one in stored for item in msgspec.json.decode(one.body, type=list[shape])]

    @property
    def events(self) -> list[Event]:
        return self.all("events", Event)

    @property
    def rejected(self) -> list[Rejected]:
        return self.all("rejected", Rejected)


@pytest.fixture
def house() -> House:
    return House()


def write(folder: Path, content: str | bytes, name: str = "orders.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_row_becomes_an_event(house: House, tmp_path: Path, at: Any) -> None:
    progress = house.take(write(tmp_path, HEAD + ROW + ROW))
    assert (progress.row, progress.accepted, progress.rejected, progress.done) == (2, 2, 0, True)
    event, again = house.events
    assert (event.type, event.event, event.user_id, event.source) == ("track", "Order Completed", "ann", "files")
    assert event.properties == {"order_id": "o-1", "total": 9.5, "shop": "online"}
    assert event.timestamp == at("2026-01-01T19:04:00Z")
    assert event.received_at == house.clock.now()
    assert event.warnings == []
    assert event.id != again.id


def test_the_same_file_twice_brings_nothing_new(house: House, tmp_path: Path) -> None:
    house.take(write(tmp_path, HEAD + ROW))
    end = house.log.end()
    assert house.take(write(tmp_path, HEAD + ROW, "copy.csv")).accepted == 1
    assert house.log.end() == end
    other = ORDERS.replace("Order Completed", "Order Updated")
    house.take(write(tmp_path, HEAD + ROW), other)
    assert len({event.id for event in house.events}) == 2


def test_an_import_goes_on_where_it_was(house: House, tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + "".join(ROW.replace("o-1", f"o-{n}") for n in range(1_750)))
    append, room = house.log.append, [2]

    def full(envelopes: Any) -> list[int]:
        if room[0] == 0:
            raise LogFull("no space")
        room[0] -= 1
        return append(envelopes)

    house.log.append = full
    with pytest.raises(LogFull):
        house.take(path)
    assert next(iter(house.jobs.kept.values())) == Progress(1_000, 1_000)
    room[0] = 9
    assert house.take(path) == Progress(1_750, 1_750, 0, True)
    assert [event.properties["order_id"] for event in house.events] == [f"o-{n}" for n in range(1_750)]


def test_rows_that_a_crash_sends_twice_have_the_same_id(house: House, tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + ROW)
    house.take(path)
    house.jobs.kept.clear()  # the process died between the append and the note of it
    house.take(path)
    one, other = house.events
    assert one.id == other.id


def test_a_mapped_message_id_wins(house: House, tmp_path: Path) -> None:
    house.take(write(tmp_path, HEAD + ROW), ORDERS + 'message_id: "order-{id}"\n')
    assert house.events[0].id == "order-o-1"


BAD_ROWS = [
    ("too few cells", "o-2,bo\n", "ragged_row", ""),
    ("too many cells", "o-2,bo,2026/01/02 03:04,1,2\n", "ragged_row", ""),
    ("not a number", "o-2,bo,2026/01/02 03:04,ten\n", "invalid_number", "total"),
    ("thousands", '"o-2",bo,2026/01/02 03:04,"1,299.00"\n', "invalid_number", "total"),
    ("not a time", "o-2,bo,2026-01-02,1\n", "invalid_time", "date"),
    ("30 February", "o-2,bo,2026/02/30 00:00,1\n", "invalid_time", "date"),
    ("nobody", "o-2,,2026/01/02 03:04,1\n", "missing_identifier", "userId"),
    ("a time before 1970", "o-2,bo,1600/01/02 03:04,1\n", "timestamp_out_of_range", "timestamp"),
    ("a long cell", f"{'x' * 20_000},bo,2026/01/02 03:04,1\n", "string_too_long", "properties.order_id"),
    ("a cell beyond CSV", f"{'x' * 200_000},bo,2026/01/02 03:04,1\n", "invalid_csv", ""),
    ("a line of 2 MB", f"{'x' * 2_000_000},bo,2026/01/02 03:04,1\n", "row_too_long", ""),
]


@pytest.mark.parametrize(("row", "code", "path"), [row[1:] for row in BAD_ROWS], ids=[row[0] for row in BAD_ROWS])
def test_x18_a_bad_row_spoils_only_itself(house: House, tmp_path: Path, row: str, code: str, path: str) -> None:
    file = write(tmp_path, HEAD + ROW + row + ROW)
    progress = house.take(file)
    assert (progress.row, progress.accepted, progress.rejected) == (3, 2, 1)
    [kept] = house.rejected
    assert (kept.code, kept.path) == (code, f"row 2: {path}" if path else "row 2")
    assert kept.id.endswith("-2")
    assert kept.body
    report = Import(load(ORDERS), file).try_out(house.clock.now())
    assert [(trouble.row, trouble.code, trouble.path) for trouble in report.troubles] == [(2, code, path)]


UNCLOSED = [
    ("to the end of the file", 300, ROW),
    ("beyond the longest cell", 6_000, ROW),
    ("before a line of 2 MB", 3, "x" * 2_000_000 + "\n"),
]


@pytest.mark.parametrize(("rows", "last"), [row[1:] for row in UNCLOSED], ids=[row[0] for row in UNCLOSED])
def test_x18_a_quote_that_is_never_closed_spoils_only_its_line(house: House, tmp_path: Path, rows: int, last: str) -> None:
    file = write(tmp_path, HEAD + ROW + 'o-2,"bo,2026/01/02 03:04,1\n' + ROW * rows + last)
    progress = house.take(file)
    kept, *others = house.rejected
    assert (kept.code, kept.path, kept.body) == ("unclosed_quote", "row 2", b'o-2,"bo,2026/01/02 03:04,1')
    assert [one.code for one in others] == ([] if last == ROW else ["row_too_long"])
    assert progress.accepted == len(house.events) == 1 + rows + (last == ROW)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("zipped", [False, True])
def test_x18_encodings_are_detected(house: House, tmp_path: Path, encoding: str, zipped: bool) -> None:
    content = (HEAD + ROW.replace("ann", "李雷") + "x" + ROW).encode(encoding)
    path = write(tmp_path, gzip.compress(content) if zipped else content, "o.csv.gz" if zipped else "o.csv")
    assert Import(load(ORDERS), path).facts.encoding == encoding
    house.take(path)
    assert [event.user_id for event in house.events] == ["李雷", "ann"]


def test_x18_an_encoding_may_be_named(house: House, tmp_path: Path) -> None:
    house.take(write(tmp_path, (HEAD + ROW.replace("ann", "café")).encode("cp1252")), ORDERS + "encoding: cp1252\n")
    assert house.events[0].user_id == "café"
    with pytest.raises(FileError, match="no encoding 'utf-9'"):
        house.take(write(tmp_path, HEAD), ORDERS + "encoding: utf-9\n")


def test_x18_mixed_encodings_spoil_their_rows_only(house: House, tmp_path: Path) -> None:
    content = HEAD.encode() + ROW.encode() + ROW.replace("ann", "李雷").encode("gb18030") + ROW.encode()
    house.take(write(tmp_path, content), ORDERS + "encoding: utf-8\n")
    assert [one.code for one in house.rejected] == ["invalid_encoding"]
    assert len(house.events) == 2


def test_x18_nul_quoted_newlines_formulas_and_blank_lines(house: House, tmp_path: Path) -> None:
    content = (
        HEAD
        + '"o\n1",ann,2026/01/02 03:04,1\r\n\n"=cmd|\'/c calc\'!A1",bo\0,2026/01/02 03:04,2\n"o\0""3",bo,2026/01/02 03:04,3'
    )
    house.take(write(tmp_path, content))
    assert [event.properties["order_id"] for event in house.events] == ["o\n1", 'o"3']
    assert house.events[1].warnings == ["nul_removed"]
    assert [(one.code, one.path) for one in house.rejected] == [("control_char", "row 2: userId")]


REFUSED = [
    ("nothing", "", ORDERS, "is empty"),
    ("10,000 columns", ",".join(f"c{n}" for n in range(10_000)), ORDERS, "10000 columns"),
    ("duplicate header", "id,customer,date,total,total\n", ORDERS, "'total' more than once"),
    ("a column that is not there", "id,custmer,date,total\n", ORDERS, "no column 'customer'; did you mean 'custmer'"),
    ("CSV without a mapping", HEAD + ROW, "", "needs a mapping"),
    ("ZIP", b"PK\x03\x04xxxx", ORDERS, "ZIP archive"),
    ("gzip cut off", gzip.compress(HEAD.encode() * 1000)[:-20], ORDERS, "damaged"),
    ("no Parquet", b"PAR1 no", ORDERS + "format: parquet\n", "no readable Parquet"),
]


@pytest.mark.parametrize(("content", "mapping", "sentence"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_x18_files_that_cannot_be_imported(house: House, tmp_path: Path, content: Any, mapping: str, sentence: str) -> None:
    with pytest.raises((FileError, MappingError), match=sentence):
        house.take(write(tmp_path, content), mapping)
    assert house.log.end() == 0


def test_a_duplicate_header_that_nobody_asks_for_does_not_matter(house: House, tmp_path: Path) -> None:
    house.take(write(tmp_path, "id,customer,date,total,x,x\n" + ROW.strip() + ",1,2\n"))
    assert len(house.events) == 1


def test_delimiters(house: House, tmp_path: Path) -> None:
    for delimiter in ";\t|":
        house.take(write(tmp_path, (HEAD + ROW).replace(",", delimiter)))
    mapping = ORDERS.replace("%Y/%m/%d %H:%M", "%Y%m%d") + "delimiter: whitespace\ncolumns: [id, customer, date, total]\n"
    house.take(write(tmp_path, " 00001  00002 20260102   9.50\n", "master.txt"), mapping)
    assert [event.user_id for event in house.events] == ["ann", "ann", "ann", "00002"]


def test_json_lines_by_path(house: House, tmp_path: Path) -> None:
    mapping = """
type: identify
user_id: {column: user.id}
traits:
  name: {column: user.name}
  address: {city: {column: city, default: unknown}}
  vip: {column: vip, as: boolean}
  tags: {column: tags}
"""
    lines = [{"user": {"id": 7, "name": "李雷"}, "tags": ["a"], "vip": "yes"}, {"user": 5}]
    content = "\n".join(map(json.dumps, lines)) + "\n[1]\n{\n\n" + '{"a":' * 5_000 + "\n"
    progress = house.take(write(tmp_path, content, "users.jsonl"), mapping)
    assert (progress.row, progress.accepted, progress.rejected) == (5, 1, 4)
    assert house.events[0].user_id == "7"
    assert house.events[0].traits == {"name": "李雷", "address": {"city": "unknown"}, "vip": True, "tags": ["a"]}
    assert sorted(one.code for one in house.rejected) == ["invalid_json", "invalid_json", "invalid_json", "missing_identifier"]


def test_json_lines_that_are_calls_already(house: House, tmp_path: Path, track: Any) -> None:
    call = track(properties={"a": 1})
    bare = {name: value for name, value in call.items() if name != "messageId"}
    lines = [
        json.dumps(call),
        json.dumps(bare),
        json.dumps(bare | {"messageId": None}),
        "{ }",
        '{"type":"track","type":"page"}',
    ]
    house.take(write(tmp_path, "\n".join(lines), "events.jsonl"), "")
    assert [event.id[-2:] for event in house.events] == ["-1", "-2", "-3"]
    assert house.events[0].id == "m-1"
    assert house.events[0].properties == {"a": 1}
    assert [(one.code, one.path) for one in house.rejected] == [
        ("unknown_type", "row 4: type"),
        ("duplicate_key", "row 5: type"),
    ]


def test_parquet(house: House, tmp_path: Path, at: Any) -> None:
    table = pa.table(
        {
            "customer": [1, 2, None],
            "when": pa.array([datetime(2026, 1, 2, 3, 4, 5, 678), None, None], pa.timestamp("ns")),
            "total": [Decimal("9.50"), None, None],
            "lines": [[{"sku": "p", "n": 2}], [], None],
            "blob": [None, b"\xff", None],
        }
    )
    pq.write_table(table, tmp_path / "o.parquet")
    mapping = """
type: track
event: Order Completed
user_id: "{customer}"
timestamp: {column: when, as: time, zone: Asia/Shanghai}
rest: properties
"""
    house.take(tmp_path / "o.parquet", mapping)
    [event] = house.events
    assert event.user_id == "1"
    assert event.properties == {"total": 9.5, "lines": [{"sku": "p", "n": 2}]}
    assert event.timestamp == at("2026-01-01T19:04:05.000678Z")
    assert sorted((one.code, one.path) for one in house.rejected) == [
        ("invalid_value", "row 2: blob"),
        ("missing_identifier", "row 3: userId"),
    ]


def test_conversions(house: House, tmp_path: Path, at: Any) -> None:
    mapping = """
type: track
event: E
user_id: u
timestamp: {column: t, format: milliseconds}
properties:
  price: {column: price, as: number, thousands: ".", decimal: ","}
  count: {column: count, as: integer}
  big: {column: big, as: number}
  ok: {column: ok, as: boolean}
  data: {column: data, as: json}
  none: {column: none}
  braces: "{{x}}"
empty: ["", NA]
"""
    content = 't;price;count;big;ok;data;none\n1700000000000;1.299,50;3.0;12345678901234567890;否;"{""a"":[1]}";NA\n'
    house.take(write(tmp_path, content), mapping)
    [event] = house.events
    assert event.properties == {
        "price": 1299.5,
        "count": 3,
        "big": 12345678901234567890.0,
        "ok": False,
        "data": {"a": [1]},
        "braces": "{x}",
    }
    assert event.timestamp == at("2023-11-14T22:13:20Z")


MAPPINGS = [
    ("- a", "a mapping is a list of fields"),
    ("type: [", "not YAML"),
    ("typ: track", "no field 'typ'; did you mean 'type'"),
    ("user_id: x", "needs a `type`"),
    ("type: track\nuser_id: '{}'", "names columns in braces"),
    ("type: track\nuser_id: '{a:>5}'", "names columns in braces"),
    ("type: track\nuser_id: '{a'", "`user_id`"),
    ("type: track\nuser_id: {column: a, as: nmber}", "`user_id`"),
    ("type: track\nuser_id: {column: a, zone: Mars/Phobos}", "no time zone 'Mars/Phobos'"),
    ("type: track\nproperties: x", "`properties` is a list"),
    ("type: track\nrest: context", "Invalid enum value"),
    ("type: track\ndelimiter: ab", "one character"),
]


@pytest.mark.parametrize(("text", "sentence"), MAPPINGS, ids=[row[0] for row in MAPPINGS])
def test_mappings_that_cannot_be_understood(text: str, sentence: str) -> None:
    with pytest.raises(MappingError, match=sentence) as caught:
        load(text, "orders.yml")
    assert str(caught.value).startswith("orders.yml: ")


def test_a_dry_run_shows_what_would_come_and_stores_nothing(house: House, tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + ROW * 1_400 + "bad\n")
    report = Import(load(ORDERS), path).try_out(house.clock.now())
    assert (report.rows, report.accepted, report.troubles, len(report.sample)) == (1_000, 1_000, [], 3)
    assert report.facts.format == "csv"
    assert report.facts.encoding == "utf-8"
    assert house.log.end() == 0


def test_memory_is_bounded_by_the_line(tmp_path: Path) -> None:
    path = write(tmp_path, b"id,customer\n" + b"x" * (4 * rows.LINE))
    plan = load('type: identify\nuser_id: "{customer}"\n')
    facts = rows.inspect(path, plan)
    assert [row.code for row in rows.read(path, facts, plan) if isinstance(row, rows.Bad)] == ["row_too_long"]


def test_real_files(house: House, wire: Path) -> None:
    path = wire.parent / "data" / "cdnow" / "CDNOW_master.txt.gz"
    if not path.is_file():
        pytest.skip("../shared/data/cdnow is not here")
    mapping = """
type: track
event: Order Completed
user_id: "{customer_id}"
timestamp: {column: date, format: "%Y%m%d", zone: America/New_York}
properties: {total: {column: dollar_value, as: number}, quantity: {column: number_of_cds, as: integer}}
delimiter: whitespace
"""
    report = Import(load(mapping), path).try_out(house.clock.now())
    assert (report.accepted, report.troubles) == (1_000, [])
    assert report.sample[0].properties == {"total": 11.77, "quantity": 1}
