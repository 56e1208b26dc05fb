"""The child process that renders templates: `python -m regulars.engage.render CPU_SECONDS MEMORY_BYTES`.

Templates are programs written by people who may err, run over values written by anybody. So they run here, with limits of
the engine (loops, output, nesting), of arithmetic (|x| ≤ 1e15) and of the system (CPU time a request, address space).
Frames on stdin and stdout: four bytes of length, then MessagePack. Values are data: they are never parsed as templates,
and HTML bodies escape them.
"""

import functools
import math
import re
import resource
import struct
import sys
import time
from collections.abc import Callable
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from liquid import BoundTemplate, Environment, Undefined
from liquid.exceptions import FilterArgumentError, LiquidError

from regulars.kit.clock import to_datetime

GREATEST = 10**15
"""No number in a template grows beyond this: repeated squaring would otherwise take hours (and is outside liquid's limits)."""

ARITHMETIC = (
    "abs", "at_least", "at_most", "ceil", "divided_by", "floor", "minus", "modulo", "plus", "round", "sum", "times",
)  # fmt: skip

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "CNY": "¥", "JPY": "¥", "HKD": "HK$", "TWD": "NT$", "INR": "₹", "KRW": "₩"}
NO_CENTS = frozenset(("JPY", "KRW"))

DATES = {
    "en": {"short": "%Y-%m-%d", "long": "%-d %B %Y", "time": "%H:%M"},
    "zh": {"short": "%Y-%m-%d", "long": "%Y年%-m月%-d日", "time": "%H:%M"},
}
_DIRECTIVE = re.compile(r"%(-?[A-Za-z%])")
_ALLOWED = frozenset("aAbBdHIjmMpSUwWyYzZ%")


class Job(msgspec.Struct, array_like=True):
    """One message to render."""

    parts: dict[str, str]
    """`subject`, `text` and perhaps `html` → Liquid."""
    values: dict[str, Any]
    at: int
    """What `now` and `today` mean, µs since the epoch."""
    zone: str
    language: str
    currency: str


class Page(msgspec.Struct, array_like=True):
    """The answer to a Job: its parts rendered, or an error."""

    parts: dict[str, str]
    missing: list[str]
    """Names that the templates use and the values lack: rendered as nothing."""
    error: str = ""


class _Limited(Environment):
    loop_iteration_limit = 10_000
    local_namespace_limit = 1_000_000
    output_stream_limit = 1_000_000
    block_nesting_limit = 30
    context_depth_limit = 20


class Renderer:
    """Renders jobs in this process. Parsed templates are kept."""

    def __init__(self) -> None:
        self._job = Job({}, {}, 0, "UTC", "en", "USD")
        missing = self._missing = dict[str, None]()

        class Noted(Undefined):
            """A name without a value: empty, and remembered."""

            def __str__(self) -> str:
                missing[self.name] = None
                return ""

        self._environments = {}
        for part, escape in (("subject", False), ("text", False), ("html", True)):
            environment = self._environments[part] = _Limited(autoescape=escape, undefined=Noted)
            del environment.filters["safe"]  # nobody's data is trusted as markup
            for name in ARITHMETIC:
                environment.filters[name] = _bounded(environment.filters[name])
            environment.filters["date"] = self._date
            environment.filters["money"] = self._money
        self.parse = functools.lru_cache(maxsize=1000)(self._parse)

    def _parse(self, part: str, text: str) -> BoundTemplate:
        return self._environments[part].from_string(text)

    def run(self, job: Job) -> Page:
        """Render every part of the job."""
        self._job = job
        self._missing.clear()
        part = ""
        try:
            parts = {}
            for part, text in job.parts.items():
                parts[part] = self.parse(part, text).render(_readable(job.values))
        except LiquidError as error:
            place = error.context()
            return Page({}, [], f"{part}{f' line {place[0]}' if place else ''}: {str(error.message)[:300]}")
        except Exception as error:  # whatever a template provokes is the template's failure, not the worker's
            return Page({}, [], f"{part}: {type(error).__name__}: {str(error)[:300]}")
        return Page(parts, list(self._missing))

    def _date(self, value: Any, style: Any = "short") -> str:
        """`{{ last_order | date: "long" }}`: µs since the epoch, ISO 8601 text, `now` or `today`, in the customer's zone."""
        if value is None or isinstance(value, Undefined):
            return ""
        zone = ZoneInfo(self._job.zone)
        try:
            if value in ("now", "today"):
                moment = to_datetime(self._job.at).astimezone(zone)
            elif isinstance(value, str):
                parsed = datetime.fromisoformat(value)
                moment = parsed.astimezone(zone) if parsed.tzinfo else parsed
            else:
                moment = to_datetime(int(value)).astimezone(zone)
        except (ValueError, OverflowError, TypeError):
            return str(value)
        language = self._job.language if self._job.language in DATES else "en"
        pattern = DATES[language].get(str(style), str(style)[:100])
        return _DIRECTIVE.sub(lambda m: moment.strftime(m[0]) if m[1][-1] in _ALLOWED else m[0], pattern)

    def _money(self, value: Any, currency: Any = None) -> str:
        """`{{ total | money }}`, `{{ total | money: "EUR" }}`: symbol, thousands, cents (half up)."""
        if value is None or isinstance(value, Undefined):
            return ""
        code = str(currency or self._job.currency)
        try:
            amount = Decimal(str(value))
            if not amount.is_finite() or abs(amount) > GREATEST:
                return str(value)
        except InvalidOperation:
            return str(value)
        amount = amount.quantize(Decimal(1) if code in NO_CENTS else Decimal("0.01"), ROUND_HALF_UP)
        symbol = SYMBOLS.get(code, f"{code} ")
        return f"{'-' if amount < 0 else ''}{symbol}{abs(amount):,}"


def _bounded(filtered: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(filtered)
    def wrapper(value: Any, *args: Any, **kwargs: Any) -> Any:
        result = filtered(value, *args, **kwargs)
        if isinstance(result, (int, float)) and not -GREATEST <= result <= GREATEST:  # NaN is not between them either
            raise FilterArgumentError(f"a number grew beyond {GREATEST:,}", token=None)
        return _readable(result)

    return wrapper


class _Number(float):
    """A number that is written without `.0` where it is whole: sums are such, and people read them."""

    def __str__(self) -> str:
        return f"{self:.0f}" if self.is_integer() else repr(float(self))


def _readable(value: Any) -> Any:
    """The value with every number in it as people write it."""
    if isinstance(value, dict):
        return {name: _readable(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_readable(inner) for inner in value]
    return _Number(value) if isinstance(value, float) else value


def main() -> None:
    """Answer jobs from stdin until it ends."""
    cpu_seconds, memory_bytes = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    renderer = Renderer()
    decode = msgspec.msgpack.Decoder(Job).decode
    source, target = sys.stdin.buffer, sys.stdout.buffer
    answer = b""
    while True:
        target.write(struct.pack(">I", len(answer)) + answer)
        target.flush()
        head = source.read(4)
        if len(head) < 4:
            return
        job = decode(source.read(struct.unpack(">I", head)[0]))
        # The limit counts from the start of the process; each job gets its own share.
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time()) + cpu_seconds, resource.RLIM_INFINITY))
        answer = msgspec.msgpack.encode(renderer.run(job))


if __name__ == "__main__":
    main()
