"""Files in: each row becomes a call, passes the checks of the door and goes to the same log. Resumable and idempotent."""

from collections.abc import Callable, Iterator
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import msgspec

from regulars.collect import rows
from regulars.collect.checks import Call
from regulars.collect.convert import Unfit
from regulars.collect.limits import Limits
from regulars.collect.lines import Bad
from regulars.collect.mapping import Plan
from regulars.collect.parse import parse
from regulars.collect.rows import Facts
from regulars.kit.clock import Clock
from regulars.log.log import Log
from regulars.records import Envelope, Event, Rejected

BATCH = 500
_DRY_ROWS = 1_000


class Progress(msgspec.Struct, frozen=True):
    """How far an import has come."""

    row: int = 0
    """Rows of the file (without its header) whose outcome is in the log."""
    accepted: int = 0
    rejected: int = 0
    done: bool = False


class Jobs(Protocol):
    """Where the progress of imports is kept between processes."""

    def get(self, id: str) -> Progress | None:
        """How far this import has come; None if it never started."""
        ...

    def put(self, id: str, progress: Progress) -> None:
        """Remember it, durably."""
        ...


class Trouble(msgspec.Struct, frozen=True):
    """A row that would be rejected."""

    row: int
    code: str
    path: str = ""


class Report(msgspec.Struct, frozen=True):
    """What the first rows of a file would become."""

    facts: Facts
    rows: int
    accepted: int
    troubles: list[Trouble]
    sample: list[Event]
    """The first three events."""


class _Outcome(msgspec.Struct):
    body: bytes
    count: int
    rejected: list[Rejected]
    troubles: list[Trouble]


class Import:
    """One file and what its rows mean.

    The same file with the same mapping is the same import: run again, it goes on where it was or has nothing to do. A row's
    messageId is the mapping's, or made of the file's content, the mapping and the row's number; so rows that a crash makes us
    send twice are recognised as repeats, and one file may be imported as several kinds of calls.
    """

    def __init__(self, plan: Plan, path: Path, limits: Limits = Limits()) -> None:  # noqa: B008
        """Reads the file once. Raises FileError where it cannot be imported."""
        self.plan = plan
        self.path = path
        self.facts = rows.inspect(path, plan)
        self._limits = limits
        self._name = blake2b(msgspec.json.encode([self.facts.digest, plan], order="deterministic"), digest_size=12).hexdigest()
        self._call = plan.compile()

    def job_id(self, source: str) -> str:
        """The name of this import: of the file's content, the mapping and the source."""
        return f"import-{self._name}-{source}"

    def try_out(self, at: int, limit: int = _DRY_ROWS) -> Report:
        """What would become of the first rows, without storing anything."""
        accepted, seen = 0, 0
        troubles: list[Trouble] = []
        sample: list[Event] = []
        for first, some in self._batches(0, limit):
            outcome = self._check(first, some, "", at)
            seen += len(some)
            accepted += outcome.count
            troubles += outcome.troubles
            if len(sample) < 3:
                sample += msgspec.json.decode(outcome.body, type=list[Event])[: 3 - len(sample)]
        return Report(self.facts, seen, accepted, troubles, sample)

    def run(
        self,
        log: Log,
        jobs: Jobs,
        clock: Clock,
        workspace: str,
        source: str,
        told: Callable[[Progress], None] = lambda progress: None,
    ) -> Progress:
        """Append what is not yet in the log, `BATCH` rows at a time; progress is kept only after each append.

        Raises LogFull and LogBroken as the log does: run it again later, and it goes on.
        """
        job = self.job_id(source)
        progress = jobs.get(job) or Progress()
        if progress.done:
            return progress
        for first, some in self._batches(progress.row, None):
            at = clock.now()
            outcome = self._check(first, some, source, at)
            envelopes = []
            if outcome.count:
                envelopes.append(Envelope(workspace, "events", source, at, outcome.count, outcome.body))
            if outcome.rejected:
                kept = msgspec.json.encode(outcome.rejected)
                envelopes.append(Envelope(workspace, "rejected", source, at, len(outcome.rejected), kept))
            if envelopes:
                log.append(envelopes)
            progress = Progress(
                first + len(some) - 1, progress.accepted + outcome.count, progress.rejected + len(outcome.rejected)
            )
            jobs.put(job, progress)
            told(progress)
        progress = msgspec.structs.replace(progress, done=True)
        jobs.put(job, progress)
        told(progress)
        return progress

    def _batches(self, after: int, limit: int | None) -> Iterator[tuple[int, list[Any]]]:
        """Rows after the first `after`, in batches, each with the number of its first row (from 1)."""
        every = islice(rows.read(self.path, self.facts, self.plan), after, limit)
        number = after + 1
        while some := list(islice(every, BATCH)):
            yield number, some
            number += len(some)

    def _check(self, first: int, some: list[Any], source: str, at: int) -> _Outcome:
        calls: list[bytes] = []
        numbers: list[int] = []
        rejected: list[Rejected] = []
        troubles: list[Trouble] = []

        def reject(number: int, code: str, path: str, body: bytes) -> None:
            troubles.append(Trouble(number, code, path))
            rejected.append(
                Rejected(code, f"row {number}: {path}" if path else f"row {number}", self._message_id(number), body)
            )

        for number, row in enumerate(some, first):
            if isinstance(row, Bad):
                reject(number, row.code, "", row.body)
                continue
            try:
                calls.append(self._written(row, number))
            except Unfit as unfit:
                reject(number, unfit.code, unfit.column, msgspec.json.encode(row, enc_hook=str))
                continue
            numbers.append(number)
        parsed = parse(b'{"batch":[' + b",".join(calls) + b"]}", Call(source, at), True, self._limits)
        for refused in parsed.rejected:
            reject(numbers[refused.index], refused.rejected.code, refused.rejected.path, refused.rejected.body)
        return _Outcome(parsed.body, parsed.count, rejected, sorted(troubles, key=lambda trouble: trouble.row))

    def _written(self, row: dict[str, Any] | bytes, number: int) -> bytes:
        """The row as a call in JSON, with a messageId."""
        if isinstance(row, dict):
            call = self._call(row)
            call.setdefault("messageId", self._message_id(number))
            return msgspec.json.encode(call)
        call = msgspec.json.decode(row)
        if call.get("messageId") is not None:
            return row
        if "messageId" in call or not call:
            return msgspec.json.encode(call | {"messageId": self._message_id(number)})
        return b'{"messageId":"%s",' % self._message_id(number).encode() + row[1:]

    def _message_id(self, number: int) -> str:
        return f"{self._name}-{number}"
