"""From definitions to a compiled workspace."""

from collections.abc import Sequence

from regulars.app.world import World
from regulars.define.compile import compile
from regulars.define.definitions import Definitions, Journey
from regulars.engage.journeys import Journeys
from regulars.know.pipeline import Pipeline
from regulars.state.state import State


def build(workspace: str, definitions: Definitions, state: State, earlier: Sequence[Journey] = ()) -> World:
    """Compile everything that a workspace needs. Raises RegularsError where the definitions cannot run.

    `earlier`: former versions of journeys, on which customers may still be.
    """
    program = compile(definitions)
    journeys = Journeys(definitions, program, earlier)
    pipeline = Pipeline(workspace, definitions, program, state, [journeys])
    return World(workspace, definitions, program, pipeline, journeys)
