"""Prints the OpenAPI document of the API: a server in memory is asked for it, so it is exactly what is served."""

import sys
import urllib.request
from pathlib import Path

from regulars.app.config import Settings
from regulars.app.house import House
from regulars.app.server import Server
from regulars.app.wire import in_memory
from regulars.kit.clock import SystemClock


def main() -> None:
    house = House(in_memory(), SystemClock())
    server = Server(house, Settings(folder=Path(), port=0))
    server.start()
    try:
        with urllib.request.urlopen(f"{server.url}/openapi.json", timeout=30) as answer:
            sys.stdout.write(answer.read().decode())
    finally:
        server.stop()
        house.close()


if __name__ == "__main__":
    main()
