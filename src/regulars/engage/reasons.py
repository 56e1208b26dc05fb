"""Why a journey does what it does, in words."""

from regulars.kit.clock import NEVER, to_text
from regulars.kit.said import Said
from regulars.records import Event, Run


def of_event(event: Event, english: str, chinese: str) -> Said:
    """Something about an event: its name and time first."""
    name, at = event.event or event.type, to_text(event.timestamp)
    return Said(f"'{name}' of {at} {english}", f"{at} 的“{name}”{chinese}")


def waits(until: str | None, due: int) -> Said:
    """For what, and until when, a run stands at a step."""
    awaited, zh = (f"waits for {until}, ", f"等待 {until}，") if until else ("waits ", "等待")
    if due == NEVER:
        return Said(f"{awaited}without limit", f"{zh}不限时间")
    return Said(f"{awaited}until {to_text(due)}", f"{zh}至 {to_text(due)}")


def started(name: str, run: Run) -> Said:
    """Which journey this is, and since when."""
    at = to_text(run.started_at)
    return Said(f"the journey '{name}' started at {at}", f"旅程“{name}”于 {at} 开始")
