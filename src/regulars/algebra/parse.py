"""Text to tree: sqlglot reads the SQL, an allow-list turns it into our own nodes. The rest is refused by name and place."""

from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

from sqlglot import errors, exp, parse_one

from regulars.algebra import spelled, typed
from regulars.algebra.grammar import SPECIAL
from regulars.algebra.names import Expression, Scope
from regulars.algebra.rows import ROW_COLUMNS, ROW_ROOTS, array
from regulars.algebra.tree import Aggregate, Call, Constant, Moment, Named, Node, Read, children, walk
from regulars.algebra.types import DECLARED, ExpressionError
from regulars.algebra.window import Window, load
from regulars.kit.errors import nearest

LIMIT = 20_000
"""Characters of one expression."""
_COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")
_CALENDAR = ("date_trunc", "date_part", "date_diff", "hour_trunc")


def parse(
    text: str,
    scope: Scope,
    *,
    over: str | None = None,
    each: str | None = None,
    want: str | None = None,
    at: str = "",
    about: str = "customer",
) -> Expression:
    """The tree of an expression. `want` is the type that it must have (None: any).

    `about` is what the text speaks of: `customer` (aggregates and names), or `event`: one event and the customer that it
    belongs to (conditions of journeys and policies); there `traits.x` is the customer's. Raises ExpressionError, which says
    `file:line:column`.

    >>> parse("count(*) filter (where event = 'Order Completed') >= 2", Scope()).type
    'boolean'
    """
    reader = Reader(text, scope, over, each, at, about)
    tree = reader.run()
    if want is None and tree.type in ("any", "null"):
        want = "text"
    if want is not None:
        tree = reader.settled(tree, want, None)
    reader.check_clock(tree)
    return Expression(text, tree)


