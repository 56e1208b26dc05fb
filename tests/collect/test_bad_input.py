"""The catalogue of bad input, one row a line: what is sent, and what the door answers. The numbers are the catalogue's.

Rows that a raw socket shows are in `test_socket`; rows about files in `test_importer`.
"""

import gzip
import json
from typing import Any

import msgspec
import pytest

from regulars.collect.limits import Limits

NUL = "\\u0000"


def deep(levels: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(levels - 1):
        value = {"a": value}
    return value


def raw(**fields: str) -> bytes:
    """A batch of a good call, a call with these fields written as given, and another good call."""
    call = {"type": '"track"', "event": '"E"', "userId": '"bo"', "messageId": '"odd"'} | fields
    odd = ",".join(f'"{name}":{value}' for name, value in call.items() if value)
    good = '{"type":"track","event":"E","userId":"ann","messageId":"%s"}'
    return f'{{"batch":[{good % "g1"},{{{odd}}},{good % "g2"}]}}'.encode("utf-8", "surrogateescape")


def plain(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


JSON = (("content-type", "application/json"),)
BOMB = gzip.compress(b"0" * (16 << 20))

REFUSED = [
    ("A1 gzip bomb", BOMB, 413, "body_too_large"),
    ("A1 bomb in the second member", gzip.compress(b"{}") + BOMB, 413, "body_too_large"),
    ("A3 gzip cut off", gzip.compress(b'{"batch":[]}')[:-9], 400, "invalid_encoding"),
    ("A3 gzip with a wrong check sum", gzip.compress(b'{"batch":[]}')[:-8] + b"12345678", 400, "invalid_encoding"),
    ("A3 gzip and garbage", gzip.compress(b'{"batch":[]}') + b"garbage", 400, "invalid_encoding"),
    ("A11 body too large", b'{"batch":["' + b"x" * 500_001 + b'"]}', 413, "body_too_large"),
    ("B1 arrays 100,000 deep", b"[" * 100_000, 400, "too_deep"),
    ("B1 objects 100,000 deep", b'{"a":' * 90_000, 400, "too_deep"),
    ("B1 the same in a batch", b'{"batch":[' + b"[" * 100_000, 400, "too_deep"),
    ("B3 NaN", raw(properties='{"a":NaN}'), 400, "invalid_json"),
    ("B3 Infinity", raw(properties='{"a":Infinity}'), 400, "invalid_json"),
    ("B3 -Infinity", raw(properties='{"a":-Infinity}'), 400, "invalid_json"),
    ("B10 invalid UTF-8 outside the calls", b'{"x\xff":1,"batch":[]}', 400, "invalid_utf8"),
    ("B11 lone surrogate", raw(properties='{"a":"\\ud800"}'), 400, "invalid_json"),
    ("B13 raw control character", raw(properties='{"a":"\x01"}'), 400, "invalid_json"),
    ("B13 single quotes", b"{'batch':[]}", 400, "invalid_json"),
    ("B13 comment", b'{"batch":[]}//', 400, "invalid_json"),
    ("B13 trailing comma", b'{"batch":[],}', 400, "invalid_json"),
    ("B13 01", raw(properties='{"a":01}'), 400, "invalid_json"),
    ("B13 +1", raw(properties='{"a":+1}'), 400, "invalid_json"),
    ("B13 0x10", raw(properties='{"a":0x10}'), 400, "invalid_json"),
    ("B13 byte-order mark", b'\xef\xbb\xbf{"batch":[]}', 400, "invalid_json"),
    ("B13 UTF-16", '{"batch":[]}'.encode("utf-16"), 400, "invalid_json"),
    ("B14 two documents", b'{"batch":[]}{"batch":[]}', 400, "invalid_json"),
    ("B15 empty", b"", 400, "expected_object"),
    ("B15 spaces", b" \n", 400, "expected_object"),
    ("B15 null", b"null", 400, "expected_object"),
    ("B15 array", b"[]", 400, "expected_object"),
    ("B15 string", b'"x"', 400, "expected_object"),
    ("B15 number", b"5", 400, "expected_object"),
    ("B16 no batch", b"{}", 400, "batch_must_be_array"),
    ("B16 batch null", b'{"batch":null}', 400, "batch_must_be_array"),
    ("B16 batch object", b'{"batch":{}}', 400, "batch_must_be_array"),
    ("B16 batch string", b'{"batch":"x"}', 400, "batch_must_be_array"),
    ("B9 batch twice", b'{"batch":[1],"batch":[]}', 400, "duplicate_key"),
    ("B9 batch twice, equal", b'{"batch":[],"batch":[]}', 400, "duplicate_key"),
    ("B18 2,501 events", b'{"batch":[' + b",".join([b"{}"] * 2501) + b"]}", 413, "too_many_events"),
]


@pytest.mark.parametrize(("body", "status", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_the_whole_request_is_refused(step: Any, body: bytes, status: int, code: str) -> None:
    reply = step.send(body)
    assert (reply.status, reply.code) == (status, code), reply.body
    assert reply.json["success"] is False
    assert reply.json["message"]
    assert len(reply.body) < 4096
    assert step.log.end() == 0


# Name, fields of the odd call as JSON text, and either the code of its rejection with the path, or None and what is kept.
CALLS: list[tuple[str, dict[str, str], str, str]] = [
    ("B2 depth 33", {"properties": json.dumps(deep(33))}, "too_deep", ""),
    ("B4 1e400", {"properties": '{"a":1e400}'}, "number_out_of_range", ""),
    ("B4 -1e400", {"properties": '{"a":-1e400}'}, "number_out_of_range", ""),
    ("B4 in context", {"context": '{"a":[1E+0400 ]}'}, "number_out_of_range", ""),
    ("B8 10,000 digits", {"properties": '{"a":' + "9" * 10_000 + "}"}, "number_out_of_range", ""),
    ("B9 userId twice", {"userId": '"a","userId":"b"'}, "duplicate_key", "userId"),
    ("B9 userId twice, spaced", {"userId": '"a","userId" :"b"'}, "duplicate_key", "userId"),
    ("B9 userId twice, escaped", {"userId": '"a","user\\u0049d":"b"'}, "duplicate_key", "userId"),
    ("B9 type twice", {"type": '"track","type":"track"'}, "duplicate_key", "type"),
    ("B9 properties twice", {"properties": '{"a":1},"properties":{"a":1}'}, "duplicate_key", "properties"),
    ("B10 invalid UTF-8", {"properties": '{"a":"\udcff"}'}, "invalid_utf8", ""),
    ("B10 overlong", {"properties": '{"a":"\udcc0\udcaf"}'}, "invalid_utf8", ""),
    ("B10 CESU surrogate", {"context": '{"a":"\udced\udca0\udc80"}'}, "invalid_utf8", ""),
    ("B12 NUL in a key", {"properties": f'{{"a{NUL}":1}}'}, "control_char", "properties"),
    ("B12 NUL in an id", {"userId": f'"a{NUL}"'}, "control_char", "userId"),
    ("B12 NUL in a name", {"event": f'"a{NUL}"'}, "control_char", "event"),
    ("B19 100,000 keys", {"properties": json.dumps({f"k{n}": 1 for n in range(20_000)})}, "event_too_large", ""),
    ("B19 1,001 keys", {"properties": json.dumps({f"k{n}": 1 for n in range(1001)})}, "too_many_keys", "properties"),
    ("B19 key of 1 MB", {"properties": json.dumps({"k" * 100_000: 1})}, "event_too_large", ""),
    ("B19 key of 257 bytes", {"properties": json.dumps({"k" * 257: 1})}, "key_too_long", "properties"),
    ("B19 the same in context", {"context": '{"a":{' + f'"{"k" * 257}" : 1}}}}'}, "key_too_long", "context.a"),
    ("B19 string of 100 KB", {"properties": json.dumps({"a": "x" * 100_000})}, "event_too_large", ""),
    ("B19 string of 17 KB", {"properties": json.dumps({"a": "x" * 17_000})}, "string_too_long", "properties.a"),
    ("B19 1,001 elements", {"properties": json.dumps({"a": [1] * 1001})}, "array_too_long", "properties.a"),
    ("C1 no type", {"type": ""}, "unknown_type", "type"),
    ("C1 Track", {"type": '"Track"'}, "unknown_type", "type"),
    ("C1 trackk", {"type": '"trackk"'}, "unknown_type", "type"),
    ("C1 number", {"type": "5"}, "unknown_type", "type"),
    ("C1 list", {"type": "[]"}, "unknown_type", "type"),
    ("C2 nobody", {"userId": ""}, "missing_identifier", "userId"),
    ("C2 null and empty", {"userId": 'null,"anonymousId":""'}, "missing_identifier", "userId"),
    ("C3 no event", {"event": ""}, "missing_event", "event"),
    ("C3 empty event", {"event": '""'}, "missing_event", "event"),
    ("C3 blank event", {"event": '" "'}, "missing_event", "event"),
    ("C3 null event", {"event": "null"}, "missing_event", "event"),
    ("C3 event 5", {"event": "5"}, "invalid_event", "event"),
    ("C3 event of 201 characters", {"event": json.dumps("e" * 201)}, "event_name_too_long", "event"),
    ("C5 userId 1.5", {"userId": "1.5"}, "invalid_identifier", "userId"),
    ("C5 userId true", {"userId": "true"}, "invalid_identifier", "userId"),
    ("C5 userId {}", {"userId": "{}"}, "invalid_identifier", "userId"),
    ("C5 userId []", {"userId": "[]"}, "invalid_identifier", "userId"),
    ("C5 userId 1e30", {"userId": "1e30"}, "invalid_identifier", "userId"),
    ("C6 properties []", {"properties": "[]"}, "invalid_properties", "properties"),
    ("C6 properties x", {"properties": '"x"'}, "invalid_properties", "properties"),
    ("C6 properties 5", {"properties": "5"}, "invalid_properties", "properties"),
    ("C6 traits 5", {"traits": "5"}, "invalid_traits", "traits"),
    ("C6 context 5", {"context": "5"}, "invalid_context", "context"),
    ("C6 context.traits 5", {"context": '{"traits":5}'}, "invalid_traits", "context.traits"),
    ("C10 messageId of 101", {"messageId": json.dumps("m" * 101)}, "invalid_message_id", "messageId"),
    ("C10 messageId empty", {"messageId": '""'}, "invalid_message_id", "messageId"),
    ("C10 messageId 5", {"messageId": "5"}, "invalid_message_id", "messageId"),
    ("C10 messageId with a newline", {"messageId": '"a\\nb"'}, "invalid_message_id", "messageId"),
    ("C14 reserved key", {"properties": '{"__regulars_x":1}'}, "reserved_key", "properties.__regulars_x"),
    ("C20 library of 1 MB", {"context": json.dumps({"library": "x" * 100_000})}, "event_too_large", ""),
    ("D2 space", {"userId": '" "'}, "missing_identifier", "userId"),
    ("D2 tab", {"userId": '"\\t"'}, "missing_identifier", "userId"),
    ("D2 zero width", {"userId": '"\\u200b"'}, "missing_identifier", "userId"),
    ("D5 300 emoji", {"userId": json.dumps("💩" * 300)}, "identifier_too_long", "userId"),
    ("D5 257 letters", {"userId": json.dumps("x" * 257)}, "identifier_too_long", "userId"),
    ("group without groupId", {"type": '"group"'}, "missing_group_id", "groupId"),
    ("alias without previousId", {"type": '"alias"'}, "missing_previous_id", "previousId"),
    ("E2 1600", {"timestamp": '"1600-01-01T00:00:00Z"'}, "timestamp_out_of_range", "timestamp"),
    ("E2 0001", {"timestamp": '"0001-01-01T00:00:00+05:00"'}, "timestamp_out_of_range", "timestamp"),
    ("E2 9999", {"timestamp": '"9999-12-31T23:59:59-08:00"'}, "timestamp_out_of_range", "timestamp"),
    ("E3 10000", {"timestamp": '"10000-01-01T00:00:00Z"'}, "invalid_timestamp", "timestamp"),
    ("E3 BC", {"timestamp": '"-000001-01-01T00:00:00Z"'}, "invalid_timestamp", "timestamp"),
    ("E4 29 Feb 2023", {"timestamp": '"2023-02-29T00:00:00Z"'}, "invalid_timestamp", "timestamp"),
    ("E4 30 Feb", {"timestamp": '"2024-02-30T00:00:00Z"'}, "invalid_timestamp", "timestamp"),
    ("E4 24:00", {"timestamp": '"2026-01-01T24:00:00Z"'}, "invalid_timestamp", "timestamp"),
    ("E5 1e30", {"timestamp": "1e30"}, "timestamp_out_of_range", "timestamp"),
    ("timestamp true", {"timestamp": "true"}, "invalid_timestamp", "timestamp"),
    ("timestamp yesterday", {"timestamp": '"yesterday"'}, "invalid_timestamp", "timestamp"),
    ("timestamp of Chinese digits", {"timestamp": '"２０２６-01-01T00:00:00Z"'}, "invalid_timestamp", "timestamp"),
    ("originalTimestamp list", {"originalTimestamp": "[]"}, "invalid_timestamp", "originalTimestamp"),
]


@pytest.mark.parametrize(("fields", "code", "path"), [row[1:] for row in CALLS], ids=[row[0] for row in CALLS])
def test_one_call_is_rejected_and_kept_and_its_neighbours_are_taken(
    step: Any, fields: dict[str, str], code: str, path: str
) -> None:
    reply = step.send(raw(**fields))
    assert reply.status == 200, reply.body
    assert reply.json["success"] is True
    assert reply.json["accepted"] == 2
    [told] = reply.json["rejected"]
    assert (told["index"], told["code"], told["path"]) == (1, code, path)
    assert [event.id for event in step.events()] == ["g1", "g2"]
    [kept] = step.rejected()
    assert (kept.code, kept.path) == (code, path)
    assert kept.body in raw(**fields)
    assert step.log.totals() == {"shop": 3}


KEPT: list[tuple[str, dict[str, str], dict[str, Any], list[str]]] = [
    ("B2 depth 32", {"properties": json.dumps(deep(32))}, {"properties": deep(32)}, []),
    ("B5 1e-400", {"properties": '{"a":1e-400}'}, {"properties": {"a": 0.0}}, []),
    ("B6 2^53+1", {"properties": '{"a":9007199254740993}'}, {"properties": {"a": 9007199254740993}}, []),
    ("B6 2^63-1", {"properties": '{"a":9223372036854775807}'}, {"properties": {"a": 2**63 - 1}}, []),
    ("B6 -2^63", {"properties": '{"a":-9223372036854775808}'}, {"properties": {"a": -(2**63)}}, []),
    ("B7 2^63", {"properties": '{"a":9223372036854775808}'}, {"properties": {"a": str(2**63)}}, ["number_as_string"]),
    ("B7 2^64", {"context": f'{{"a":{2**64}}}'}, {"context": {"a": str(2**64)}}, ["number_as_string"]),
    ("B7 400 digits", {"properties": '{"a":' + "7" * 400 + "}"}, {"properties": {"a": "7" * 400}}, ["number_as_string"]),
    ("B9 twice inside", {"properties": '{"a":1,"a":2}'}, {"properties": {"a": 2}}, []),
    ("B9 twice deep inside", {"properties": '{"b":[{"a":1,"a":2}]}'}, {"properties": {"b": [{"a": 2}]}}, []),
    ("B12 NUL in a value", {"properties": f'{{"a":"x{NUL}y"}}'}, {"properties": {"a": "xy"}}, ["nul_removed"]),
    ("B17 NUL, written as text", {"properties": '{"a":"\\\\u0000"}'}, {"properties": {"a": "\\u0000"}}, []),
    (
        "B21 minus zero equals zero",
        {"properties": '{"a":-0.0,"b":-0,"c":[ -0]}'},
        {"properties": {"a": -0.0, "b": 0, "c": [0]}},
        [],
    ),
    ("B21 1E+2", {"properties": '{"a":1E+2,"b":1.0}'}, {"properties": {"a": 100.0, "b": 1.0}}, []),
    ("C4 userId 123", {"userId": "123"}, {"user_id": "123"}, ["number_as_string"]),
    ("C6 properties null", {"properties": "null"}, {"properties": {}}, []),
    (
        "C7 traits 5 deep",
        {"type": '"identify"', "event": "", "traits": '{"a":[{"b":[{"c":1}]}]}'},
        {"traits": {"a": [{"b": [{"c": 1}]}]}},
        [],
    ),
    ("C8 price as text", {"properties": '{"price":"12"}'}, {"properties": {"price": "12"}}, []),
    ("C13 unknown field", {"foo": '{"a":1}'}, {"extra": {"foo": {"a": 1}}}, []),
    ("C13 __proto__", {"__proto__": '{"a":1}', "constructor": "1"}, {"extra": {"__proto__": {"a": 1}, "constructor": 1}}, []),
    ("C13 inside", {"properties": '{"__proto__":1,"toString":2}'}, {"properties": {"__proto__": 1, "toString": 2}}, []),
    (
        "C14 odd keys",
        {"properties": '{"":1,"$set":2,"a.b":3,"a[0]":4,"价格":5,"😀":6,"\u202e":7}'},
        {"properties": {"": 1, "$set": 2, "a.b": 3, "a[0]": 4, "价格": 5, "😀": 6, "\u202e": 7}},
        [],
    ),
    ("C14 key of 256 bytes", {"properties": json.dumps({"k" * 256: 1})}, {"properties": {"k" * 256: 1}}, []),
    (
        "C15 look-alikes",
        {"properties": '{"Price":1,"price":2,"\\u00e9":3,"e\\u0301":4}'},
        {"properties": {"Price": 1, "price": 2, "\u00e9": 3, "e\u0301": 4}},
        [],
    ),
    ("C16 ip 999", {"context": '{"ip":"999.1.1.1","a":1}'}, {"context": {"a": 1}}, ["invalid_ip"]),
    ("C16 ip with a zone", {"context": '{"ip":"fe80::1%eth0"}'}, {"context": {}}, ["invalid_ip"]),
    ("C16 list of ips", {"context": '{"ip":["1.1.1.1"]}'}, {"context": {}}, ["invalid_ip"]),
    ("C16 IPv6", {"context": '{"ip":"2001:db8::1"}'}, {"context": {"ip": "2001:db8::1"}}, []),
    ("C17 zh_CN.UTF-8", {"context": '{"locale":"zh_CN.UTF-8"}'}, {"context": {"locale": "zh-CN"}}, ["locale_normalised"]),
    ("C17 long locale", {"context": json.dumps({"locale": "x" * 1000})}, {"context": {}}, ["invalid_locale"]),
    ("C17 Mars", {"context": '{"timezone":"Mars/Phobos"}'}, {"context": {}}, ["invalid_timezone"]),
    ("C17 Shanghai", {"context": '{"timezone":"Asia/Shanghai"}'}, {"context": {"timezone": "Asia/Shanghai"}}, []),
    ("C18 integrations", {"integrations": '{"All":"yes"}'}, {"extra": {"integrations": {"All": "yes"}}}, []),
    ("D1 null", {"userId": '"null"'}, {"user_id": "null"}, ["blocked_identifier"]),
    ("D1 Anonymous", {"userId": '"Anonymous"'}, {"user_id": "Anonymous"}, ["blocked_identifier"]),
    ("D1 quoted", {"userId": '"\\"undefined\\""'}, {"user_id": '"undefined"'}, ["blocked_identifier"]),
    ("D1 object", {"userId": '"[object Object]"'}, {"user_id": "[object Object]"}, ["blocked_identifier"]),
    ("D1 guest in Chinese", {"userId": '"游客"'}, {"user_id": "游客"}, ["blocked_identifier"]),
    ("D1 zeros", {"userId": '"00000000-0000-0000-0000-000000000000"'}, {}, ["blocked_identifier"]),
    ("D3 spaces", {"userId": '" alice\u200b\ufeff\u00a0"'}, {"user_id": "alice"}, []),
    ("D3 inside", {"userId": '"a\u200bb"'}, {"user_id": "a\u200bb"}, []),
    ("D4 RTL override", {"userId": '"x\u202eecila"'}, {"user_id": "x\u202eecila"}, []),
    ("D4 Cyrillic", {"userId": '"аlice"'}, {"user_id": "аlice"}, []),
    ("D5 family", {"userId": '"👨\u200d👩\u200d👧"'}, {"user_id": "👨\u200d👩\u200d👧"}, []),
    ("D6 NFC", {"userId": '"e\u0301"'}, {"user_id": "é"}, []),
    ("D6 not NFKC", {"userId": '"ﬁ"'}, {"user_id": "ﬁ"}, []),
    ("D7 case", {"userId": '"Alice"'}, {"user_id": "Alice"}, []),
    ("D9 e-mail", {"userId": '"a@b.com\\r\\nBcc:x"'}, {"user_id": "a@b.com\r\nBcc:x"}, []),
    ("C2 anonymous only", {"userId": "null", "anonymousId": '"anon"'}, {"user_id": None, "anonymous_id": "anon"}, []),
    ("group in context", {"context": '{"groupId":"g"}'}, {"group_id": "g"}, []),
    ("event name trimmed", {"event": '" Viewed "'}, {"event": "Viewed"}, []),
    ("event 中文", {"event": '"商品浏览 😀 ../../x"'}, {"event": "商品浏览 😀 ../../x"}, []),
]


@pytest.mark.parametrize(("fields", "expected", "warnings"), [row[1:] for row in KEPT], ids=[row[0] for row in KEPT])
def test_the_call_is_kept(step: Any, fields: dict[str, str], expected: dict[str, Any], warnings: list[str]) -> None:
    reply = step.send(raw(**fields))
    assert (reply.status, reply.json) == (200, {"success": True})
    first, event, last = step.events()
    assert (first.id, event.id, last.id) == ("g1", "odd", "g2")
    for field, value in expected.items():
        assert json.dumps(getattr(event, field)) == json.dumps(value)
    assert event.warnings == warnings


TIMES: list[tuple[str, dict[str, str], str, list[str], Any]] = [
    ("none", {}, "2026-11-22T12:00:00Z", [], None),
    ("UTC", {"timestamp": '"2026-11-22T11:00:00Z"'}, "2026-11-22T11:00:00Z", [], None),
    ("zone", {"timestamp": '"2026-11-22T19:00:00.250+08:00"'}, "2026-11-22T11:00:00.250Z", [], None),
    ("E1 +5 min", {"timestamp": '"2026-11-22T12:05:00Z"'}, "2026-11-22T12:05:00Z", [], None),
    ("E1 +1 d", {"timestamp": '"2026-11-23T12:00:00Z"'}, "2026-11-22T12:00:00Z", ["timestamp_clamped"], "2026-11-23T12:00:00Z"),
    (
        "E1 +10 y",
        {"timestamp": '"2036-11-22T12:00:00Z"'},
        "2026-11-22T12:00:00Z",
        ["timestamp_clamped"],
        "2036-11-22T12:00:00Z",
    ),
    ("E4 leap second", {"timestamp": '"2016-12-31T23:59:60Z"'}, "2016-12-31T23:59:59.999999Z", ["leap_second"], None),
    ("E5 seconds", {"timestamp": "1700000000"}, "2023-11-14T22:13:20Z", ["timestamp_as_number"], None),
    ("E5 ms", {"timestamp": "1700000000000"}, "2023-11-14T22:13:20Z", ["timestamp_as_number"], None),
    ("E5 µs", {"timestamp": "1700000000000000"}, "2023-11-14T22:13:20Z", ["timestamp_as_number"], None),
    ("E5 text", {"timestamp": '"1700000000"'}, "2023-11-14T22:13:20Z", ["timestamp_as_number"], None),
    ("E5 float", {"timestamp": "1700000000.5"}, "2023-11-14T22:13:20.5Z", ["timestamp_as_number"], None),
    ("E6 no zone", {"timestamp": '"2024-01-01T00:00:00"'}, "2024-01-01T00:00:00Z", ["timestamp_without_zone"], None),
    ("E6 date", {"timestamp": '"2024-01-01"'}, "2024-01-01T00:00:00Z", ["timestamp_without_zone"], None),
    ("E7 ns", {"timestamp": '"2024-01-01T00:00:00.123456789Z"'}, "2024-01-01T00:00:00.123456Z", [], None),
    ("E7 30 digits", {"timestamp": f'"2024-01-01T00:00:00.{"1" * 30}Z"'}, "2024-01-01T00:00:00.111111Z", [], None),
    ("E9 ten years ago", {"timestamp": '"2016-11-22T12:00:00Z"'}, "2016-11-22T12:00:00Z", [], None),
    ("null", {"timestamp": "null"}, "2026-11-22T12:00:00Z", [], None),
    (
        "E8 clock an hour behind",
        {"originalTimestamp": '"2026-11-22T10:30:00Z"', "sentAt": '"2026-11-22T11:00:00Z"'},
        "2026-11-22T11:30:00Z",
        [],
        "2026-11-22T10:30:00Z",
    ),
    (
        "E8 clock an hour ahead",
        {"timestamp": '"2026-11-22T12:30:00Z"', "sentAt": '"2026-11-22T13:00:00Z"'},
        "2026-11-22T11:30:00Z",
        [],
        "2026-11-22T12:30:00Z",
    ),
    (
        "E8 the way of the request",
        {"timestamp": '"2026-11-22T11:00:00Z"', "sentAt": '"2026-11-22T11:59:59.500Z"'},
        "2026-11-22T11:00:00Z",
        [],
        None,
    ),
    (
        "E8 clock of 1970",
        {"timestamp": '"1970-01-01T00:00:10Z"', "sentAt": '"1970-01-01T00:00:20Z"'},
        "2026-11-22T12:00:00Z",
        ["clock_skew"],
        "1970-01-01T00:00:10Z",
    ),
    (
        "E8 sentAt in the far future",
        {"timestamp": '"2026-11-22T11:00:00Z"', "sentAt": '"2036-11-22T11:00:00Z"'},
        "2026-11-22T12:00:00Z",
        ["clock_skew"],
        "2026-11-22T11:00:00Z",
    ),
    ("E8 sentAt is nonsense", {"timestamp": '"2026-11-22T11:00:00Z"', "sentAt": '"soon"'}, "2026-11-22T11:00:00Z", [], None),
    (
        "both: corrected already",
        {
            "timestamp": '"2026-11-22T11:00:00Z"',
            "originalTimestamp": '"2026-11-22T09:00:00Z"',
            "sentAt": '"2026-11-22T09:30:00Z"',
        },
        "2026-11-22T11:00:00Z",
        [],
        "2026-11-22T09:00:00Z",
    ),
]


@pytest.mark.parametrize(("fields", "time", "warnings", "original"), [row[1:] for row in TIMES], ids=[row[0] for row in TIMES])
def test_times(step: Any, at: Any, noon: int, fields: dict[str, str], time: str, warnings: list[str], original: Any) -> None:
    assert step.send(raw(**fields)).json == {"success": True}
    event = step.events()[1]
    assert event.timestamp == at(time)
    assert event.received_at == noon
    assert event.warnings == warnings
    assert event.extra.get("originalTimestamp") == original


def test_b16_empty_batch(step: Any) -> None:
    assert step.send({"batch": []}).json == {"success": True}
    assert step.log.end() == 0


def test_b17_batch_of_things_that_are_no_calls(step: Any) -> None:
    reply = step.send(b'{"batch":[null,1,"x",[],{}]}')
    assert [(one["index"], one["code"]) for one in reply.json["rejected"]] == [
        (0, "expected_object"),
        (1, "expected_object"),
        (2, "expected_object"),
        (3, "expected_object"),
        (4, "unknown_type"),
    ]
    assert reply.json["accepted"] == 0
    assert [one.body for one in step.rejected()] == [b"null", b"1", b'"x"', b"[]", b"{}"]


def test_b20_colliding_keys_take_linear_time(step: Any) -> None:
    flood = {f"{n * (2**61 - 1)}": n for n in range(900)}
    assert (
        step.send({"batch": [{"type": "track", "event": "E", "userId": "a", "messageId": "m", "properties": flood}]}).status
        == 200
    )


def test_c9_a_call_without_a_message_id_gets_one(step: Any, track: Any) -> None:
    call = track()
    del call["messageId"]
    assert step.send({"batch": [call, call]}).json == {"success": True}
    one, other = step.events()
    assert len(one.id) == 36
    assert one.id[14] == "7"
    assert one.id != other.id
    assert one.warnings == ["message_id_assigned"]


def test_c11_c12_the_door_keeps_repeats_for_the_pipeline_to_judge(step: Any, track: Any) -> None:
    step.send({"batch": [track(), track(event="Other")]})
    step.send({"batch": [track()]}, key="other")
    assert [one.envelope.workspace for one in step.log.read(0, 9)] == ["shop", "other"]
    assert len(step.events()) == 3


def test_many_rejections_still_make_a_small_answer(step: Any) -> None:
    reply = step.send({"batch": [{"messageId": "\u00e9" * 100, "type": "\u00e9" * 90} for _ in range(300)]})
    assert reply.status == 200
    assert len(reply.body) <= 4096
    assert reply.json["rejected_count"] == 300
    assert 0 < len(reply.json["rejected"]) < 300
    assert len(step.rejected()) == 300


def test_the_batch_speaks_for_its_calls(step: Any, track: Any, at: Any) -> None:
    sent = {"batch": [track(context={"a": 1})], "context": {"a": 0, "b": 2}, "sentAt": "2026-11-22T11:00:00Z", "x": 1}
    assert step.send(sent).json == {"success": True}
    [event] = step.events()
    assert event.context == {"a": 1, "b": 2}
    assert event.timestamp == at("2026-11-22T12:00:00Z")


def test_limits_are_a_setting(doorstep: Any, track: Any) -> None:
    step = doorstep(Limits(events=1, depth=2))
    assert step.send({"batch": [track(), track()]}).code == "too_many_events"
    assert step.send({"batch": [track(properties={"a": {"b": {}}})]}).json["rejected"][0]["code"] == "too_deep"
    assert msgspec.structs.asdict(Limits())["events"] == 2_500
