"""Writes `docs/reference` from the code: functions, definitions, commands, mappings … `make docs` runs it.

What people read here is what the code says of itself: docstrings, types, defaults and the closed tables.
"""

import ast
import importlib
import inspect
import itertools
import pkgutil
import re
import sys
import typing
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import duckdb
import msgspec
import yaml

import regulars
from regulars.algebra import functions, spelled
from regulars.collect import mapping
from regulars.collect.convert import Conversion
from regulars.collect.limits import Limits
from regulars.define import definitions, ready
from regulars.define.load import WORDS
from regulars.kit.errors import RegularsError
from regulars.lake import lake, views

HERE = Path(__file__).parent / "reference"

_SIGNS = {
    "eq": "=", "ne": "<>", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "in": "in (…)", "and": "and", "or": "or", "not": "not",
    "is_null": "is null", "is_true": "is true", "is_false": "is false", "like": "like", "ilike": "ilike",
    "add": "+", "sub": "-", "mul": "*", "div": "/", "mod": "%", "neg": "-", "append": "||",
    "move": "+ interval", "round_to": "round", "substr_of": "substr", "hour_trunc": "date_trunc",
}  # fmt: skip
"""How a row of the table is written where that is not `name(…)`."""
_AGGREGATES = {
    "count": "`count(*)` rows; `count(x)` rows where x is not NULL; `count(distinct x)` different values",
    "sum": "exact to six decimals; NULL where there is no value",
    "avg": "the exact sum divided by the number of values",
    "min": "the least value: numbers, texts by code point, instants",
    "max": "the greatest value",
    "first": "the value of the earliest event that has one",
    "last": "the value of the latest event that has one",
    "mode": "the most frequent value; among equals the least",
    "stddev": "the standard deviation of a sample; NULL below two values",
    "list": "`list(distinct x)`: the different values, in order",
}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown; bars in cells are escaped."""
    lines = [list(head), ["---" for _ in head], *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def functions_page() -> str:
    """The closed table of functions, by the way that they are written."""
    operators: list[tuple[str, ...]] = []
    named: dict[str, tuple[str, ...]] = {}
    casts: list[tuple[str, ...]] = []
    for name, row in functions.TABLE.items():
        takes = ", ".join("…" if arg == "*" else arg for arg in row.args)
        cells = (takes, row.result, "yes" if row.spark else "no")
        if "_of_" in name:
            given, _, taken = name.partition("_of_")
            casts.append((f"`cast(x as {given})`", taken, given, cells[2]))
        elif name in _SIGNS and (_SIGNS[name] == name or _SIGNS[name] not in functions.TABLE):
            operators.append((f"`{_SIGNS[name]}`", *cells))
        else:
            unit = "'unit', " if row.zoned else ""
            write = f"`{_SIGNS.get(name, name)}({unit}{takes})`"
            named.setdefault(write, (write, *cells[1:]))
    unlisted = set(spelled.AGGREGATES) ^ set(_AGGREGATES)
    assert not unlisted, f"describe the aggregates {unlisted} here"
    return (
        "An expression is a piece of SQL over one customer's events. What is not on this page is refused, with the nearest\n"
        "right name. NULL behaves as in SQL; division by zero, overflow and failing casts give NULL. `Spark` says whether\n"
        "that engine may run it.\n\n"
        "## Aggregates\n\n"
        "Each may carry `filter (where …)`, and goes over all events, over a window (`over: 90d`), or over the elements of\n"
        "an array (`each: properties.products as line`).\n\n"
        + table(("write", "gives"), ((f"`{name}`", text) for name, text in _AGGREGATES.items()))
        + "\n## Functions\n\n"
        + table(("write", "gives", "Spark"), named.values())
        + "\nBesides these: `case`, `between`, `try_cast`, `extract(unit from x)`, `now()`, `today()`, `interval 60 day`.\n"
        + "\n## Operators\n\n"
        + table(("write", "takes", "gives", "Spark"), operators)
        + "\n## Casts\n\n"
        + table(("write", "from", "to", "Spark"), casts)
    )


def fields(struct: type) -> Iterator[tuple[str, str, str, str]]:
    """(name, type, default, what the code says of it) of each field of a Struct, its bases' first."""
    said: dict[str, str] = {}
    for cls in reversed(struct.__mro__):
        if issubclass(cls, msgspec.Struct) and cls is not msgspec.Struct:
            body = ast.parse(inspect.getsource(cls)).body[0]
            assert isinstance(body, ast.ClassDef)
            for node, after in zip(body.body, [*body.body[1:], None]):
                if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                    is_text = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
                    said[node.target.id] = " ".join(str(after.value.value).split()) if is_text else ""  # type: ignore[union-attr]
    for field in msgspec.structs.fields(struct):
        if field.required:
            default = "needed"
        elif field.default is not msgspec.NODEFAULT:
            default = f"`{field.default!r}`" if field.default not in ("", None) else ""
        else:
            default = ""
        yield field.name, f"`{_type(field.type)}`", default, said.get(field.name, "")


