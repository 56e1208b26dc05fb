"""Floor 3: the sentences that users write. Load, graph, lint, plan; nothing in it runs."""

from regulars.define.definitions import Definitions
from regulars.define.findings import DefinitionErrors, Finding
from regulars.define.load import assemble, dump, load, unplaced

__all__ = ["DefinitionErrors", "Definitions", "Finding", "assemble", "dump", "load", "unplaced"]
