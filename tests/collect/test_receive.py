"""Reading a body: no further than its end, and no longer than allowed."""

import asyncio
from typing import Any

import pytest

from regulars.collect.limits import Limits
from regulars.collect.receive import Patience, read_body
from regulars.collect.rejection import Refusal

LIMITS = Limits(body_grace_seconds=0.15, body_seconds=0.5, body_rate=10)


class Line:
    """A client that sends these chunks, says each time that there is more, then falls silent."""

    def __init__(self, *chunks: bytes, pause: float = 0.0) -> None:
        self.chunks = list(chunks)
        self.pause = pause
        self.asked = 0

    async def receive(self) -> dict[str, Any]:
        self.asked += 1
        await asyncio.sleep(self.pause if self.chunks else 60)
        return {"type": "http.request", "body": self.chunks.pop(0), "more_body": True}


async def read(line: Line, announced: int | None) -> bytes:
    return await read_body(line.receive, announced, LIMITS, Patience(asyncio.get_running_loop()))


@pytest.mark.parametrize("chunks", [(b"abcd",), (b"ab", b"cd"), (b"", b"abcd")])
def test_it_stops_where_the_announced_length_ends(chunks: tuple[bytes, ...]) -> None:
    line = Line(*chunks)
    assert asyncio.run(read(line, 4)) == b"abcd"
    assert line.asked == len(chunks)


@pytest.mark.parametrize(("line", "announced"), [(Line(), 5), (Line(b"abcd"), 5), (Line(b"abcd"), None)])
def test_who_falls_silent_is_refused(line: Line, announced: int | None) -> None:
    with pytest.raises(Refusal) as refused:
        asyncio.run(read(line, announced))
    assert (refused.value.status, refused.value.code) == (408, "body_too_slow")


def test_bytes_buy_time_but_not_for_ever() -> None:
    assert asyncio.run(read(Line(b"ab", b"cd", pause=0.14), 4)) == b"abcd"
    with pytest.raises(Refusal):
        asyncio.run(read(Line(*[b"a" * 10] * 20, pause=0.1), 200))


def test_many_wait_on_one_timer_and_each_gets_its_own_end() -> None:
    async def all_of_them() -> list[Any]:
        patience = Patience(asyncio.get_running_loop())
        lines = [Line(b"abcd") if n % 2 else Line() for n in range(20)]
        reads = [read_body(line.receive, 4, LIMITS, patience) for line in lines]
        return await asyncio.gather(*reads, return_exceptions=True)

    found = asyncio.run(all_of_them())
    assert found[1::2] == [b"abcd"] * 10
    assert {one.code for one in found[::2]} == {"body_too_slow"}


def test_a_cancelled_request_is_cancelled() -> None:
    async def cancelled() -> bool:
        task = asyncio.ensure_future(read(Line(), 4))
        await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled()

    assert asyncio.run(cancelled())
