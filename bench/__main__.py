"""`python -m bench [name …]`: run all benchmarks, or those named."""

import gc
import importlib
import sys

from regulars.app.server import collect_seldom

ALL = ("collect", "algebra", "pipeline", "endtoend", "decide", "history", "identity", "value", "models")

collect_seldom()  # as the server does
for name in sys.argv[1:] or ALL:
    if name not in ALL:
        sys.exit(f"there is no benchmark '{name}'; there are: {', '.join(ALL)}")
    print(f"== {name}", flush=True)
    importlib.import_module(f"bench.{name}").main()
gc.unfreeze()  # or DuckDB reports what was frozen as leaked
