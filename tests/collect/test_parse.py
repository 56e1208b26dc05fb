"""The law of the two paths, and what no bytes can do to the door."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from regulars.collect import parse as module
from regulars.collect.checks import Call
from regulars.collect.limits import Limits
from regulars.collect.parse import parse
from regulars.collect.rejection import Refusal
from regulars.records import Event

NOON = 1_795_348_800_000_000
CALL = Call("web", NOON)
LIMITS = Limits()

identifiers = st.sampled_from(
    [
        "ann",
        "u-17",
        "",
        " x",
        "x ",
        "0",
        "0-0",
        "none",
        "游客",
        "李雷",
        "a|b",
        "x" * 256,
        "x" * 257,
        "é" * 129,
        "e\u0301",
        "00ff",
        "\n",
        "null",
    ]
)
moments = st.sampled_from(
    [
        "2026-11-22T11:00:00.123Z",
        "2026-11-22T19:00:00+08:00",
        "2026-11-22T12:04:59.123456+00:00",
        "2026-11-22T12:06:00Z",
        "2026-11-22T11:00:00",
        "2026-11-22",
        "2026-W47-7T11:00:00Z",
        "20261122T110000Z",
        "1969-12-31T23:59:59Z",
        "2026-11-22T24:00:00Z",
        "",
        "x",
        "2026-11-15T11:00:00Z",
    ]
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, -1, 2**53 + 1, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 10**30]),
    st.sampled_from([0.5, -0.0, -0.25, 1e22, 1e-7, 1e300, 123456789.123456789]),
    st.sampled_from(
        ["", "a", "x\0y", "\\u0000", '"', '":', "\\", "e400,", "-0", "{[", "价格", "x" * 300, "x" * 17_000, "2026-01-02", "😀"]
    ),
)
keys = st.sampled_from(
    ["a", "b", "total", "", "价", "k" * 256, "k" * 257, "__regulars", "a\0", '"', '":', "userId", "traits", "\\"]
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=8
)
objects = st.dictionaries(keys, values, max_size=4)
contexts = st.dictionaries(
    st.sampled_from(["ip", "locale", "timezone", "groupId", "page", "library"]),
    st.sampled_from(
        [
            "1.2.3.4",
            "::1",
            "999.1.1.1",
            "zh-CN",
            "zh_CN.UTF-8",
            "Asia/Shanghai",
            "GMT+0800",
            "Mars",
            "g",
            "",
            None,
            5,
            {"a": 1e300},
        ]
    ),
    max_size=3,
) | st.fixed_dictionaries({"traits": st.one_of(st.none(), objects)})
plain = st.dictionaries(
    st.sampled_from(["a", "total", "价格", "products"]),
    st.sampled_from([1, 9.5, -3, "x", "龙井茶", None, True, [{"id": "p-1", "price": 2.5}], 'a "quoted" word', "x" * 300]),
    max_size=4,
)
FIELDS = {
    "event": st.sampled_from(["Viewed", "商品", " a", "a ", "", "a\nb", "e" * 200, "e" * 201]),
    "name": st.sampled_from(["Home", "", " ", "n" * 201]),
    "messageId": st.sampled_from(["m", "m" * 100, "é", "m" * 101, "a b", ""]),
    "userId": st.none() | identifiers,
    "anonymousId": st.none() | identifiers,
    "groupId": st.none() | identifiers,
    "previousId": identifiers,
    "timestamp": st.none() | moments,
    "originalTimestamp": moments,
    "sentAt": moments,
    "properties": st.none() | objects,
    "traits": st.none() | objects,
    "context": contexts,
    "integrations": objects,
    "channel": st.just("web"),
    "category": values,
    "_metadata": objects,
    "writeKey": st.just("WK"),
    "foo": values,
}


@st.composite
def _calls(draw: st.DrawFn) -> dict[str, Any]:
    """A call as clients write it, with at most two fields that may be odd."""
    call: dict[str, Any] = {
        "type": draw(st.sampled_from(["track", "identify", "page", "screen", "group", "alias"])),
        "messageId": draw(st.sampled_from(["m-1", "m-2"])),
        "userId": draw(st.sampled_from(["ann", "bo", None])),
        "anonymousId": "4f9c",
        "timestamp": draw(st.sampled_from(["2026-11-22T11:00:00.123Z", "2026-11-22T19:00:00+08:00"])),
        "context": {"library": {"name": "x"}, "ip": "203.0.113.7", "traits": draw(plain)},
    }
    call["traits" if call["type"] in ("identify", "group") else "properties"] = draw(plain)
    if call["type"] == "track":
        call["event"] = "Viewed"
    if call["type"] == "group":
        call["groupId"] = "g-1"
    if call["type"] == "alias":
        call["previousId"] = "4f9c"
    for field in draw(st.lists(st.sampled_from(sorted(FIELDS)), max_size=2)):
        call[field] = draw(FIELDS[field])
    return call


calls = _calls()


def numbers(value: Any) -> Any:
    """The numbers in it as they print, in order of their paths: 1 is not 1.0."""
    if isinstance(value, dict):
        return [numbers(value[key]) for key in sorted(value)]
    if isinstance(value, list):
        return list(map(numbers, value))
    return repr(value) if isinstance(value, (int, float)) else ""


def both(body: bytes, batch: bool = True) -> None:
    quick = parse(body, CALL, batch, LIMITS)
    careful = module._careful(body, CALL, batch, LIMITS)
    one, other = (msgspec.json.decode(parsed.body, type=list[Event]) for parsed in (quick, careful))
    assert one == other
    assert [numbers(msgspec.to_builtins(event)) for event in one] == [numbers(msgspec.to_builtins(event)) for event in other]
    assert [one.rejected for one in quick.rejected] == [one.rejected for one in careful.rejected]
    assert quick.count == careful.count
    assert quick.write_key == careful.write_key


@settings(max_examples=200, deadline=None)
@given(st.lists(calls, max_size=3), st.booleans(), st.booleans(), moments)
def test_the_quick_path_and_the_careful_path_agree(
    some: list[dict[str, Any]], spaced: bool, escaped: bool, sent_at: str
) -> None:
    separators = (", ", ": ") if spaced else (",", ":")
    body = {"batch": some, "sentAt": sent_at, "writeKey": "WK"}
    both(json.dumps(body, separators=separators, ensure_ascii=escaped).encode())
    for call in some:
        both(json.dumps(call, separators=separators, ensure_ascii=escaped).encode(), batch=False)


WORDS = json.dumps({f"k{n}": n for n in range(990)})
ODD = [
    '"event":"a\\u0022:b","userId":"bo"',
    '"writeKey":"WK"',
    f'"writeKey":"{"x" * 17_000}"',
    '"channel":1e400',
    '"channel":1E+0400 ',
    '"channel":"1e400"',
    '"category":-9223372036854775809',
    '"integrations":null',
    '"properties": {"a": [1, 2], "b" : "}"}',
    '"properties":{"id":"12345678901234567890","__regular":1}',
    f'"properties":{WORDS}',
    f'"properties":{WORDS},"traits":{{"a":{{"b":1,"c":2,"d":3}}}}',
    f'"properties":{WORDS},"integrations":{WORDS}',
    f'"properties":{{"a":{json.dumps([0] * 1_001, separators=(",", ":"))}}}',
    f'"properties":{{"a":"{"x" * 2_100}"}}',
    f'"properties":{{"a":"{"x" * 16_384}"}}',
    f'"properties":{{"a":"{"x" * 16_000}"}},"context":{{"a":"{"x" * 16_000}","b":"{"x" * 1_000}"}}',
    f'"properties":{{"a":1{" " * 33_000}}}',
    f'"properties":{"[" * 31}{"]" * 31}',
    f'"properties":{{"a":{"[" * 31}{"]" * 31}}}',
    f'"properties":{{"a":{"[" * 32}{"]" * 32}}}',
    '"context":{"traits":{}}',
    '"context":{"traits":null,"groupId":"g"}',
    '"context":{"traits":{"a":1,"b":2}},"traits":{"b":3}',
    '"context":{"traits":{"a":1}},"traits":null',
    '"context":{"traits":0}',
    '"context":{"traits":[1]}',
    '"timestamp":"2026-11-22T11:00:00.123456+00:00"',
    '"timestamp":"2026-11-22T11:00:00.123+08:00"',
    '"timestamp":"2026-11-22T24:00:00.000Z"',
    '"timestamp":"2026-11-22T11:00:60.000Z"',
    '"timestamp":"2026-02-30T11:00:00.000Z"',
    '"timestamp":"2026-11-22T12:05:00.000Z"',
    '"timestamp":"2026-11-22T12:05:00.001Z"',
    '"timestamp":"1970-01-01T00:00:00.000Z"',
    '"timestamp":"1969-12-31T23:59:59.999Z"',
    f'"timestamp":"{" " * 17_000}2026-11-22T11:00:00Z"',
    '"timestamp":null,"originalTimestamp":"2026-11-22T11:00:00.123Z"',
    '"timestamp":"2026-11-22T11:00:00.123Z","originalTimestamp":"2026-11-22T10:00:00.123Z"',
    '"timestamp":"2026-11-22T11:00:00.123Z","sentAt":"2026-11-22T11:00:00.123Z"',
]


@pytest.mark.parametrize("odd", ODD, ids=[odd[:40] for odd in ODD])
@pytest.mark.parametrize("sent_at", ["", "2026-11-22T10:00:00.000Z", "2020-11-22T10:00:00.000Z"])
def test_they_agree_on_what_looks_odd_in_bytes(odd: str, sent_at: str) -> None:
    """Beside calls that are surely good, alone, and written with spaces."""
    event = "" if '"event"' in odd else '"event":"E",'
    good = '{"type":"track","event":"E","userId":"ann","messageId":"g","timestamp":"2026-11-22T11:00:00.123Z"}'
    call = f'{{"type":"track",{event}"userId":"ann","messageId":"o",{odd}}}'
    for sent in (f'{{"batch":[{good},{call},{good}],"sentAt":"{sent_at}"}}', f'{{"batch": [{call} ], "sentAt":"{sent_at}"}}'):
        both(sent.encode())
    both(call.encode(), batch=False)


USUAL = [
    {"timestamp": "2026-11-22T11:00:00.123Z", "context": {"ip": "203.0.113.7", "locale": "zh-CN", "traits": {}}},
    {"timestamp": "2026-11-22T11:00:00.123456+00:00", "integrations": {}, "context": {"library": {"name": "x"}}},
    {"originalTimestamp": "2026-11-22T11:00:00.123+08:00", "channel": "web", "properties": {"name": "茉莉花茶", "n": "1e400"}},
    {
        "timestamp": "2026-11-22T11:00:00Z",
        "properties": {"a": "x" * 9_000},
        "context": {"traits": {"a": 1}},
        "traits": {"b": 1},
    },
    {"timestamp": None, "anonymousId": "00ff", "properties": None, "writeKey": "WK"},
]


@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
def test_what_clients_usually_send_takes_the_quick_path(monkeypatch: pytest.MonkeyPatch, separators: tuple[str, str]) -> None:
    """Alone and together: the careful path costs twenty times as much."""
    monkeypatch.delattr(module, "_careful")
    calls = [
        {"type": "track", "event": "商品", "userId": "ann", "messageId": f"m-{n}"} | usual for n, usual in enumerate(USUAL)
    ]
    for some in ([call] for call in calls):
        parse(json.dumps({"batch": some, "sentAt": USUAL[0]["timestamp"]}, separators=separators).encode(), CALL, True, LIMITS)
    assert parse(json.dumps({"batch": calls * 9}, separators=separators).encode(), CALL, True, LIMITS).count == 45


def test_neither_warns_of_a_key_twice_in_a_payload_and_the_last_one_wins() -> None:
    body = b'{"batch":[{"type":"track","event":"E","userId":"a","messageId":"m","properties":{"a":1,"b":{"c":1,"c":2},"a":3}}]}'
    both(body)
    [event] = msgspec.json.decode(parse(body, CALL, True, LIMITS).body, type=list[Event])
    assert event.properties == {"a": 3, "b": {"c": 2}}
    assert event.warnings == []


@settings(max_examples=100, deadline=None)
@given(calls)
def test_a_good_call_takes_the_quick_path_alone_and_among_others(call: dict[str, Any]) -> None:
    """What a call becomes does not hang on its neighbours, nor on the path that they force."""
    good = {"type": "track", "event": "E", "userId": "ann", "messageId": "g"}
    alone = parse(json.dumps({"batch": [good]}).encode(), CALL, True, LIMITS)
    among = parse(json.dumps({"batch": [good, call]}).encode(), CALL, True, LIMITS)
    first, only = (msgspec.json.decode(parsed.body, type=list[Event])[0] for parsed in (among, alone))
    assert first == only
    assert among.count + len(among.rejected) == 2


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=200) | st.text(alphabet='{}[]",:0123456789eE+-. \\unltrabch"', max_size=120).map(str.encode),
    st.booleans(),
)
@example(b'{"batch":[{"a":1}' + b"," * 9, True)
def test_any_bytes_are_taken_or_refused_never_more(body: bytes, batch: bool) -> None:
    try:
        parsed = parse(body, CALL, batch, LIMITS)
    except Refusal as refusal:
        status, said = refusal.status, refusal.sentence
    else:
        status, said = 200, ""
        assert len(json.loads(parsed.body)) == parsed.count
    assert status in (200, 400, 413)
    assert len(said) < 500


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*FIELDS, "type", "batch"]) | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=20,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(anything, st.sampled_from(["/v1/batch", "/v1/t", "/v1/i", "/v1/g", "/api/s/page"]))
def test_any_json_gets_a_small_answer_that_is_not_5xx(doorstep: Any, value: Any, path: str) -> None:
    for sent in (value, {"batch": value}, {"batch": [value]}):
        reply = doorstep().send(json.dumps(sent).encode(), path)
        assert reply.status in (200, 400, 401, 413)
        assert len(reply.body) <= 4096
        assert isinstance(reply.json["success"], bool)
