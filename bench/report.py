"""How every benchmark reports: one line a figure, and the same as JSON under `bench/out/`."""

import json
import os
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path

OUT = Path(__file__).parent / "out"


class Report:
    """Collects the figures of one benchmark.

    `figure` prints `name: figure (bar …) ok|short`; a figure without a bar is for information.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.figures: list[dict[str, object]] = []

    def figure(
        self, name: str, value: float, unit: str = "", bar: float | None = None, at_most: bool = False, note: str = ""
    ) -> bool:
        ok = bar is None or (value <= bar if at_most else value >= bar)
        shown = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
        sign = "≤" if at_most else "≥"
        verdict = "" if bar is None else f" (bar {sign} {bar:g}) {'ok' if ok else 'short'}"
        print(f"{name}: {shown}{' ' + unit if unit else ''}{verdict}{'  # ' + note if note else ''}", flush=True)
        self.figures.append(
            {"name": name, "value": value, "unit": unit, "bar": bar, "at_most": at_most, "ok": ok, "note": note}
        )
        return ok

    def save(self) -> None:
        OUT.mkdir(exist_ok=True)
        machine = {"cpus": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
        data = {"benchmark": self.name, "machine": machine, "figures": self.figures}
        (OUT / f"{self.name}.json").write_text(json.dumps(data, indent=1, ensure_ascii=False))


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds (all threads of this process) that the work takes."""
    before = time.process_time()
    work()
    return time.process_time() - before


def middle(values: list[float]) -> float:
    """The median."""
    return statistics.median(values)
