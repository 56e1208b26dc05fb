"""From a house to the program that the live and the historical runtime share."""

from regulars.algebra import ExpressionError, Program
from regulars.define.definitions import Definitions
from regulars.define.expressions import remembered, scope, specs, types
from regulars.define.findings import DefinitionErrors, error


def compile(definitions: Definitions) -> Program:
    """The features, segments and stages of a house, compiled. Raises DefinitionErrors with everything that cannot be.

    >>> from regulars.define.load import load
    >>> compile(load("segments: {vip: sum(properties.total) > 500}")).names
    ('vip',)
    """
    try:
        stages, memory = list(definitions.stages), remembered(definitions)
        return Program(specs(definitions), definitions.workspace.zone, types(definitions), stages, memory)
    except ExpressionError as first:
        try:
            problems = scope(definitions).problems()
        except ExpressionError:  # the zone
            problems = [first]
        raise DefinitionErrors(
            [error(problem.code, problem.sentence, problem.where) for problem in problems or [first]]
        ) from None
