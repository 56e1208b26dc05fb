"""A server where no extra is installed: it starts and serves; what needs an extra says which one."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from regulars.app.api.application import ROUTES

_HIDDEN = """
import sys

class Hidden:
    names = {"numpy", "pandas", "scipy", "sklearn", "lightgbm", "hmmlearn", "statsforecast", "ruptures", "splink"}

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Hidden())
"""
_SERVE = """
import json, sys, time
from pathlib import Path
import httpx
from regulars.app.config import Settings
from regulars.app.house import House
from regulars.app.server import Server
from regulars.app.wire import in_memory
from regulars.kit.clock import SystemClock
from tests.app.test_poor_houses import DARING, MANY

CALLS = MANY[:80] + [
    {"type": "identify", "userId": user, "messageId": f"i-{user}", "traits": {"city": "Berlin"}} for user in ("u1", "u2")
]

if __name__ == "__main__":
    house = House(in_memory(), SystemClock())
    server = Server(house, Settings(folder=Path(), port=0))
    server.start()
    keys = server.first_keys
    api = httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {keys.secret_key}"}, timeout=60)
    api.post("/v1/definitions/apply", json={"yaml": DARING}).raise_for_status()
    httpx.post(f"{server.url}/v1/batch", json={"batch": CALLS}, auth=(keys.write_key, "")).raise_for_status()
    while house.loop.offset < house.backends.log.end():
        time.sleep(0.01)
    said = {}
    for asked in json.loads(sys.argv[1]):
        method, path, *body = asked
        answer = api.request(method, path, json=body[0] if body else None)
        problem = answer.json() if answer.status_code != 200 else {}
        said[f"{method} {path}"] = [answer.status_code, problem.get("detail", "")]
    server.stop()
    house.close()
    assert not {"numpy", "scipy", "sklearn", "lightgbm", "splink"} & set(sys.modules)
    print(json.dumps(said))
"""
WITHOUT = [
    "/v1/customers",
    "/v1/customers/u1",
    "/v1/customers/u1/path",
    "/v1/models",
    "/v1/models/worth",
    "/v1/alarms",
    "/v1/metrics/revenue",
    "/v1/metrics/revenue/drivers",
    "/v1/segments/rich/differences",
    "/v1/lifecycle/flows",
    "/v1/lifecycle/times",
    "/v1/lifecycle/conversion",
    "/v1/lifecycle/paths",
    "/v1/lifecycle/next",
    "/v1/lifecycle/decision",
    "/v1/likeness/proposals",
    "/v1/texts",
    "/v1/home",
]
"""These need nothing beside."""
NEEDS: list[tuple[str, list[Any]]] = [
    *(("learn", ["POST", f"/v1/models/{name}/run"]) for name in ("back", "much", "recent", "worth", "crowd", "odd")),
    ("learn", ["GET", "/v1/rfm"]),
    ("learn", ["GET", "/v1/value"]),
    ("learn", ["GET", "/v1/anomalies/orders"]),
    ("learn", ["GET", "/v1/lifecycle/hidden"]),
    ("learn", ["GET", "/v1/texts/topics?definition=review"]),
    ("learn", ["POST", "/v1/texts/intents", {"definition": "review"}]),
    ("forecast", ["GET", "/v1/metrics/revenue/forecast?by=day"]),
    ("forecast", ["GET", "/v1/metrics/revenue/levels?by=day"]),
    ("likeness", ["POST", "/v1/likeness/run", {"traits": {"city": "city"}}]),
]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    """What a server without extras answers: method and path → status and sentence."""
    hidden = tmp_path_factory.mktemp("hidden")
    (hidden / "sitecustomize.py").write_text(_HIDDEN)
    (hidden / "serve.py").write_text(_SERVE)
    root = Path(__file__).parents[2]
    asked = [["GET", path] for path in WITHOUT] + [one for _, one in NEEDS]
    ran = subprocess.run(
        [sys.executable, str(hidden / "serve.py"), json.dumps(asked)],
        env={**os.environ, "PYTHONPATH": f"{hidden}{os.pathsep}{root}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    return {name: tuple(answer) for name, answer in json.loads(ran.stdout.splitlines()[-1]).items()}


@pytest.mark.slow
@pytest.mark.parametrize("path", WITHOUT)
def test_most_needs_nothing_beside(said: dict[str, tuple[int, str]], path: str) -> None:
    status, sentence = said[f"GET {path}"]
    assert status in (200, 422), sentence
    assert "install" not in sentence


@pytest.mark.slow
@pytest.mark.parametrize(("extra", "asked"), NEEDS, ids=lambda one: one if isinstance(one, str) else str(one[1]))
def test_what_needs_an_extra_says_which(said: dict[str, tuple[int, str]], extra: str, asked: list[str]) -> None:
    status, sentence = said[f"{asked[0]} {asked[1]}"]
    assert (status, f"install regulars[{extra}]" in sentence) == (501, True), (status, sentence)


def test_the_document_announces_it() -> None:
    told = {(method, path): route.responses or {} for route in ROUTES for method in route.http_methods for path in route.paths}
    for _, (method, path, *_) in NEEDS:
        asked = str(path).partition("?")[0]
        (known,) = [
            codes
            for (each, pattern), codes in told.items()
            if each == method and re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", pattern), asked)
        ]
        assert 501 in known, path
