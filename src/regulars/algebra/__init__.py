"""Floor 2: the SQL expression over one customer's events, and its two runtimes. Knows no customer, no log, no connection."""

from regulars.algebra.live import Condition, Program
from regulars.algebra.names import Expression, Scope, Spec
from regulars.algebra.parse import parse
from regulars.algebra.scalar import Frame
from regulars.algebra.types import ExpressionError
from regulars.algebra.window import Calendar, Window, calendar

__all__ = [
    "Calendar",
    "Condition",
    "Expression",
    "ExpressionError",
    "Frame",
    "Program",
    "Scope",
    "Spec",
    "Window",
    "calendar",
    "parse",
]
