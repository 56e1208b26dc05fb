"""Definitions before they are applied: how their text differs, and which customers the change would move."""

import difflib

import msgspec

from regulars.algebra import history
from regulars.app import preview, revise
from regulars.app.house import House
from regulars.app.preview import Estimate, estimate
from regulars.define.compile import compile
from regulars.define.definitions import Definitions
from regulars.define.dump import dump
from regulars.define.findings import Finding
from regulars.define.plan import Change, Plan, plan

_MOST_FINDINGS = 200
_STAGE = "stage"


class Moved(msgspec.Struct, frozen=True):
    """Customers whom the change would move into and out of a segment or a stage."""

    section: str
    name: str
    title: dict[str, str]
    now: Estimate
    joining: Estimate
    leaving: Estimate


class Comparison(msgspec.Struct, frozen=True):
    """A text of definitions against what holds now."""

    ok: bool
    """Whether it may be applied: no finding is an error. If not, nothing else is known."""
    findings: list[Finding]
    changes: list[Change]
    sentences: list[str]
    """What would change and what would be filled from history, one sentence each."""
    filled: int
    """Aggregates that are new: they are filled from the whole history."""
    refit: list[str]
    """Models that are new or mean something else: they are fitted anew."""
    yaml: str
    """The text in its canonical spelling."""
    diff: str
    """From what holds now to the text, line by line; empty where nothing is written differently."""
    judged: int
    """How many customers were looked at for `moved`."""
    moved: list[Moved]
    """Segments and stages that mean something else than now. Stages that are remembered (`exit`, `stay`) are left out:
    who would be in them depends on what comes."""


def compare(house: House, workspace: str, yaml: str) -> Comparison:
    """Read the text and lay it beside what holds. What is wrong with it stands in the answer."""
    definitions, findings = revise.read(yaml)
    if definitions is None:
        return Comparison(False, findings[:_MOST_FINDINGS], [], [], 0, [], "", "", 0, [])
    now = house.world(workspace).definitions
    spelled = dump(definitions)
    diff = difflib.unified_diff(dump(now).splitlines(), spelled.splitlines(), "now", "changed", lineterm="", n=3)
    found = plan(now, definitions)
    judged, moved = _moved(house, workspace, definitions, found)
    shown = findings[:_MOST_FINDINGS]
    return Comparison(
        ok=True,
        findings=shown,
        changes=found.changes,
        sentences=found.sentences,
        filled=len(found.new_cells),
        refit=found.refit,
        yaml=spelled,
        diff="\n".join(diff),
        judged=judged,
        moved=moved,
    )


def _moved(house: House, workspace: str, definitions: Definitions, found: Plan) -> tuple[int, list[Moved]]:
    """How many customers were judged, and who of them would move."""
    segments = [name for section, name in found.reevaluate if section == "segments"]
    remembered = any(stage.exit or stage.stay for stage in definitions.stages.values())
    staged = not remembered and any(section == "stages" for section, _ in found.reevaluate)
    names = [*segments, *([_STAGE] if staged else [])]
    if not names:
        return 0, []
    program = compile(definitions)
    at = house.clock.now()
    total: int = house.backends.state.query("count_customers", workspace)
    drawn = preview.share(total, preview.SAMPLE)
    live = program.cells.keys() <= house.world(workspace).program.cells.keys()
    held = {} if live else _held(house, workspace, history.sql(program, names, at, preview.drawn_events(drawn)))
    judged = 0
    counts = {place: [0, 0, 0] for place in _places(definitions, segments, staged)}
    for customer in preview.people(house, workspace, drawn):
        judged += 1
        then = {name: program.value(name, customer, at) for name in names} if live else held.get(customer.id, {})
        for (section, name), count in counts.items():
            was = customer.stage == name if section == "stages" else name in customer.segments
            will = then.get(_STAGE) == name if section == "stages" else then.get(name) is True
            count[0] += was
            count[1] += will and not was
            count[2] += was and not will
    moved = []
    for (section, name), tally in counts.items():
        figures = [estimate(count, judged, total) for count in tally]
        moved.append(Moved(section, name, getattr(definitions, section)[name].title, *figures))
    return judged, moved


def _places(definitions: Definitions, segments: list[str], staged: bool) -> list[tuple[str, str]]:
    return [*(("segments", name) for name in segments), *(("stages", name) for name in definitions.stages if staged)]


def _held(house: House, workspace: str, sql: str) -> dict[int, dict[str, object]]:
    """What the history says of each customer: number → name → value."""
    return {row["customer_id"]: row for row in house.query(workspace, sql).to_pylist()}
