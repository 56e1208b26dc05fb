"""Commands on definitions: check, plan, apply."""

from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from regulars.app.revise import fit
from regulars.cli.place import Common, Failed, Folder, Remote
from regulars.cli.show import complain, line, printable
from regulars.cli.speech import language, say
from regulars.decide.catalogue import load_items
from regulars.define.compile import compile
from regulars.define.definitions import Definitions
from regulars.define.dump import dump
from regulars.define.findings import DefinitionErrors, Finding
from regulars.define.lint import check
from regulars.define.load import load
from regulars.define.sections import WORDS

_PAGE = 1000
Source = Annotated[Path, Parameter(help="A YAML file, or a folder of them.")]


def add(app: App) -> None:
    """Add the commands."""
    app.command(check_definitions, name="check")
    app.command(plan_definitions, name="plan")
    app.command(apply_definitions, name="apply")


def check_definitions(
    path: Source = Path(), *, lang: Annotated[str | None, Parameter(help="en or zh; default: as the environment says.")] = None
) -> int:
    """Check definitions: every mistake at once, each with file and line. Nothing is stored."""
    definitions, findings = _read(path)
    for finding in findings:
        complain(printable(str(finding)))
    spoken = language(lang)
    if definitions is None:
        errors = sum(finding.level == "error" for finding in findings)
        line(say("check_bad", spoken, errors=errors, warnings=len(findings) - errors), "red")
        return 1
    count = sum(len(getattr(definitions, section)) for section in WORDS)
    line(say("check_good", spoken, count=count), "green")
    return 0


def plan_definitions(path: Source = Path(), *, common: Common = Common()) -> int:  # noqa: B008
    """Say what applying the definitions would change, and what it would fill from history. Nothing is stored."""
    text = dump(_good(path))
    with common.look() as place:
        for sentence in place.post("/v1/definitions/plan", yaml=text)["changes"]:
            line(printable(sentence), _color(sentence))
    return 0


def apply_definitions(path: Source = Path(), *, common: Common = Common()) -> int:  # noqa: B008
    """Let the definitions hold from now on. What is new in them is filled from the whole history."""
    definitions = _good(path)
    folder = path if path.is_dir() else path.parent
    with common.open(begin=True) as place:
        for catalog in definitions.catalogs.values():
            if catalog.file:
                _stock(place, catalog.name, load_items(catalog, folder).attributes)
        applied = place.post("/v1/definitions/apply", yaml=dump(definitions))
    for sentence in applied["changes"]:
        line(printable(sentence), _color(sentence))
    line(common.say("applied" if applied["done"] else "applied_soon", offset=applied["offset"]))
    return 0


def _stock(place: Remote | Folder, name: str, items: list[dict[str, Any]]) -> None:
    """Send the items of a catalogue, some at a time; the first ones take the place of what was there."""
    for first in range(0, max(len(items), 1), _PAGE):
        place.post(f"/v1/catalogs/{name}/items", items=items[first : first + _PAGE], replace=first == 0)


def _read(path: Path) -> tuple[Definitions | None, list[Finding]]:
    findings: list[Finding] = []
    try:
        definitions = load(path)
        findings = check(definitions)
        if fit(findings):
            compile(definitions)
            return definitions, findings
    except DefinitionErrors as errors:
        findings = errors.findings
    return None, findings


def _good(path: Path) -> Definitions:
    definitions, findings = _read(path)
    if definitions is None:
        raise DefinitionErrors([finding for finding in findings if finding.level == "error"])
    if not any(getattr(definitions, section) for section in WORDS):
        raise Failed(f"{path} holds no definitions")
    return definitions


def _color(sentence: str) -> str | None:
    return {"+": "green", "~": "yellow", "-": "red"}.get(sentence[:1])
