"""The post of the tea house: its messages go out on the evening they are due; some come back, and of one nobody knows."""

import asyncio
from collections.abc import Mapping
from typing import Any

from regulars.app.house import House
from regulars.engage.channels.channel import HandingOver, Letter, MemoryChannel
from regulars.engage.compose import Office
from regulars.engage.delivery import Delivery
from regulars.engage.templates import Templates
from regulars.records import Customer, Receipt


class TeaPost(MemoryChannel):
    """A provider that knows no mailbox of every thirtieth customer, and loses the line on first writing to every twentieth."""

    def __init__(self) -> None:
        super().__init__()
        self._lost: set[str] = set()

    async def send(self, letter: Letter, handing_over: HandingOver) -> Receipt:
        number = int("".join(filter(str.isdigit, letter.recipient.partition("@")[0])) or 0)
        if number % 30 == 7:
            return Receipt("bounced", "550 5.1.1 there is no such mailbox")
        if number % 20 == 9 and letter.recipient not in self._lost:
            self._lost.add(letter.recipient)
            await handing_over()
            return Receipt("ambiguous", "the line broke after the last byte")
        return await super().send(letter, handing_over)


class Postman:
    """Takes what is due to the provider, as the server does all the time."""

    def __init__(self, house: House) -> None:
        def office(workspace: str) -> Office:
            world = house.world(workspace)

            def features(customer: Customer, names: tuple[str, ...], at: int) -> Mapping[str, Any]:
                return world.program.values([name for name in names if name in world.definitions.features], customer, at)

            return Office(world.definitions, features, b"only for the tea house", "http://127.0.0.1")

        backends = house.backends
        self._delivery = Delivery(backends.outbox, backends.log, {"email": TeaPost()}, Templates(), office, house.clock)
        self._loop = asyncio.new_event_loop()
        self._house = house

    def round(self) -> None:
        """Deliver until nothing is due, and let the house hear what came of it."""
        if self._loop.run_until_complete(self._delivery.run_once()):
            while self._loop.run_until_complete(self._delivery.run_once()):
                continue
            self._house.run()

    def close(self) -> None:
        self._loop.run_until_complete(self._delivery.close())
        self._loop.close()
