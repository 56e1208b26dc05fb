"""The console's types of the API are those of the API, and it has words for every code of an error."""

import json
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


def test_every_code_of_an_error_has_words_in_both_languages() -> None:
    codes = set(runpy.run_path(str(CONSOLE.parent / "docs" / "generate.py"))["codes"]())
    assert {"not_found", "too_thin", "internal_error", "unknown_parameter", "stale_card"} <= codes
    for language in ("en", "zh"):
        words = json.loads((CONSOLE / "locales" / language / "shared.json").read_text())["problem"]["cause"]
        assert not codes - words.keys(), language
