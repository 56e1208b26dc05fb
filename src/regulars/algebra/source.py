"""A Python function in the making. Its text holds nothing but numbered names and our own words: every name, key and constant of
a user is bound, never written.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Source:
    """Collects statements; `function` makes them one function."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._bound: dict[str, Any] = {}
        self._names: dict[int, str] = {}
        self._depth = 1

    def bind(self, thing: Any) -> str:
        """The name under which the function sees this thing."""
        name = self._names.get(id(thing))
        if name is None:
            name = self._names[id(thing)] = f"b{len(self._bound)}"
            self._bound[name] = thing
        return name

    def add(self, line: str) -> None:
        """A statement."""
        self._lines.append("    " * self._depth + line)

    def let(self, expression: str) -> str:
        """A new variable that holds the expression's value."""
        name = f"v{len(self._lines)}"
        self.add(f"{name} = {expression}")
        return name

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """What is added meanwhile stands below this head, such as `if v1:`."""
        self.add(head)
        self._depth += 1
        yield
        self._depth -= 1

    def function(self, head: str, first: list[str], last: str) -> Any:
        """The function `head`, which begins with the statements `first` and returns `last`."""
        body = "\n".join([*("    " + line for line in first), *self._lines, f"    return {last}"])
        exec(compile(f"def made({head}):\n{body}\n", "<program>", "exec"), self._bound)
        return self._bound["made"]
