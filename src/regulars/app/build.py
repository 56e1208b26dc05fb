"""From definitions to a compiled workspace."""

from collections.abc import Sequence

import msgspec

from regulars.algebra import Program
from regulars.app import catalogs
from regulars.app.wire import Backends
from regulars.app.world import World
from regulars.decide.decider import Decider
from regulars.decide.learner import Learner
from regulars.decide.learnt import Learnt
from regulars.define.compile import compile
from regulars.define.definitions import Definitions, Journey
from regulars.engage.journeys import Journeys
from regulars.kit.clock import Clock
from regulars.know.pipeline import Pipeline


def build(workspace: str, definitions: Definitions, backends: Backends, clock: Clock, earlier: Sequence[Journey] = ()) -> World:
    """Compile everything that a workspace needs. Raises RegularsError where the definitions cannot run.

    `earlier`: former versions of journeys, on which customers may still be.
    """
    program = compile(definitions)
    learnt = Learnt(backends.state.query("shared", workspace))
    learner = Learner(definitions, program, learnt)
    journeys = Journeys(definitions, program, earlier)
    return World(
        workspace=workspace,
        definitions=definitions,
        program=program,
        pipeline=Pipeline(workspace, definitions, program, backends.state, [learner, journeys]),
        journeys=journeys,
        learner=learner,
        learnt=learnt,
        decider=_decider(workspace, definitions, program, learnt, backends, clock),
    )


def restocked(world: World, backends: Backends, clock: Clock) -> World:
    """The same with the items of its catalogues as they stand in the store now."""
    decider = _decider(world.workspace, world.definitions, world.program, world.learnt, backends, clock)
    return msgspec.structs.replace(world, decider=decider)


def _decider(
    workspace: str, definitions: Definitions, program: Program, learnt: Learnt, backends: Backends, clock: Clock
) -> Decider:
    return Decider(definitions, program, catalogs.items(backends.shelf, workspace, definitions), learnt, clock)
