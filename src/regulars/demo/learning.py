"""After the year has passed: what is to be learnt from it, one model after the other, each in a process of its own."""

import logging

from rich.console import Console
from rich.markup import escape

from regulars.app import models
from regulars.app.access import MAIN
from regulars.app.house import House
from regulars.demo.replay import settle
from regulars.demo.words import Speaker
from regulars.kit.errors import RegularsError
from regulars.kit.said import said

_log = logging.getLogger("regulars.demo")


def learn(console: Console, house: House, say: Speaker) -> None:
    """Fit every model that was never fitted, write its scores to the log, and let what follows from them happen.

    What a model refuses or fails at is said, and the others go on: the year is loaded all the same.
    """
    for name, model in house.world(MAIN).definitions.models.items():
        if models.standing(house, MAIN, name).latest is not None:
            continue
        title = escape(say.title(name, model.title))
        try:
            with console.status(say("learning", model=title)):
                found = models.run(house, MAIN, name)
                settle(house)
        except RegularsError as error:
            _log.warning("model '%s' was not fitted", name, exc_info=error)
            console.print(f"[yellow]{title}: {escape(error.said.to(say.language) if error.said else str(error))}[/]")
            continue
        if found.latest is None:
            console.print(f"[yellow]{title}: {escape(said(found.detail).to(say.language))}[/]")
        else:
            latest = found.latest
            console.print(say("learnt", model=title, customers=latest.customers, seconds=latest.seconds))