class Reader:
    """One reading of one text."""

    def __init__(self, text: str, scope: Scope, over: str | None, each: str | None, at: str, about: str) -> None:
        self.text, self.scope, self.at, self.about = text, scope, at, about
        self.days = scope.calendar
        self.window = load(over, scope.zone, at) if over else None
        self.each, self.alias = array(each, at)
        self.inside = False
        self.events: tuple[str, ...] = ()
        """Names of events to which the aggregate at hand is restricted: their own declarations of types hold."""

    def run(self) -> Node:
        if len(self.text) > LIMIT:
            raise ExpressionError(f"the expression has {len(self.text)} characters; {LIMIT} are allowed", where=self.at)
        try:
            root: Any = parse_one(self.text, read="duckdb")
        except errors.ParseError as error:
            found: dict[str, Any] = error.errors[0] if error.errors else {}
            near = f" near '{found['highlight']}'" if found.get("highlight") else ""
            self._refuse_at(f"this is no SQL expression{near}", found.get("line") or 1, found.get("col") or 1)
        except (errors.TokenError, RecursionError):
            self._refuse_at("this is no SQL expression: a quote or bracket is not closed, or it nests too deeply", 1, 1)
        try:
            return self.node(root)
        except RecursionError:
            self._refuse_at("this expression nests too deeply", 1, 1)

    def check_clock(self, tree: Node) -> None:
        """Refuse `now()` where a value would change at every instant: it may be compared, or read on the calendar."""
        for parent in (Call("root", (tree,), ""), *self._own(tree)):
            if isinstance(parent, Aggregate) and any(isinstance(node, Moment) for node in walk(parent)):
                sentence = "now() and today() cannot stand inside an aggregate; give it a window, such as over: 90d"
                raise ExpressionError(sentence, where=self.at or "expression")
            clocks = [child for child in children(parent) if isinstance(child, Moment) and child.kind == "now"]
            if not clocks:
                continue
            name = parent.name if isinstance(parent, Call) else ""
            minutes = isinstance(parent, Call) and parent.args[0] == Constant("minute", "text")
            if len(clocks) > 1 or minutes or name not in (*_COMPARISONS, *_CALENDAR):
                sentence = (
                    "now() may be compared with an instant, or stand in date_trunc, date_part or date_diff; else use today()"
                )
                raise ExpressionError(sentence, where=self.at or "expression")

    def _own(self, node: Node) -> Iterator[Node]:
        """The nodes of this text, without those of the definitions that it names."""
        yield node
        if not isinstance(node, Named):
            for child in children(node):
                yield from self._own(child)

    # -- errors ---------------------------------------------------------------------------------------------------

    def refuse(self, sentence: str, node: exp.Expression | None) -> NoReturn:
        """Raise the error at the first place that the parser knows below `node`."""
        places: list[int] = []
        while node is not None and not places:
            places = [part.meta["start"] for part in node.walk() if "start" in part.meta]
            node = node.parent  # type: ignore[assignment]
        start = min(places, default=0)
        before = self.text[:start]
        self._refuse_at(sentence, before.count("\n") + 1, start - before.rfind("\n"))

    def _refuse_at(self, sentence: str, line: int, column: int) -> NoReturn:
        name, _, first = self.at.rpartition(":")
        where = (
            f"{name}:{int(first) + line - 1}:{column}"
            if name and first.isdigit()
            else f"{self.at or 'expression'}:{line}:{column}"
        )
        raise ExpressionError(sentence, where=where)

    def settled(self, node: Node, want: str, source: exp.Expression | None) -> Node:
        try:
            return typed.settle(node, want, self.days)
        except typed.Mismatch as error:
            self.refuse(str(error), source)

    def call(self, name: str, args: Sequence[Node], source: exp.Expression) -> Node:
        try:
            return typed.call(name, args, self.days)
        except typed.Mismatch as error:
            self.refuse(str(error), source)

    # -- nodes ----------------------------------------------------------------------------------------------------

    def node(self, source: exp.Expression) -> Node:
        """Our node for one of sqlglot's."""
        special = SPECIAL.get(type(source))
        if special is not None:
            return special(self, source)
        if isinstance(source, (exp.AggFunc, exp.Filter, exp.Window, exp.IgnoreNulls)):
            return self.aggregate(source)
        spelling = spelled.find(source)
        if spelling is not None:
            return self.call(spelling[0], [self.node(arg) for arg in spelling[1]], source)
        return self.unknown(source)

    def unknown(self, source: exp.Expression) -> NoReturn:
        """Refuse a function or operator outside of the table."""
        if isinstance(source, exp.Alias):
            self.refuse(f"'{source.alias}' has no operator before it; a text stands in single quotes, like 'Berlin'", source)
        name = source.name if isinstance(source, exp.Anonymous) else type(source).__name__
        near = nearest(name.lower(), spelled.NAMES)
        self.refuse(f"'{name.lower()}' is not among the functions and operators{near}; allowed: {spelled.LIST}", source)

    def path(self, source: exp.Expression) -> list[str]:
        """The parts of a dotted name."""
        if isinstance(source, exp.Dot):
            return [*self.path(source.this), *self.path(source.expression)]
        if isinstance(source, exp.Column):
            return [part.name for part in source.parts]
        if isinstance(source, exp.Identifier):
            return [source.name]
        return self.refuse("a name is written like properties.total or properties.address.city", source)

    def column(self, source: exp.Expression) -> Node:
        """A name: of an event inside an aggregate, of the customer outside."""
        root, *rest = self.path(source)
        if any(not key or '"' in key or "\\" in key or "*" in key for key in rest):
            self.refuse("a key must not be empty or hold quotes, backslashes or stars", source)
        path = tuple(rest)
        if self.inside or (self.about == "event" and root in (*ROW_COLUMNS, "properties", "context", self.alias)):
            return self._of_event(root, path, source)
        if root == "traits" and path:
            return self._read("traits", path, ".".join(("traits", *path)))
        if root == "scores" and len(path) == 1:
            return Read("scores", path, self.scope.types.get(f"scores.{path[0]}", "number"))
        if root == "item" and path:
            return self._read("item", path, ".".join(("item", *path)))
        if not path and root in self.scope.known():
            return Named(root, self.scope.tree(root))
        if not path and root in self.scope.names:
            self.refuse(f"'{root}' is a stage; write stage = '{root}'", source)
        if root in ROW_COLUMNS or root in ("properties", "context", self.alias):
            full = ".".join((root, *path))
            self.refuse(
                f"{full} belongs to single events; put it into an aggregate, such as last({full}) or count(*) filter (where …)",
                source,
            )
        known = [*self.scope.known(), "traits", "scores", "item"]
        return self.refuse(
            f"there is no name '{'.'.join((root, *path))}' here; known: {', '.join(sorted(known))}{nearest(root, known)}",
            source,
        )

    def _of_event(self, root: str, path: tuple[str, ...], source: exp.Expression) -> Node:
        if not path and root in ROW_COLUMNS:
            return Read(root, (), ROW_COLUMNS[root])
        if path and root in ROW_ROOTS:
            own = "carried" if root == "traits" else root
            return self._read(own, path, ".".join((root, *path)))
        if path and root == self.alias and self.each:
            return self._read("line", path, f"properties.{'.'.join(self.each)}[].{'.'.join(path)}")
        if not path and root in self.scope.known():
            self.refuse(f"'{root}' is known of the customer, not of one event; compare it outside of the aggregate", source)
        known = [*ROW_COLUMNS, *ROW_ROOTS, *([self.alias] if self.alias else [])]
        return self.refuse(
            f"an event has no '{'.'.join((root, *path))}'; known: {', '.join(known)}{nearest(root, known)}", source
        )

    def _read(self, root: str, path: tuple[str, ...], full: str) -> Node:
        """A JSON read with its declared type, if any."""
        own = {self.scope.types.get(f"{event}/{full}") for event in self.events}
        declared = own.pop() if len(own) == 1 else None
        declared = declared or self.scope.types.get(full)
        if declared is None:
            return Read(root, path, "any")
        type_ = DECLARED.get(declared, declared)
        return Read(root, path, type_, lenient=type_ == "number")

    # -- aggregates -----------------------------------------------------------------------------------------------

    def aggregate(self, source: exp.Expression) -> Node:
        if self.inside:
            self.refuse("an aggregate cannot stand inside another one", source)
        if self.about == "event":
            self.refuse("a condition holds no aggregates: define a feature and use its name", source)
        where: exp.Expression | None = None
        window = self.window
        function = source
        if isinstance(function, exp.Window):
            window = self._over(function)
            function = function.this
        if isinstance(function, exp.Filter):
            where = function.expression.this
            function = function.this
        if isinstance(function, exp.IgnoreNulls):
            function = function.this
        kind, argument = spelled.aggregate(function)
        if kind is None:
            name = spelled.aggregate_name(function)
            near = "" if name in spelled.AGGREGATES else nearest(name, spelled.AGGREGATES)
            allowed = ", ".join(spelled.AGGREGATES)
            sentence = f"'{name}' is not used like this{near}; aggregates are {allowed}, and distinct goes with count and list"
            self.refuse(sentence, source)
        self.inside, self.events = True, spelled.pinned(where)
        try:
            condition = None if where is None else self.settled(self.node(where), "boolean", where)
            value = None if argument is None else self.node(argument)
        finally:
            self.inside, self.events = False, ()
        return self._aggregate(kind, value, condition, window, function)

    def _aggregate(
        self, kind: str, value: Node | None, where: Node | None, window: Window | None, source: exp.Expression
    ) -> Node:
        if value is None and kind != "count":
            self.refuse(f"{kind}() needs a value, such as {kind}(properties.total)", source)
        type_ = "integer"
        if value is not None and kind != "count":
            if kind in ("sum", "avg", "stddev"):
                value = self.settled(value, "number", source)
            elif value.type in ("any", "null") and kind not in ("first", "last"):
                value = self.settled(value, "number" if kind in ("min", "max") else "text", source)
            if value.type == "integer":
                value = self.settled(value, "number", source)
            if value.type.startswith("list<"):
                self.refuse(f"{kind}() takes single values, not a list", source)
            if kind == "distinct_list":
                type_ = f"list<{value.type}>"
            elif kind != "distinct_count":
                type_ = value.type
        return Aggregate(kind, value, where, window, self.each, type_)

    def _over(self, source: exp.Window) -> Window:
        spec = source.args.get("spec")
        plain = not source.args.get("partition_by") and not source.args.get("order")
        start = spec.args.get("start") if spec is not None else None
        if (
            spec is None
            or not plain
            or not isinstance(start, exp.Interval)
            or spec.args.get("start_side", "").upper() != "PRECEDING"
        ):
            self.refuse("a window is written over (range interval 90 day preceding)", source)
        return load(f"{start.name}{str(start.unit).lower()}", self.scope.zone, self.at)
