"""Reads what customers write as it comes in: follows the history, and says through the log what each text tells.

For each definition of texts there is a job that remembers up to which event it has come. History is the source, not the log:
there every event stands once, with its customer, and texts from before the definition stand there as well. What was appended
before a crash, or under a former definition, is recognised in the history, so that each text is analysed once.
"""

import threading
from collections.abc import Mapping
from typing import Any

import msgspec

from regulars.algebra.dialect import Speller, name, quoted
from regulars.app.house import House
from regulars.app.text_words import LATEST, asked_of, keep_words, refresh_words
from regulars.define.definitions import Definitions, Texts
from regulars.define.expressions import read, scope, texts
from regulars.engage.answers import Identifiers, whose
from regulars.kit.clock import DAY
from regulars.kit.hashing import hash64
from regulars.learn.text.analysis import Analysis
from regulars.learn.text.reader import Asked, BuiltIn, Reader
from regulars.records import Event
from regulars.records.customer import decode_customer
from regulars.state.shelf import Job

ANALYZED = "Text Analyzed"
SOURCE = "regulars"
_LATE = DAY
"""A text read longer after it was written is marked `late`, so that a journey need not answer an old complaint."""

_DONE = f"""SELECT json_extract_string(properties, '$.of_source') AS of_source,
  json_extract_string(properties, '$.of_id') AS of_id
FROM events WHERE "source" = '{SOURCE}' AND "event" = '{ANALYZED}'
  AND json_extract_string(properties, '$.definition') = {{definition}}"""
_ANALYSED = f' AND NOT EXISTS (SELECT 1 FROM ({_DONE}) d WHERE d.of_source = e."source" AND d.of_id = e.id)'


class Progress(msgspec.Struct):
    """How far a definition of texts has come."""

    meaning: str
    """What was asked for; another meaning begins again."""
    offset: int = 0
    event_id: int = -1
    """The last event that was looked at: its place in the log, and its id within."""
    sure: int = 0
    """Up to this offset of the log texts may have been analysed before: history is asked."""
    analysed: int = 0
    fell_back: int = 0
    """Texts that the endpoint should have read and the built-in models did."""


def selected(definitions: Definitions, one: Texts, columns: tuple[str, ...] = ("text", "item", "label")) -> str:
    """A SELECT of the events that bring texts, by this definition: all columns of `events`, and those asked for, as text."""
    days = scope(definitions)
    trees = {t.label: read(t, days) for t in texts(definitions) if t.section == "texts" and t.name == one.name}
    speller = Speller(days.calendar, 0)
    spelled = {column: speller.sql(trees[column]) if column in trees else "NULL::VARCHAR" for column in columns}
    more = ", ".join(f"{sql} AS {name('_' + column)}" for column, sql in spelled.items())
    where = f"({speller.sql(trees['when'])}) AND \"source\" IS DISTINCT FROM '{SOURCE}'"
    return f"SELECT *, {more} FROM events WHERE {where}"


