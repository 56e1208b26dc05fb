"""One workspace under one version of its definitions: everything that is compiled from them."""

import msgspec

from regulars.algebra import Program
from regulars.define.definitions import Definitions
from regulars.engage.journeys import Journeys
from regulars.know.pipeline import Pipeline


class World(msgspec.Struct, frozen=True):
    """The compiled parts of a workspace. Immutable but for the pipeline, which belongs to the loop's thread."""

    workspace: str
    definitions: Definitions
    program: Program
    pipeline: Pipeline
    journeys: Journeys
