"""Templates rendered in a child process that may be killed: the parent survives whatever a template does."""

import os
import select
import struct
import subprocess
import sys
import threading
import time
from typing import Any

import msgspec

from regulars.define.definitions import Template
from regulars.engage.render import Job, Page
from regulars.kit.errors import RegularsError

LARGEST = 4_000_000
"""Bytes of one job: templates and values."""

_decode = msgspec.msgpack.Decoder(Page).decode


class TemplateFailed(RegularsError):
    """A template could not be rendered: wrong syntax, a limit, or a value that a filter cannot take."""

    code = "template_failed"


class Rendered(msgspec.Struct, frozen=True):
    """A message as the customer will read it. `html` is empty where the template has none."""

    subject: str
    """One line: line breaks and control characters became spaces."""
    text: str
    html: str
    language: str
    missing: list[str] = []
    """Names that the template uses and nobody knew: they were rendered as nothing."""


class Templates:
    """Renders templates through one reused worker process; a job that exceeds its limits costs the worker its life.

    Safe to call from any thread; jobs run one after another. `cpu_seconds` and `wall_seconds` are for each job.
    """

    def __init__(self, cpu_seconds: int = 2, wall_seconds: float = 5.0, memory_bytes: int = 512 << 20) -> None:
        self._limits = (str(cpu_seconds), str(memory_bytes))
        self._wall_seconds = wall_seconds
        self._lock = threading.Lock()
        self._worker: subprocess.Popen[bytes] | None = None

    def render(
        self, template: Template, values: dict[str, Any], *, language: str, at: int, zone: str = "UTC", currency: str = "USD"
    ) -> Rendered:
        """The template in this language (or `en`, or whichever it has), filled with plain values. Raises TemplateFailed."""
        spoken = speak(template, language)
        parts = {"subject": template.subject.get(spoken, ""), "text": template.body.get(spoken, "")}
        if spoken in template.html:
            parts["html"] = template.html[spoken]
        body = msgspec.msgpack.encode(Job(parts, values, at, zone, spoken, currency))
        if len(body) > LARGEST:
            raise TemplateFailed(
                f"the template '{template.name}' with its values has {len(body):,} bytes; {LARGEST:,} are allowed"
            )
        with self._lock:
            page = self._ask(body, template)
        if page.error:
            raise TemplateFailed(f"the template '{template.name}' ({spoken}) failed: {page.error}", where=template.at)
        subject = " ".join("".join(c if c.isprintable() else " " for c in page.parts["subject"]).split())
        return Rendered(subject, page.parts["text"], page.parts.get("html", ""), spoken, page.missing)

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            self._stop()

    def _ask(self, body: bytes, template: Template) -> Page:
        worker = self._worker or self._start()
        assert worker.stdin is not None
        try:
            worker.stdin.write(struct.pack(">I", len(body)) + body)
            worker.stdin.flush()
            return _decode(self._read(worker, self._wall_seconds))
        except (OSError, EOFError, msgspec.DecodeError) as error:
            self._stop()
            raise TemplateFailed(
                f"the template '{template.name}' was stopped: it took more time or memory than a message may", where=template.at
            ) from error

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "regulars.engage.render", *self._limits]
        worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            self._read(worker, 60.0)  # it says that it is ready
        except (OSError, EOFError) as error:
            worker.kill()
            worker.wait()
            raise RegularsError("the process that renders templates did not start") from error
        self._worker = worker
        return worker

    def _stop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
            worker.communicate()

    @staticmethod
    def _read(worker: subprocess.Popen[bytes], seconds: float) -> bytes:
        """One frame, or TimeoutError, or EOFError."""
        assert worker.stdout is not None
        pipe = worker.stdout.fileno()
        until = time.monotonic() + seconds
        data = b""
        wanted = 4
        while len(data) < wanted:
            if not select.select([pipe], [], [], max(0.0, until - time.monotonic()))[0]:
                raise TimeoutError
            chunk = os.read(pipe, 1 << 16)
            if not chunk:
                raise EOFError
            data += chunk
            if wanted == 4 and len(data) >= 4:
                wanted += struct.unpack(">I", data[:4])[0]
        return data[4:wanted]


def speak(template: Template, language: str) -> str:
    """The language of the template that serves this one best: itself (`zh-CN` is `zh`), else `en`, else the first."""
    wanted = language.replace("_", "-").split("-")[0].lower()
    known = list(template.body) or list(template.subject) or ["en"]
    return wanted if wanted in known else "en" if "en" in known else known[0]
