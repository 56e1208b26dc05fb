"""The console's types of the API are those of the API."""

import re
import runpy
from pathlib import Path

CONSOLE = Path(__file__).parents[2] / "console"


def test_the_types_of_the_console_are_current() -> None:
    openapi = runpy.run_path(str(CONSOLE / "scripts" / "openapi.py"))
    with (CONSOLE / "src" / "shared" / "api" / "schema.ts").open() as schema:
        found = re.search(r"^// Fingerprint: (\w+)$", schema.read(300), re.MULTILINE)
    assert found is not None
    assert found[1] == openapi["fingerprint"](openapi["document"]()), "routes have changed: cd console && npm run api"
