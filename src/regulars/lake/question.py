"""SQL that users write, answered in a process of its own: what it takes and what it sees is walled in by the system.

An engine's own limits do not hold against hostile SQL: DuckDB counts neither the text that `repeat` makes nor a result
on its way out, so one SELECT can take all of a server's memory. A process costs 0.15 s and can be limited and ended.
"""

import io
import subprocess
import sys
from typing import IO

import msgspec
import pyarrow as pa

from regulars.kit.errors import RegularsError
from regulars.lake.lake import Answer, Limits
from regulars.lake.views import Sources

_GRACE_SECONDS = 5.0


class Question(msgspec.Struct, frozen=True):
    """What the answering process is told first; the Arrow tables of `pending`, the resolved identities and the moved
    events follow."""

    sql: str
    files: dict[str, list[str]]
    pending: list[str]
    limits: Limits


class Refused(RegularsError):
    """The SQL is wrong, not allowed, or takes too much; the sentence says which."""

    code = "sql"


def ask(sql: str, sources: Sources, limits: Limits) -> Answer:
    """Answer one SELECT over the views of `sources`. Raises Refused."""
    pending = {name: sources.pending[name] for name in sources.named(sql) if name in sources.pending}
    files = {name: list(sources.files.get(name, ())) for name in sources.named(sql)}
    question = Question(sql, files, list(pending), limits)
    message = io.BytesIO()
    try:
        send(message, msgspec.msgpack.encode(question))
    except UnicodeEncodeError:
        raise Refused("the SQL holds half a character (a lone surrogate)") from None
    for table in (*pending.values(), sources.resolved, sources.moved):
        send(message, table)
    # Isolated and without an environment: no setting, key or path of the server reaches the process.
    command = [sys.executable, "-I", "-m", "regulars.lake.sandbox"]
    with subprocess.Popen(command, stdin=-1, stdout=-1, stderr=subprocess.DEVNULL, env={}, cwd="/") as process:
        try:
            told, _ = process.communicate(message.getvalue(), limits.seconds + _GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            raise Refused(f"the query took longer than {limits.seconds:g} s and was ended; ask for less") from None
        finally:
            process.kill()
    if process.returncode:
        raise Refused("the query took more memory or time than it may; ask for less")
    answer = io.BytesIO(told)
    sentence = receive(answer).decode()
    if sentence:
        raise Refused(sentence)
    table = receive_table(answer)
    return Answer(table.slice(0, limits.rows), table.num_rows > limits.rows)


def send(sink: IO[bytes], part: bytes | pa.Table) -> None:
    """Add one part to a message: its length, then its bytes (a table in Arrow's stream format)."""
    if isinstance(part, pa.Table):
        buffer = pa.BufferOutputStream()
        with pa.ipc.new_stream(buffer, part.schema) as writer:
            writer.write_table(part)
        part = buffer.getvalue().to_pybytes()
    sink.write(len(part).to_bytes(8, "big"))
    sink.write(part)


def receive(source: IO[bytes]) -> bytes:
    """The next part of a message."""
    return source.read(int.from_bytes(source.read(8), "big"))


def receive_table(source: IO[bytes]) -> pa.Table:
    """The next part of a message, which is a table."""
    return pa.ipc.open_stream(receive(source)).read_all()
