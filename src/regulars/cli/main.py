"""`regulars`: the command line.

Exit status: 0 done, 1 no (errors, differences), 2 wrong usage, 3 out of reach or not allowed.
"""

import os
import sys

from cyclopts import App, CycloptsError

from regulars.cli import definitions, doctor, importing, keys, know, look, members, run
from regulars.cli.place import Failed
from regulars.cli.show import complain, printable
from regulars.define.findings import DefinitionErrors
from regulars.kit.errors import RegularsError

app = App(
    name="regulars",
    help="Turn customers into regulars: collect, know, decide, engage, measure, in one process.",
    version_flags=["--version"],
    help_format="rich",
)
run.add(app)
importing.add(app)
definitions.add(app)
look.add(app)
know.add(app)
keys.add(app)
members.add(app)
doctor.add(app)


def main(arguments: list[str] | None = None) -> None:
    """Run one command and end the process with its status."""
    try:
        status = app(arguments, exit_on_error=False, print_error=True)
    except CycloptsError:
        sys.exit(2)
    except DefinitionErrors as error:
        for finding in error.findings:
            complain(printable(str(finding)))
        sys.exit(1)
    except Failed as error:
        complain(printable(error.sentence))
        sys.exit(error.status)
    except RegularsError as error:
        complain(printable(str(error)))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(status if isinstance(status, int) else 0)