class TextReading:
    """Advances all definitions of texts of a house. `step` is called by one thread at a time."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._step = threading.Lock()
        self._said = house.backends.log.end()
        """History must have come this far before it can tell what was analysed."""
        self._progress: dict[tuple[str, str], Progress] = {}
        self._looked: dict[tuple[str, str], int] = {}

    def step(self) -> int:
        """Analyse the next texts of each definition. Gives how many; 0: there are none now."""
        with self._step:
            known = [workspace.name for workspace in self._house.backends.desk.workspaces()]
            return sum(self.advance(workspace) for workspace in known)

    def advance(self, workspace: str) -> int:
        """The same for one workspace."""
        definitions = self._house.world(workspace).definitions
        return sum(self._advance(workspace, definitions, one) for one in definitions.texts.values())

    def _advance(self, workspace: str, definitions: Definitions, one: Texts) -> int:
        house, key = self._house, (workspace, one.name)
        with house.lock:  # so that everything up to `reached` is part of history
            house.archive.pull()
            reached = house.loop.offset
        progress = self._begun(key, one)
        if reached < self._said or reached <= self._looked.get(key, -1):
            return 0
        try:
            taken = self._take(workspace, definitions, one, progress, reached)
        except BaseException:  # nobody knows how far that came: begin at what is stored, and ask history what was said
            self._progress.pop(key)
            self._said = house.backends.log.end()
            raise
        return taken

    def _take(self, workspace: str, definitions: Definitions, one: Texts, progress: Progress, reached: int) -> int:
        """Read one batch and remember that. History is complete up to `reached`."""
        house, key = self._house, (workspace, one.name)
        reader = house.reader if one.engine == "auto" else BuiltIn()
        rows = self._rows(workspace, definitions, one, progress, reader.batch)
        if not rows:
            if progress.sure and progress.sure <= reached:
                self._keep(key, msgspec.structs.replace(progress, sure=0), "done")
            self._looked[key] = reached
            return 0
        at = house.clock.now()
        asked = asked_of(house, workspace, one)
        events, fell_back = self._read(workspace, one, rows, reader, asked, at)
        if events:
            self._said = house.take(workspace, SOURCE, events)
        last = rows[-1]
        after = msgspec.structs.replace(
            progress,
            offset=last["log_offset"],
            event_id=last["event_id"],
            analysed=progress.analysed + len(events),
            fell_back=progress.fell_back + fell_back,
        )
        if refresh_words(house, workspace, one.name, after.analysed):
            found = f"SELECT _text FROM ({selected(definitions, one)}) WHERE trim(_text) <> ''"
            latest = house.query(workspace, f'{found} ORDER BY "timestamp" DESC, event_id LIMIT {LATEST}')
            keep_words(house, workspace, one.name, after.analysed, latest["_text"].to_pylist())
        whole = len(rows) < reader.batch
        self._keep(key, after, "done" if whole else "running")
        if whole:
            self._looked[key] = reached
        return len(rows)

    def _rows(
        self, workspace: str, definitions: Definitions, one: Texts, progress: Progress, most: int
    ) -> list[dict[str, Any]]:
        """The next events with a text, in the order of the log; what is known to be analysed is left out."""
        again = _ANALYSED.format(definition=quoted(one.name)) if progress.offset < progress.sure else ""
        place = f"e.log_offset > {progress.offset} OR e.event_id > {progress.event_id}"
        after = f"e.log_offset >= {progress.offset} AND ({place})"
        sql = (
            f'SELECT customer_id, event_id, id, source, event, "timestamp", log_offset, user_id, anonymous_id, _text, _item '
            f"FROM ({selected(definitions, one)}) e WHERE {after} AND trim(_text) <> ''{again} "
            f"ORDER BY log_offset, event_id LIMIT {most}"
        )
        found: list[dict[str, Any]] = self._house.query(workspace, sql).to_pylist()
        return found

    def _read(
        self, workspace: str, one: Texts, rows: list[dict[str, Any]], reader: Reader, asked: Asked, at: int
    ) -> tuple[list[Event], int]:
        """What the rows tell, as events, and how many of them the reader could not read itself."""
        analyses = reader.read([row["_text"] for row in rows], asked)
        stored = self._house.backends.state.read(workspace, list({row["customer_id"] for row in rows}))
        held = {number: decode_customer(found.record).identifiers for number, found in stored.items() if not found.merged_into}
        events = [
            analyzed(one.name, row, analysis, held.get(row["customer_id"], {}), at)
            for row, analysis in zip(rows, analyses, strict=True)
        ]
        return events, sum(bool(analysis.note) for analysis in analyses)

    def _begun(self, key: tuple[str, str], one: Texts) -> Progress:
        """How far this definition has come; from the beginning where it is new, or means something else now."""
        meaning = f"{hash64(one.when, one.text, one.item or ''):x}"
        found = self._progress.get(key)
        if found is None:
            job = self._house.backends.shelf.job(key[0], job_id(key[1]))
            found = msgspec.convert(job.progress, Progress) if job else Progress(meaning)
            found.sure = self._house.backends.log.end()
            self._progress[key] = found
        if found.meaning != meaning:
            end = self._house.backends.log.end()
            found = self._progress[key] = Progress(meaning, sure=end, analysed=found.analysed, fell_back=found.fell_back)
            self._looked.pop(key, None)
        return found

    def _keep(self, key: tuple[str, str], progress: Progress, status: str) -> None:
        """Remember durably how far it has come."""
        shelf, at = self._house.backends.shelf, self._house.clock.now()
        before = shelf.job(key[0], job_id(key[1]))
        counts = {"analysed": progress.analysed, "fell_back": progress.fell_back}
        began = before.started_at if before else at
        shelf.put_job(key[0], Job(job_id(key[1]), "texts", status, began, at, msgspec.to_builtins(progress), counts))
        self._progress[key] = progress


def job_id(definition: str) -> str:
    """The id of the job that reads the texts of a definition."""
    return f"texts:{definition}"


def analyzed(definition: str, row: Mapping[str, Any], analysis: Analysis, identifiers: Identifiers, at: int) -> Event:
    """What a text tells, as an event of the same customer at the same time, under an id that a repeat shares.

    `identifiers`: the customer's. Where none is left (or they share a device) the text's own event says whose it is.
    """
    fields = whose(identifiers) or {}
    if not fields.keys() & {"user_id", "anonymous_id"}:
        own = {kind: row[kind] for kind in ("user_id", "anonymous_id") if row[kind]}
        fields = own or fields
    told: dict[str, Any] = msgspec.to_builtins(analysis)
    properties = {
        "definition": definition,
        "of_event": row["event"],
        "of_source": row["source"],
        "of_id": row["id"],
        "item_id": row["_item"],
        "late": at - row["timestamp"] > _LATE,
        **told,
    }
    return Event(
        id=f"{hash64('text', definition, row['source'], row['id']):016x}",
        type="track",
        timestamp=row["timestamp"],
        received_at=at,
        source=SOURCE,
        event=ANALYZED,
        properties={name: value for name, value in properties.items() if value is not None and value != ""},
        **fields,
    )
