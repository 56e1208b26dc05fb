"""What handlers are given besides the request: parameters with these types are filled in by name, not read from the request."""

from typing import Annotated, Literal

from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from regulars.app.access import Caller
from regulars.app.accounts import Accounts
from regulars.app.api.cursor import Cursors
from regulars.app.callbacks import Callbacks
from regulars.app.directory import Directory
from regulars.app.health import Health
from regulars.app.house import House
from regulars.app.metrics import Metrics
from regulars.engage.templates import Templates

TheHouse = NamedDependency[House]
TheCaller = NamedDependency[Caller]
TheCursors = NamedDependency[Cursors]
TheCallbacks = NamedDependency[Callbacks]
TheDirectory = NamedDependency[Directory]
TheAccounts = NamedDependency[Accounts]
TheHealth = NamedDependency[Health]
TheMetrics = NamedDependency[Metrics]
TheTemplates = NamedDependency[Templates]

Lang = Annotated[Literal["en", "zh"], QueryParameter(description="The language of the sentences.")]
Name = Annotated[str, PathParameter(min_length=1, max_length=200)]
"""The name of something defined, in a path."""
