"""Texts: cased one code point at a time, exactly as DuckDB does, for every code point there is."""

import duckdb
import pyarrow as pa

from regulars.algebra import textual


def test_every_code_point_is_cased_as_duckdb_does() -> None:
    points = [chr(point) for point in range(1, 0x110000) if not 0xD800 <= point <= 0xDFFF]
    table = pa.table({"c": points})
    with duckdb.connect() as connection:
        connection.register("points", table)
        found = connection.sql("SELECT lower(c) AS l, upper(c) AS u FROM points").to_arrow_table()
    assert [textual.lower(point) for point in points] == found.column("l").to_pylist()
    assert [textual.upper(point) for point in points] == found.column("u").to_pylist()


def test_casing_does_not_look_at_neighbours() -> None:
    assert textual.lower("ΑΣ") == "ασ"
    assert textual.upper("straße") == "STRAẞE"


def test_a_pattern_is_no_regular_expression() -> None:
    assert textual.like("a.c", "a.c")
    assert not textual.like("abc", "a.c")
    assert textual.like("a\nc", "a%")
    assert textual.ilike("ÀB", "à_")