def _type(kind: object) -> str:
    text = kind.__name__ if isinstance(kind, type) and not typing.get_args(kind) else str(kind)
    text = re.sub(r"regulars\.\w+\.\w+\.|typing\.|<class '([\w.]+)'>", lambda m: m.group(1) or "", text)
    return "one of " + text[8:-1] if text.startswith("Literal[") else text


def definitions_page() -> str:
    """Every kind of definition and its fields."""
    kinds = {field.name: field.type for field in msgspec.structs.fields(definitions.Definitions)}
    parts = [
        "A house is written in YAML: one file, or a folder of them. Each section maps names to definitions. `title` may be\n"
        "one text or one for each language. Lengths of time are a whole number and one unit: `30m`, `2h`, `90d`, `12w`.\n"
    ]
    parts.append(_ready_sets())
    for section, kind in kinds.items():
        struct = kind if section == "workspace" else typing.get_args(kind)[1]
        rows = [row for row in fields(struct) if row[0] not in ("at", "title") and not (row[0] == "name" and section in WORDS)]
        parts.append(f"## {section}\n\n{_doc(struct)}\n\n" + table(("field", "type", "default", ""), rows))
    for struct in (definitions.Property, definitions.Step):
        parts.append(f"## {struct.__name__}\n\n{_doc(struct)}\n\n" + table(("field", "type", "default", ""), fields(struct)))
    return "\n".join(parts)


def _ready_sets() -> str:
    """What `use` may name, and what each set brings of its own."""
    rows = []
    for name in ready.names():
        text = ready.text(name)[1]
        comment = itertools.takewhile(lambda line: line.startswith("#"), text.split("\n"))
        about = " ".join(line.lstrip("# ") for line in comment)
        own = yaml.safe_load(text)
        brings = [f"{section} {', '.join(f'`{one}`' for one in own[section])}" for section in WORDS if section in own]
        rows.append((f"`{name}`", f"`{own[ready.KEY]}`" if ready.KEY in own else "", about, "; ".join(brings)))
    said = (
        "Ready-made definitions: `use: [lifecycle, value]` brings those of the sets named. They are written out when\n"
        "the house is read; your own definition of the same name takes the place of a ready-made one."
    )
    return f"## use\n\n{said}\n\n" + table(("set", "uses", "", "brings"), rows)


def _doc(thing: object) -> str:
    return inspect.cleandoc(getattr(thing, "__doc__", None) or "").split("\n\n")[0].strip()


