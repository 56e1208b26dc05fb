"""The process that answers one question: reads it from standard input, limits itself, and writes the answer."""

import io
import resource
import sys
import threading
from collections.abc import Iterator
from typing import Any

import duckdb
import msgspec
import pyarrow as pa

from regulars.kit.errors import nearest
from regulars.lake.lake import Limits
from regulars.lake.question import Question, Refused, receive, receive_table, send
from regulars.lake.views import NAMES, Sources, quoted

_ROOM_BYTES = 512 << 20
"""What Python, Arrow and the engine need besides the engine's own limit."""

_TABLE_FUNCTIONS = frozenset({"unnest", "range", "generate_series"})
_CLOSED_FUNCTIONS = frozenset({"current_setting", "getenv"})


def main() -> None:
    """Answer the question on standard input."""
    message = io.BytesIO(sys.stdin.buffer.read())
    question = msgspec.msgpack.decode(receive(message), type=Question)
    pending = {name: receive_table(message) for name in question.pending}
    sources = Sources(question.files, pending, receive_table(message), receive_table(message))
    _wall(question.limits)
    answer = io.BytesIO()
    try:
        table = _answer(question, sources)
    except Refused as refused:
        send(answer, refused.sentence.encode())
    except duckdb.InterruptException:
        send(answer, f"the query took longer than {question.limits.seconds:g} s and was ended; ask for less".encode())
    except (duckdb.OutOfMemoryException, MemoryError, pa.ArrowMemoryError):
        send(answer, f"the query needs more than {question.limits.memory_bytes >> 20} MiB of memory; ask for less".encode())
    except (duckdb.Error, pa.ArrowException) as error:
        send(answer, str(error).strip().encode())
    else:
        send(answer, b"")
        send(answer, table)
    sys.stdout.buffer.write(answer.getvalue())


def _wall(limits: Limits) -> None:
    """What the system holds us to, whatever the engine does: memory, processor time, and no file can be written."""
    seconds = int(limits.seconds * limits.threads) + 2
    for what, most in (
        (resource.RLIMIT_DATA, limits.memory_bytes + _ROOM_BYTES),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _answer(question: Question, sources: Sources) -> pa.Table:
    limits = question.limits
    config: dict[str, Any] = {
        "threads": limits.threads,
        "memory_limit": f"{limits.memory_bytes}B",
        "temp_directory": "",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "python_enable_replacements": False,
    }
    with duckdb.connect(":memory:", config=config) as connection:
        paths = ", ".join(quoted(path) for found in sources.files.values() for path in found)
        connection.execute(f"set TimeZone = 'UTC'; set allowed_paths = [{paths}]; set enable_external_access = false")
        sources.open(connection, question.sql, limits.covers)
        connection.execute("set lock_configuration = true")
        query = check(connection, question.sql)
        timer = threading.Timer(limits.seconds, connection.interrupt)
        timer.daemon = True
        timer.start()
        # On lines of its own: the text may end with a comment.
        table = connection.sql(f"select * from (\n{query}\n) limit {limits.rows + 1}").to_arrow_table()
        timer.cancel()
    if table.nbytes > limits.answer_bytes:
        raise Refused(
            f"the answer has {table.nbytes >> 20} MiB, at most {limits.answer_bytes >> 20} can be shown; ask for less"
        )
    return table


def check(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """The text of the one SELECT that `sql` holds, if it reads nothing but the views. Raises Refused."""
    statements = connection.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise Refused("write one SELECT statement, and nothing else")
    query = statements[0].query.strip().rstrip(";")
    ((text,),) = connection.execute("select json_serialize_sql($1)", [query]).fetchall()
    tree = msgspec.json.decode(text)
    if tree.get("error"):
        raise Refused(f"write one SELECT statement, and nothing else ({tree.get('error_message', 'not a SELECT')})")
    nodes = list(_nodes(tree))
    names = {*NAMES, *(entry["key"] for node in nodes for entry in node.get("cte_map", {}).get("map", []))}
    known = {name.lower() for name in names}
    for node in nodes:
        if node.get("type") == "BASE_TABLE":
            path = [node.get("catalog_name"), node.get("schema_name"), node["table_name"]]
            name = ".".join(part for part in path if part)
            if name.lower() not in known:
                raise Refused(f"there is no table {name!r} here; there are {', '.join(sorted(NAMES))}{nearest(name, names)}")
        elif node.get("type") == "TABLE_FUNCTION" and node["function"]["function_name"].lower() not in _TABLE_FUNCTIONS:
            raise Refused(f"the table function {node['function']['function_name']!r} is not allowed here")
        elif node.get("class") == "FUNCTION" and node["function_name"].lower() in _CLOSED_FUNCTIONS:
            raise Refused(f"the function {node['function_name']!r} is not allowed here")
    return query


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


if __name__ == "__main__":
    main()
