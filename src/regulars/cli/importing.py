"""`regulars import`: a file becomes events."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from rich.progress import Progress as Bar

from regulars.app.access import MAIN
from regulars.app.imports import ImportJobs
from regulars.cli.place import Common, Failed
from regulars.cli.show import complain, console, line, printable, table
from regulars.collect.importer import Import, Progress
from regulars.collect.mapping import Plan, load
from regulars.kit.clock import SystemClock
from regulars.kit.errors import nearest


def add(app: App) -> None:
    """Add the command."""
    app.command(import_file, name="import")


def import_file(
    file: Annotated[Path, Parameter(help="CSV, JSON lines or Parquet.")],
    *,
    mapping: Annotated[
        Path | None, Parameter(help="YAML: what each row means. Without it, rows are calls already (no CSV).")
    ] = None,
    source: Annotated[str, Parameter(help="The source under which the events stand.")] = "import",
    dry_run: Annotated[bool, Parameter(help="Check the first 1,000 rows and store nothing.", negative="")] = False,
    dir: Annotated[Path, Parameter(help="The folder of the house.", env_var="REGULARS_DIR")] = Path("regulars-data"),
    workspace: Annotated[str, Parameter(help="The workspace that gets the events.")] = MAIN,
    lang: Annotated[str | None, Parameter(help="en or zh; default: as the environment says.")] = None,
) -> int:
    """Import a file: CSV, JSON lines or Parquet, with a mapping in YAML.

    Interrupted, it goes on where it was; the same file twice brings nothing new. Rows that cannot be taken are kept with
    their reason. No server may be running on the folder meanwhile.
    """
    common = Common(dir=dir, workspace=workspace, lang=lang)
    if not file.is_file():
        raise Failed(f"there is no file {file}", 2)
    plan = load(_text(mapping), str(mapping)) if mapping else Plan()
    work = Import(plan, file)
    if dry_run:
        return _try_out(work, common)
    house = common.house(begin=True)
    try:
        names = [one.name for one in house.backends.desk.workspaces()]
        if workspace == MAIN:
            house.backends.desk.open_workspace(MAIN, "", house.clock.now())
        elif workspace not in names:
            raise Failed(common.say("no_workspace", name=workspace, hint=nearest(workspace, names)))
        with Bar(console=console, transient=True) as bar:
            task = bar.add_task(file.name, total=None)

            def told(progress: Progress) -> None:
                bar.update(task, completed=progress.row)
                house.run()

            jobs = ImportJobs(house, workspace)
            before = jobs.get(work.job_id(source))
            done = work.run(house.backends.log, jobs, house.clock, workspace, source, told)
        house.now()
    finally:
        house.close()
    if before == done:
        line(common.say("imported_before"))
    else:
        line(common.say("imported", rows=f"{done.row:,}", taken=f"{done.accepted:,}", rejected=f"{done.rejected:,}"))
    return 0


def _try_out(work: Import, common: Common) -> int:
    report = work.try_out(SystemClock().now())
    for event in report.sample:
        line(printable(f"{event.type} {event.event} {event.user_id or event.anonymous_id}: {event.properties or event.traits}"))
    if report.troubles:
        table(["row", "code", "where"], [(trouble.row, trouble.code, trouble.path) for trouble in report.troubles[:50]])
    line(common.say("imported", rows=f"{report.rows:,}", taken=f"{report.accepted:,}", rejected=f"{len(report.troubles):,}"))
    line(common.say("import_dry"))
    return 1 if report.troubles else 0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        complain(str(error))
        raise Failed(f"the mapping {path} cannot be read", 2) from None
