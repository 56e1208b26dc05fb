"""The commands, as a user types them, on a folder and on a running server."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from regulars.cli.main import main

GOOD = """
features: {spend: "sum(properties.total) filter (where event = 'Order Completed')"}
segments: {big: spend > 100}
metrics: {revenue: sum(properties.total)}
"""
BAD = "segments:\n  big: spned > 100\n  old: spend >\nsegmants: {}\n"
ROWS = """user,when,total
ann,2026-11-20T10:00:00Z,240
bob,2026-11-20T11:00:00Z,40
cyd,yesterday,1
"""
MAPPING = """
type: track
event: Order Completed
user_id: "{user}"
timestamp: "{when}"
properties: {total: {column: total, as: number}}
"""

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in a fresh folder. Gives its exit status and everything that it said."""
    monkeypatch.chdir(tmp_path)
    for name in ("REGULARS_DIR", "REGULARS_URL", "REGULARS_KEY", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "shop.yml").write_text(GOOD)
    (tmp_path / "bad.yml").write_text(BAD)
    (tmp_path / "orders.csv").write_text(ROWS)
    (tmp_path / "map.yml").write_text(MAPPING)

    def run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out + captured.err

    return run


def test_check_names_every_mistake_with_its_line(run: Run) -> None:
    status, said = run("check", "bad.yml")
    assert status == 1
    assert "bad.yml:4" in said
    assert "'segmants'" in said
    assert "did you mean 'segments'" in said
    assert run("check", "shop.yml") == (0, "3 definitions, no errors.\n")
    assert run("check", "nothing.yml")[0] == 1


def test_a_house_from_the_command_line(run: Run) -> None:
    status, said = run("plan", "shop.yml")
    assert (status, "+ segment big" in said) == (0, True)
    status, said = run("apply", "shop.yml")
    assert (status, "+ segment big" in said) == (0, True)
    assert "nothing changes" in run("plan", "shop.yml")[1].lower()

    status, said = run("import", "orders.csv", "--mapping", "map.yml", "--dry-run")
    assert (status, "invalid_timestamp" in said) == (1, True)
    status, said = run("import", "orders.csv", "--mapping", "map.yml")
    assert (status, "3 rows read, 2 events taken, 1 rejected" in said) == (0, True)
    assert "Nothing new" in run("import", "orders.csv", "--mapping", "map.yml")[1]

    status, said = run("profile", "ann", "--explain", "big")
    assert (status, "spend=240" in said, "needs > 100" in said) == (0, True, True)
    assert json.loads(run("profile", "ann", "--json")[1])["profile"]["features"] == {"spend": 240.0}
    status, said = run("profile", "nobody")
    assert (status, "no such customer" in said) == (1, True)

    assert json.loads(run("sql", "select count(*) as n from events", "--json")[1]) == [{"n": 2}]
    assert run("sql", "select 1 as one, 2 as two")[1].split() == ["one", "two", "1", "2"]
    status, said = run("sql", "select *, repeat('x', 300) as wide from timeline")
    assert (status, '"total":240' in said, "Order Completed" in said, said.count("happened_at")) == (0, True, True, 2)
    status, said = run("sql", "selec 1")
    assert (status, "syntax error" in said) == (1, True)
    figures = json.loads(run("metrics", "revenue", "--by", "day", "--json")[1])[0]["figures"]
    assert sum(figure["value"] for figure in figures) == 280.0
    assert run("metrics", "revenu")[0] == 1
    status, said = run("verify")
    assert (status, said.startswith("verify: 0 differences (2 customers")) == (0, True)


