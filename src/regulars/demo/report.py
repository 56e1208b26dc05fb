"""What the demo says at the end: who the customers are, how the business does, one customer's story with every why."""

import resource
from email.message import EmailMessage

from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from regulars.app import views
from regulars.app.access import MAIN
from regulars.app.choose import choose
from regulars.app.figures import figures
from regulars.app.house import House
from regulars.demo.mailbox import Mailbox
from regulars.demo.replay import Replayed
from regulars.kit.clock import DAY
from regulars.records import Customer, Decision

_WORDS = {
    "stages": ("Customers by lifecycle stage", "各生命周期阶段的客户"),
    "segments": ("Segments", "客群"),
    "customers": ("customers", "客户数"),
    "week": ("The latest whole week", "最近一整周"),
    "metric": ("metric", "指标"),
    "change": ("against the week before", "较前一周"),
    "story": ("Customer {who}: the latest of the story, and why", "客户 {who}：最近的经历与原因"),
    "decided": ("Decisions for {who}", "为 {who} 做出的决策"),
    "mail": ("Messages: {delivered:,} delivered, {held:,} held back ({why})", "消息：送达 {delivered:,}，拦下 {held:,}（{why}）"),
    "letter": ("One of them", "其中一封"),
    "verify": ("verify: {count} differences ({values:,} values of {customers:,} customers)", "校验：{count} 处差异（{customers:,} 位客户的 {values:,} 个值）"),
    "account": (
        "accepted {accepted:,} = lake {lake:,} + failed {failed:,} + duplicate {duplicate:,} + in flight {in_flight:,}",
        "接收 {accepted:,} = 入湖 {lake:,} + 失败 {failed:,} + 重复 {duplicate:,} + 处理中 {in_flight:,}",
    ),
    "speed": ("{events:,} calls in {seconds:.0f} s: {rate:,.0f} events/s; memory {memory:,.0f} MB", "{seconds:.0f} 秒处理 {events:,} 次调用：每秒 {rate:,.0f} 个事件；内存 {memory:,.0f} MB"),
    "at": ("when", "时间"),
    "what": ("what", "事件"),
    "why": ("why", "原因"),
}


def report(console: Console, house: House, mailbox: Mailbox, done: Replayed | None, language: str) -> None:
    """Print the report. `done` is None where the year was loaded before."""

    def say(key: str, **values: object) -> str:
        return _WORDS[key][language == "zh"].format(**values)

    house.now()
    definitions = house.world(MAIN).definitions
    counts = house.backends.state.query("member_counts", MAIN)

    def titled(name: str, titles: dict[str, str]) -> str:
        return titles.get(language) or name

    for key, prefix, kind in (("stages", "stage:", definitions.stages), ("segments", "", definitions.segments)):
        table = Table(title=say(key), title_justify="left")
        table.add_column("")
        table.add_column(say("customers"), justify="right")
        table.add_column("")
        most = max([counts.get(prefix + name, 0) for name in kind] or [1]) or 1
        for name, defined in kind.items():
            number = counts.get(prefix + name, 0)
            table.add_row(titled(name, defined.title), f"{number:,}", "█" * round(30 * number / most), style=None)
        console.print(table)

    start = house.clock.now() - 22 * DAY
    week: dict[str, object] = {}
    for figure in figures(house, MAIN, by="week", start=start):
        if figure.whole:
            week[figure.metric] = figure
    table = Table(title=f"{say('week')}: {max((f.period for f in week.values()), default='')}", title_justify="left")  # type: ignore[attr-defined]
    for column in ("metric", "", "change"):
        table.add_column(say(column) if column else "", justify="left" if column == "metric" else "right")
    for name, figure in week.items():
        value, change, good = figure.value, figure.change, figure.good  # type: ignore[attr-defined]
        color = "" if good is None else "[green]" if good else "[red]"
        moved = "" if change is None else f"{color}{change:+.1%}"
        table.add_row(titled(name, definitions.metrics[name].title), "" if value is None else f"{value:,.2f}", moved)
    console.print(table)

    customer = _somebody(house)
    if customer is not None:
        who = next(iter(customer.identifiers.get("user_id", {})), str(customer.id))
        table = Table(title=say("story", who=who), title_justify="left")
        for column in ("at", "what", "why"):
            table.add_column(say(column), overflow="fold")
        for line in _concluded(house, customer):
            table.add_row(line.at[:16].replace("T", " "), f"{line.kind} {line.name} → {line.value}"[:60], "; ".join(line.why))
        console.print(table)
        if definitions.slots:
            console.print(f"[bold]{say('decided', who=who)}[/]")
            for slot in definitions.slots:
                _show(console, choose(house, MAIN, slot, str(customer.id)))
            house.run()

    messages = house.backends.state.query("message_counts", MAIN)
    held = {status: n for status, n in messages.items() if status not in ("delivered", "pending", "claimed")}
    why = ", ".join(f"{status} {n:,}" for status, n in sorted(held.items())) or "–"
    console.print(say("mail", delivered=messages.get("delivered", 0), held=sum(held.values()), why=why), style="bold")
    for letter in mailbox.latest(2):
        console.print(Panel(_letter(letter), title=say("letter"), title_align="left"))

    verified = house.verify(MAIN)
    color = "green" if verified.count == 0 else "red"
    console.print(f"[{color}]{say('verify', count=verified.count, values=verified.values, customers=verified.customers)}[/]")
    for difference in verified.differences[:10]:
        console.print(f"  {difference}")
    account = views.accounting(house, MAIN)
    console.print(say("account", **{name: getattr(account, name) for name in account.__struct_fields__}))
    if done is not None:
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rate = done.events / done.seconds
        console.print(say("speed", events=done.events, seconds=done.seconds, rate=rate, memory=memory))


def _somebody(house: House) -> Customer | None:
    """A customer with a story: the most kinds of things concluded, a message among them."""
    sql = """
        select customer_id from changes group by customer_id
        order by count(*) filter (kind = 'message') > 0 desc, count(distinct kind || name) desc, count(*) desc, customer_id limit 1
    """
    rows = house.query(MAIN, sql).to_pylist()
    return views.by_number(house, MAIN, rows[0]["customer_id"]) if rows else None


def _concluded(house: House, customer: Customer, limit: int = 16) -> list[views.Line]:
    """The latest lines of the timeline, but of the plain orders only the latest."""
    lines, before, orders = [], None, 0
    while len(lines) < limit:
        page = views.timeline(house, MAIN, customer, 200, before)
        for line in page:
            if line.kind != "event" or orders < 1:
                orders += line.kind == "event"
                lines.append(line if line.kind != "event" else views.Line(line.at, line.kind, line.name, "…", line.why, line.id))
        if len(page) < 200:
            break
        before = views.place(page[-1])
    return lines[:limit]


def _show(console: Console, decision: Decision) -> None:
    items = ", ".join(str(shown.attributes.get("name") or shown.item) for shown in decision.items) or "–"
    console.print(f"  {decision.slot}: [bold]{items}[/] (p = {decision.probability:.2f})")
    for reason in decision.why:
        console.print(f"    {reason.text}", style="dim")


def _letter(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    text = body.get_content().strip() if body is not None else ""
    return f"From: {letter['From']}\nTo: {letter['To']}\nSubject: {letter['Subject']}\n\n{text[:700]}"


