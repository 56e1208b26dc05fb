"""Floor 3: the sentences that users write. Load, graph, lint, plan, compile; nothing in it runs."""

from regulars.define.definitions import Definitions
from regulars.define.findings import DefinitionErrors, Finding

__all__ = ["DefinitionErrors", "Definitions", "Finding"]