@pytest.mark.parametrize(
    "command",
    [("verify",), ("profile", "ann"), ("sql", "select 1"), ("metrics",), ("keys", "list"), ("members", "list"), ("doctor",)],
    ids=lambda command: command[0],
)
def test_a_mistyped_folder_is_no_new_house(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    status, said = run(*command, "--dir", "typo")
    assert (status != 0, "typo holds no house" in said) == (True, True), said
    assert not (tmp_path / "typo").exists()


def test_a_plan_begins_no_house_and_a_workspace_none_elsewhere(run: Run, tmp_path: Path) -> None:
    assert "+ segment big" in run("plan", "shop.yml")[1]
    status, said = run("keys", "workspace", "acme", "--url", "http://127.0.0.1:9", "--key", "sk_x")
    assert (status, "--dir FOLDER" in said) == (2, True)
    assert not (tmp_path / "regulars-data").exists()


def test_keys_and_workspaces(run: Run) -> None:
    status, said = run("keys", "workspace", "acme")
    assert (status, "wk_" in said, "sk_" in said) == (0, True, True)
    assert run("keys", "workspace", "acme")[0] == 1
    assert run("keys", "workspace", "../x")[0] == 2
    status, said = run("keys", "list", "--workspace", "acne")
    assert (status, "did you mean 'acme'" in said) == (1, True)
    secret = run("keys", "add", "secret", "--scope", "read", "--workspace", "acme")[1].split()[-1]
    listed = run("keys", "list", "--workspace", "acme")[1]
    assert secret not in listed
    assert f"…{secret[-4:]}" in listed
    key_id = next(line.split()[0] for line in listed.splitlines() if f"…{secret[-4:]}" in line)
    status, said = run("keys", "revoke", key_id, "--workspace", "acme")
    assert status == 0, said
    assert run("keys", "revoke", "0" * 16, "--workspace", "acme")[0] == 1


def test_doctor_says_what_to_look_at(run: Run) -> None:
    status, said = run("doctor")
    assert (status, "regulars serve" in said) == (1, True)
    run("apply", "shop.yml")
    status, said = run("doctor")
    assert (status, "All is well." in said) == (0, True), said
    run("import", "orders.csv", "--mapping", "map.yml")
    status, said = run("doctor")
    assert (status, "1 invalid_timestamp" in said) == (1, True)
    assert "3 accepted = 2 in the lake + 1 failed" in said


def test_it_speaks_chinese(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("check", "shop.yml", "--lang", "zh") == (0, "共 3 项定义，没有错误。\n")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "共 3 项定义" in run("check", "shop.yml")[1]


def test_wrong_usage_is_told_apart(run: Run) -> None:
    assert run("chek")[0] == 2
    assert run("sql")[0] == 2
    assert run("verify", "--url", "http://127.0.0.1:9")[0] == 2
    status, said = run("verify", "--url", "http://127.0.0.1:9", "--key", "sk_x")
    assert (status, "No server answers" in said) == (3, True)


class Served:
    """`regulars serve` in a process of its own."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "regulars.cli", "serve", "--dir", str(folder), "--port", "0"]
        environment = {**os.environ, "LANG": "C.UTF-8", "COLUMNS": "200"}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
        assert self.process.stdout
        self.said: list[str] = []
        while not self.said or "listens at" not in self.said[-1]:
            line = self.process.stdout.readline()
            assert line, self.process.stderr and self.process.stderr.read()
            self.said.append(line)
        self.url = self.said[-1].split()[-1]
        self.keys = [line.split()[-1] for line in self.said if "_" in line and "key (" in line]

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        self.process.send_signal(number)
        out, _ = self.process.communicate(timeout=30)
        return self.process.returncode, "".join(self.said) + out


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Callable[[], Served]]:
    started: list[Served] = []

    def start() -> Served:
        started.append(Served(tmp_path / "house"))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.process.kill()
            each.process.communicate()


def test_serve_tells_its_keys_once_and_stops_cleanly(run: Run, served: Callable[[], Served], tmp_path: Path) -> None:
    first = served()
    write_key, secret_key = first.keys
    order = {"type": "track", "event": "Order Completed", "userId": "ann", "messageId": "m1", "properties": {"total": 240}}
    assert httpx.post(f"{first.url}/v1/batch", json={"batch": [order]}, auth=(write_key, "")).json() == {"success": True}

    remote = ("--url", first.url, "--key", secret_key)
    assert run("apply", "shop.yml", *remote)[0] == 0
    assert "spend=240" in run("profile", "ann", *remote)[1]
    assert run("verify", *remote)[0] == 0
    assert "All is well." in run("doctor", *remote)[1]
    assert run("verify", "--url", first.url, "--key", "sk_wrong")[0] == 3

    status, said = run("profile", "ann", "--dir", str(tmp_path / "house"))
    assert (status, f"process {first.process.pid}" in said, "--url" in said) == (3, True, True)

    status, said = first.end()
    assert (status, "Everything is on disk." in said) == (0, True)
    second = served()
    assert second.keys == []
    headers = {"Authorization": f"Bearer {secret_key}"}
    profile = httpx.get(f"{second.url}/v1/customers/ann", headers=headers).json()
    assert profile["features"] == {"spend": 240.0}
    assert second.end(signal.SIGINT)[0] == 0
    for file in (tmp_path / "house").rglob("*"):
        if file.is_file():
            assert secret_key.encode() not in file.read_bytes()
            assert write_key.encode() not in file.read_bytes()


def test_serve_refuses_a_port_that_is_taken(run: Run, served: Callable[[], Served], tmp_path: Path) -> None:
    port = served().url.rpartition(":")[2]
    status, said = run("serve", "--dir", str(tmp_path / "another"), "--port", port)
    assert (status, "cannot listen" in said) == (1, True)


def test_killed_in_the_middle_nothing_is_missing(served: Callable[[], Served]) -> None:
    first = served()
    write_key, secret_key = first.keys
    for number in range(50):
        call = {"type": "track", "event": "Visited", "userId": f"u{number % 7}", "messageId": f"k{number}"}
        assert httpx.post(f"{first.url}/v1/track", json=call, auth=(write_key, "")).status_code == 200
    first.end(signal.SIGKILL)
    second = served()
    api = httpx.Client(base_url=second.url, headers={"Authorization": f"Bearer {secret_key}"}, timeout=30)
    end = time.monotonic() + 10
    while api.post("/v1/sql", json={"sql": "select count(*), count(distinct id) from events"}).json()["rows"] != [[50, 50]]:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert api.post("/v1/verify").json()["count"] == 0
