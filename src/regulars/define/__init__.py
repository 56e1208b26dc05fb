"""Floor 3: the sentences that users write. Load, graph, lint, plan; nothing in it runs."""

from regulars.define.definitions import Definitions
from regulars.define.dump import dump
from regulars.define.findings import DefinitionErrors, Finding
from regulars.define.load import assemble, load
from regulars.define.sections import unplaced

__all__ = ["DefinitionErrors", "Definitions", "Finding", "assemble", "dump", "load", "unplaced"]
