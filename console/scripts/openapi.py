"""Prints the OpenAPI document of the API, and its fingerprint: a server in memory is asked, so it is exactly what is served."""

import json
import sys
import urllib.request
from hashlib import sha256
from pathlib import Path
from typing import Any

from regulars.app.config import Settings
from regulars.app.house import House
from regulars.app.server import Server
from regulars.app.wire import in_memory
from regulars.kit.clock import SystemClock


def document() -> dict[str, Any]:
    """The document that a server serves."""
    house = House(in_memory(), SystemClock())
    server = Server(house, Settings(folder=Path(), port=0))
    server.start()
    try:
        with urllib.request.urlopen(f"{server.url}/openapi.json", timeout=30) as answer:
            return dict(json.load(answer))
    finally:
        server.stop()
        house.close()


def fingerprint(told: dict[str, Any]) -> str:
    """Of everything that types are made from: paths and schemas, not the version of the package."""
    made_from = {name: told[name] for name in ("paths", "components")}
    return sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()


if __name__ == "__main__":
    told = document()
    json.dump({"document": told, "fingerprint": fingerprint(told)}, sys.stdout)
