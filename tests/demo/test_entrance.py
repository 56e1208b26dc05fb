"""The demo's link to the console: it signs in its owner, once, and is new at each start."""

from pathlib import Path

from regulars.app.access import MAIN
from regulars.app.config import Settings
from regulars.app.house import House
from regulars.app.server import Server
from regulars.app.wire import in_memory
from regulars.demo.run import _entrance
from regulars.kit.clock import SystemClock


def test_the_demo_has_one_owner_and_a_link_for_each_start(tmp_path: Path) -> None:
    house = House(in_memory(), SystemClock())
    server = Server(house, Settings(folder=tmp_path, port=0))
    first, second = _entrance(server), _entrance(server)
    assert first != second
    (owner,) = server.accounts.members(MAIN)
    assert owner.role == "owner"
    session = server.accounts.enter(first, "127.0.0.1")
    assert server.accounts.sessions.find(session) == owner
    assert server.accounts.sessions.peek(first) is None
    assert server.accounts.sessions.peek(second)
    house.close()
