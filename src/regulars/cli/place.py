"""Where a command does its work: a folder that it opens itself, or a running server. Both answer the routes of the API."""

import asyncio
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any, Self
from urllib.parse import urlencode, urlsplit

import msgspec
from cyclopts import Parameter

from regulars.app.access import MAIN, Access, Caller
from regulars.app.api.application import api
from regulars.app.api.cursor import Cursors
from regulars.app.api.path import segmented
from regulars.app.callbacks import Callbacks
from regulars.app.config import Pace
from regulars.app.health import Health
from regulars.app.house import House
from regulars.app.metrics import Metrics
from regulars.app.wire import in_folder, in_memory, is_house
from regulars.app.worker import Worker
from regulars.cli.show import printable
from regulars.cli.speech import language, say
from regulars.kit.clock import SystemClock
from regulars.kit.errors import RegularsError, nearest
from regulars.kit.lock import InUse
from regulars.state.desk import SCOPES

_SECONDS = 600.0


class Failed(RegularsError):
    """A command cannot do what was asked. `status` is the exit status of the process."""

    def __init__(self, sentence: str, status: int = 1) -> None:
        super().__init__(sentence, code="failed")
        self.status = status


@Parameter(name="*")
@dataclass(frozen=True)
class Common:
    """Options of every command that works on a house."""

    dir: Annotated[Path, Parameter(help="The folder of the house.", env_var="REGULARS_DIR")] = Path("regulars-data")
    workspace: Annotated[str, Parameter(help="The workspace, where the folder is opened.")] = MAIN
    url: Annotated[str | None, Parameter(help="A running server to ask instead of the folder.", env_var="REGULARS_URL")] = None
    key: Annotated[str | None, Parameter(help="A secret key of the workspace, for --url.", env_var="REGULARS_KEY")] = None
    lang: Annotated[str | None, Parameter(help="en or zh; default: as the environment says.")] = None

    def say(self, what: str, **values: object) -> str:
        """A sentence in the language of the user."""
        return say(what, language(self.lang), **values)

    def told(self, words: str | Mapping[str, str]) -> str:
        """A sentence of the house in the language of the user, or somebody's own words; fit for a terminal."""
        return printable(words if isinstance(words, str) else words[language(self.lang)])

    def open(self, begin: bool = False) -> "Remote | Folder":
        """The place that the options name; `begin`: as `house` says. Raises Failed."""
        return Remote(self) if self.url else Folder(self, self.house(begin))

    def look(self) -> "Remote | Folder":
        """As `open`; where the folder holds no house, an empty one of which nothing is kept."""
        return self.open() if self.url or is_house(self.dir) else Folder(self, House(in_memory(), SystemClock()))

    def house(self, begin: bool = False) -> House:
        """The house in the folder, opened; with `begin`, a new one where there is none. Raises Failed where there is none, or a
        server works on it."""
        if not begin and not is_house(self.dir):
            raise Failed(self.say("no_house", folder=self.dir), 2)
        try:
            return House(in_folder(self.dir), SystemClock())
        except InUse as error:
            pid = str(error).partition("process ")[2].partition(";")[0]
            raise Failed(self.say("locked", folder=self.dir, pid=pid), 3) from None


class _Place:
    """What both kinds of place share."""

    def __init__(self, common: Common) -> None:
        self._common = common

    def get(self, path: str, **query: Any) -> Any:
        """The answer to GET. Raises Failed with the server's own sentence."""
        asked = {name.rstrip("_"): value for name, value in query.items() if value is not None}
        return self._answer("GET", f"{path}?{urlencode(asked)}" if asked else path, None)

    def post(self, path: str, **body: Any) -> Any:
        """The answer to POST. Raises Failed."""
        return self._answer("POST", path, msgspec.json.encode(body))

    def patch(self, path: str, **body: Any) -> Any:
        """The answer to PATCH. Raises Failed."""
        return self._answer("PATCH", path, msgspec.json.encode(body))

    def delete(self, path: str) -> Any:
        """The answer to DELETE. Raises Failed."""
        return self._answer("DELETE", path, None)

    def _answer(self, method: str, path: str, body: bytes | None) -> Any:
        status, text = self._send(method, path, body)
        answer = msgspec.json.decode(text)
        if status >= 400:
            lines = [
                self._common.told(answer.get("said") or answer["detail"]),
                *(f"  {fault['path']}: {fault['message']}" for fault in answer.get("errors", [])),
            ]
            raise Failed("\n".join(lines), 3 if status in (401, 403) else 1)
        return answer

    def _send(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        raise NotImplementedError

    def close(self) -> None:
        """Let go."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class Remote(_Place):
    """A running server. The workspace comes from the key."""

    def __init__(self, common: Common) -> None:
        if not common.key:
            raise Failed(common.say("need_key"), 2)
        if urlsplit(common.url or "").scheme not in ("http", "https"):
            raise Failed(common.say("unreachable", url=common.url, reason="it is no http:// or https:// address"), 2)
        super().__init__(common)
        self._url = (common.url or "").rstrip("/")

    def _send(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {self._common.key}", "Content-Type": "application/json"}
        request = urllib.request.Request(self._url + path, data=body, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except (urllib.error.URLError, OSError) as error:
            reason = getattr(error, "reason", error)
            raise Failed(self._common.say("unreachable", url=self._url, reason=reason), 3) from None


class Folder(_Place):
    """A house that this process has opened, and closes: the same routes, without a network and without keys."""

    def __init__(self, common: Common, house: House) -> None:
        super().__init__(common)
        self.house = house
        try:
            desk = house.backends.desk
            names = [workspace.name for workspace in desk.workspaces()]
            if common.workspace == MAIN:
                desk.open_workspace(MAIN, "", house.clock.now())
            elif common.workspace not in names:
                hint = nearest(common.workspace, names)
                raise Failed(common.say("no_workspace", name=common.workspace, hint=hint))
            house.now()
        except BaseException:
            house.close()
            raise
        health, metrics = Health(), Metrics()
        access = _Owner(common.workspace, house)
        self._app = api(house, access, health, metrics, Callbacks(house, b"\0" * 32), Cursors(b"\0" * 32))
        self._worker = Worker(house, health, metrics, Pace(), house.wake)
        self._worker.start()

    def _send(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        return asyncio.run(_call(self._app, method, path, body))

    def close(self) -> None:
        """Work off what is left, write the lake, let others in."""
        self._worker.stop()
        self.house.close()


class _Owner(Access):
    """Whoever may open the folder may do everything."""

    def __init__(self, workspace: str, house: House) -> None:
        super().__init__(house.backends.desk, lambda name: house.world(name).definitions)
        self._caller = Caller(workspace, SCOPES, "folder")

    def caller(self, authorization: str) -> Caller | None:
        return self._caller


async def _call(app: Any, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
    """One request to an ASGI application."""
    parts = urlsplit(path)
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": segmented(parts.path.encode()),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "headers": [(b"host", b"folder"), (b"content-type", b"application/json")],
        "scheme": "http",
        "server": ("folder", 80),
        "client": ("127.0.0.1", 1),
        "root_path": "",
        "state": {},
    }
    asked = [{"type": "http.request", "body": body or b"", "more_body": False}]
    status = 0
    chunks: list[bytes] = []

    async def receive() -> dict[str, Any]:
        return asked.pop() if asked else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        else:
            chunks.append(message.get("body", b""))

    await app(scope, receive, send)
    return status, b"".join(chunks)