def _modules() -> Iterator[object]:
    for found in pkgutil.walk_packages(regulars.__path__, "regulars."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def errors_page() -> str:
    """Every error that a user may see."""
    list(_modules())
    rows = []
    queue = [RegularsError]
    while queue:
        error = queue.pop()
        queue += error.__subclasses__()
        if error.__module__.startswith("regulars."):
            room = error.__module__.split(".")[1]
            code = f"`{error.code}`" if error.code != RegularsError.code else "its own each time"
            rows.append((code, f"`{error.__name__}`", room, " ".join(_doc(error).split())))
    return (
        "An error is a sentence: what was seen, what is allowed, where (`file:line`), the nearest right name. `code` is\n"
        "stable, also in the API's answers; an error may carry a narrower code than the one of its kind.\n\n"
        + table(("code", "kind", "room", ""), sorted(set(rows)))
        + "\nEvery code that an answer of the API may carry: "
        + ", ".join(f"`{code}`" for code in codes())
        + ".\n"
    )


def codes() -> list[str]:
    """Every code that an answer of the API may carry, as the code raises them. The door for SDKs and the command line have
    their own."""
    found = set()
    for path in Path(regulars.__file__).parent.rglob("*.py"):
        if path.relative_to(Path(regulars.__file__).parent).parts[0] in ("cli", "testing", "demo"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                named = [
                    one.value for one in node.body if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "code"
                ]
            elif isinstance(node, ast.Call):
                called = ast.unparse(node.func).rpartition(".")[2]
                named = [one.value for one in node.keywords if one.arg == "code" and called[0].isupper()]
                named += node.args[1:2] if called in ("Unfit", "Refused", "of") else []
            else:
                continue
            found |= {one.value for one in named if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return sorted(found)


def mappings_page() -> str:
    """What an import is told of a file."""
    about = inspect.cleandoc(mapping.__doc__ or "").split("\n\n", 1)[1]
    named = ", ".join(f"`{name}`" for name in mapping.FIELDS)
    options = (row for row in fields(mapping.Plan) if row[0] != "fields")
    head = ("", "type", "default", "")
    columns = ((field.encode_name, *row[1:]) for field, row in zip(msgspec.structs.fields(Conversion), fields(Conversion)))
    return (
        f"`regulars import orders.csv --mapping map.yml` reads each row as the mapping says.\n\n{about}\n\n"
        f"Fields of a call: {named}.\n\n## Of the file\n\n{table(head, options)}\n## Of a column\n\n{table(head, columns)}"
    )


def history_page() -> str:
    """What SQL may read."""
    said = _constants(lake)
    parts = [
        "`regulars sql` and `POST /v1/sql` take one SELECT in the SQL of DuckDB, over one workspace, without what reaches\n"
        "files or the network. `timeline` and `conclusions` are for people; the others are what they are made of.\n"
    ]
    connection = duckdb.connect()
    for name, schema in lake.TABLES.items():
        connection.register(name, schema.empty_table())
    for name, (of, sql) in views.READABLE.items():
        rows = [(f"`{row[0]}`", str(row[1]).lower()) for row in connection.execute(f"describe {sql}").fetchall()]
        parts.append(f"## {name}\n\n`{of}`, with instants as UTC timestamps and JSON.\n\n" + table(("column", "type"), rows))
    for name, schema in lake.TABLES.items():
        rows = [(f"`{field.name}`", str(field.type)) for field in schema]
        parts.append(f"## {name}\n\n{said[name.upper()]}\n\n" + table(("column", "type"), rows))
    return "\n".join(parts)


def _constants(module: object) -> dict[str, str]:
    """What a module says of each of its constants."""
    body = ast.parse(inspect.getsource(module)).body  # type: ignore[arg-type]
    return {
        node.targets[0].id: str(after.value.value)
        for node, after in itertools.pairwise(body)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
    }


def limits_page() -> str:
    """What the door takes."""
    rows = [(f"`{name}`", default.strip("`"), text) for name, _, default, text in fields(Limits)]
    return f"{_doc(Limits)}\n\n" + table(("limit", "value", ""), rows)


def commands_page() -> str:
    """What `regulars` can be told, as it says itself."""
    from regulars.cli.main import app

    return "Every command says the same with `--help`.\n\n" + "\n".join(_commands(app, "regulars"))


def _commands(app: typing.Any, path: str) -> Iterator[str]:
    for name in (name for name in app if not name.startswith("-")):
        command = app[name]
        yield f"## {path} {name}\n\n{inspect.cleandoc(command.help or '')}\n"
        rows = []
        for option in command.assemble_argument_collection() if command.default_command else ():
            if option.show:
                written = option.names[0].strip("-").upper() if option.index is not None else option.names[0]
                given = (
                    "" if option.required or option.field_info.default is option.field_info.empty else option.field_info.default
                )
                default = "" if given in (None, "", False) else f"`{given}`"
                variable = f" (or `{option.parameter.env_var[0]}`)" if option.parameter.env_var else ""
                rows.append((f"`{written}`", f"`{_type(option.hint)}`", default, (option.parameter.help or "") + variable))
        if rows:
            yield table(("option", "type", "default", ""), rows)
        yield from _commands(command, f"{path} {name}")


PAGES: dict[str, tuple[str, Callable[[], str]]] = {
    "functions": ("Functions of expressions", functions_page),
    "definitions": ("Definitions", definitions_page),
    "commands": ("Commands", commands_page),
    "mappings": ("Mappings of imports", mappings_page),
    "history": ("The history, for SQL", history_page),
    "errors": ("Errors", errors_page),
    "limits": ("Limits of the door", limits_page),
}


def pages() -> Iterator[tuple[str, str]]:
    """(file name, text) of each page of the reference."""
    note = "<!-- Written by docs/generate.py from the code: `make docs`. -->\n"
    links = "".join(f"- [{title}]({name}.md)\n" for name, (title, _) in PAGES.items())
    yield "README.md", f"{note}# Reference\n\n{links}"
    for name, (title, page) in PAGES.items():
        yield f"{name}.md", f"{note}# {title}\n\n{page()}"


def main() -> int:
    """Write the pages; `--check` only says whether they are current."""
    HERE.mkdir(exist_ok=True)
    stale = [name for name, text in pages() if not (HERE / name).exists() or (HERE / name).read_text() != text]
    if "--check" in sys.argv:
        print(f"stale: {', '.join(stale)}; run `make docs`" if stale else "docs/reference is current")
        return 1 if stale else 0
    for name, text in pages():
        (HERE / name).write_text(text)
    print(f"docs/reference: {len(stale)} of {len(PAGES) + 1} pages changed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
