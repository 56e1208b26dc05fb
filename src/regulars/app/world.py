"""One workspace under one version of its definitions: everything that is compiled from them."""

import msgspec

from regulars.algebra import Program
from regulars.decide.decider import Decider
from regulars.decide.learner import Learner
from regulars.decide.learnt import Learnt
from regulars.define.definitions import Definitions
from regulars.engage.journeys import Journeys
from regulars.know.pipeline import Pipeline


class World(msgspec.Struct, frozen=True):
    """The compiled parts of a workspace. Pipeline, journeys and learner belong to the loop's thread; the rest to any."""

    workspace: str
    definitions: Definitions
    program: Program
    pipeline: Pipeline
    journeys: Journeys
    learner: Learner
    learnt: Learnt
    decider: Decider
