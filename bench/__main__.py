"""`python -m bench [name …]`: run all benchmarks, or those named."""

import importlib
import sys

ALL = ("collect", "pipeline", "endtoend", "decide", "history")

for name in sys.argv[1:] or ALL:
    if name not in ALL:
        sys.exit(f"there is no benchmark '{name}'; there are: {', '.join(ALL)}")
    print(f"== {name}", flush=True)
    importlib.import_module(f"bench.{name}").main()
