"""What the demo says at the end: who the customers are, how the business does, one customer's story with every why."""

from collections.abc import Mapping
from email.message import EmailMessage

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from regulars.app import views
from regulars.app.access import MAIN
from regulars.app.choose import choose
from regulars.app.figures import figures
from regulars.app.house import House
from regulars.define.definitions import Definition, Definitions
from regulars.demo.insights import insights
from regulars.demo.mailbox import Mailbox
from regulars.demo.page import page
from regulars.demo.replay import Replayed
from regulars.demo.words import Speaker
from regulars.kit.clock import DAY
from regulars.kit.memory import peak_mb
from regulars.kit.said import said
from regulars.measure.metric import Figure
from regulars.records import Customer, Decision

_STORY = 14
"""Lines of the story."""


def report(console: Console, house: House, mailbox: Mailbox, done: Replayed | None, say: Speaker) -> None:
    """Print the report. `done` is None where the year was loaded before."""
    house.now()
    definitions = house.world(MAIN).definitions
    counts = house.backends.state.query("member_counts", MAIN)
    console.print(
        _counted(say, "stages", definitions.stages, {name: counts.get(f"stage:{name}", 0) for name in definitions.stages})
    )
    console.print(_counted(say, "segments", definitions.segments, counts))
    console.print(_week(house, definitions, say))
    insights(console, house, say)
    customer = _somebody(house)
    if customer is not None:
        who = next(iter(customer.identifiers.get("user_id", {})), str(customer.id))
        console.print(page(house, customer, who, say))
        console.print(_story(house, definitions, customer, who, say))
        console.print(f"[bold]{say('decided', who=escape(who))}[/]")
        for name, slot in definitions.slots.items():
            _show(console, say.title(name, slot.title), choose(house, MAIN, name, str(customer.id)))
    _mail(console, house, mailbox, say)
    verified = house.verify(MAIN)
    color = "red" if verified.count else "green"
    console.print(f"[{color}]{say('verify', count=verified.count, values=verified.values, customers=verified.customers)}[/]")
    for difference in verified.differences[:10]:
        console.print(f"  {difference}")
    account = views.accounting(house, MAIN)
    console.print(say("account", **{name: getattr(account, name) for name in account.__struct_fields__}))
    if done is not None:
        rate = done.events / done.seconds
        console.print(say("speed", events=done.events, seconds=done.seconds, rate=rate, memory=peak_mb()))


def _counted(say: Speaker, key: str, defined: Mapping[str, Definition], counts: Mapping[str, int]) -> Table:
    table = Table("", "", "", title=say(key), title_justify="left", show_header=False)
    most = max([counts.get(name, 0) for name in defined], default=0) or 1
    for name, definition in defined.items():
        number = counts.get(name, 0)
        table.add_row(escape(say.title(name, definition.title)), f"{number:>7,}", f"[blue]{'█' * round(40 * number / most)}[/]")
    return table


def _week(house: House, definitions: Definitions, say: Speaker) -> Table:
    whole: dict[str, Figure] = {}
    for figure in figures(house, MAIN, by="week", start=house.clock.now() - 22 * DAY):
        if figure.whole:
            whole[figure.metric] = figure
    day = max((figure.period for figure in whole.values()), default="–")
    table = Table(say("metric"), title=say("week", day=day), title_justify="left")
    table.add_column("", justify="right")
    table.add_column(say("change"), justify="right")
    for name, figure in whole.items():
        color = "" if figure.good is None else "[green]" if figure.good else "[red]"
        moved = "" if figure.change is None else f"{color}{figure.change:+.1%}"
        value = "" if figure.value is None else f"{figure.value:,.2f}"
        table.add_row(escape(say.title(name, definitions.metrics[name].title)), value, moved)
    return table


def _somebody(house: House) -> Customer | None:
    """A customer with a story: the most kinds of things concluded, a message among them."""
    sql = """
        select customer_id from changes group by customer_id
        order by count(*) filter (kind = 'journey') > 0 desc, count(distinct kind || name) desc, count(*) desc, customer_id
        limit 1
    """
    rows = house.query(MAIN, sql).to_pylist()
    return views.by_number(house, MAIN, rows[0]["customer_id"]) if rows else None


def _story(house: House, definitions: Definitions, customer: Customer, who: str, say: Speaker) -> Table:
    """The latest conclusions, and of what the customer did the latest few things."""
    table = Table(say("at"), title=say("story", who=escape(who)), title_justify="left", show_lines=True)
    table.add_column(say("what"), overflow="fold", ratio=2)
    table.add_column(say("why"), overflow="fold", ratio=3)
    before: tuple[int, int] | None = None
    did = told = 0
    while told < _STORY:
        lines = views.timeline(house, MAIN, customer, 200, before)
        for line in lines:
            if line.kind == "score":
                continue  # the page has told it
            if _happened(line):
                did += 1
                if did > 3:
                    continue
            told += 1
            if told <= _STORY:
                table.add_row(
                    line.at[:16].replace("T", " "),
                    escape(_what(line, definitions, say)),
                    escape("\n".join(said(one).to(say.language) for one in line.why)),
                )
        if len(lines) < 200:
            break
        before = views.place(lines[-1])
    return table


def _happened(line: views.Line) -> bool:
    """Whether the line is an event, and not a conclusion."""
    return line.kind in ("event", "decision", "text") or line.name.startswith("Email ")


def _what(line: views.Line, definitions: Definitions, say: Speaker) -> str:
    if line.kind == "segment":
        segment = definitions.segments.get(line.name)
        return f"{say(f'segment {line.value}')} {say.title(line.name, segment.title if segment else {})}"
    if line.kind == "stage":
        stage = definitions.stages.get(line.value)
        return f"{say('stage')} {say.title(line.value, stage.title if stage else {})}"
    if _happened(line):
        return f"{say('event')} {line.name}"
    return f"{say(line.kind)} {line.name}: {line.value}"


def _show(console: Console, slot: str, decision: Decision) -> None:
    items = ", ".join(str(shown.attributes.get("name") or shown.item) for shown in decision.items) or "–"
    console.print(f"  {escape(slot)}: [bold]{escape(items)}[/] (p = {decision.probability:.2f})")
    for reason in decision.why:
        console.print(f"    {escape(reason.text)}", style="dim")


def _mail(console: Console, house: House, mailbox: Mailbox, say: Speaker) -> None:
    """How many went out, how many were held back and why, and some of them."""
    messages = house.backends.state.query("message_counts", MAIN)
    sql = """
        select json_extract_string(properties, '$.verdict') as verdict, count(*) as n
        from events where event = 'Email Suppressed' group by 1 order by 2 desc
    """
    verdicts = ", ".join(f"{row['verdict']} {row['n']:,}" for row in house.query(MAIN, sql).to_pylist())
    held = sum(number for status, number in messages.items() if status in ("suppressed", "parked", "failed", "bounced"))
    text = say("mail", delivered=messages.get("delivered", 0), held=held, why=f" ({verdicts})" if verdicts else "")
    console.print(text, style="bold")
    for letter in mailbox.latest(2):
        console.print(Panel(escape(_letter(letter)), title=say("letter"), title_align="left", width=100))


def _letter(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    text = body.get_content().strip() if body is not None else ""
    return f"From: {letter['From']}\nTo: {letter['To']}\nSubject: {letter['Subject']}\n\n{text[:700]}"
