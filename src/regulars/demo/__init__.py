"""The demo's floor: a real year of shopping as calls of Segment clients, and the definitions of the shop that lives it.

No HTTP and no server here: `app` and `cli` replay what `year` yields through the door. `corner` is a small house of it, ready
for notebooks.
"""

from regulars.demo.basis import basis
from regulars.demo.corner import corner
from regulars.demo.journey_year import Chunk, calls_by_name, first_instant, year, yesterday
from regulars.demo.shop import definitions_path, lay_out

__all__ = ["Chunk", "basis", "calls_by_name", "corner", "definitions_path", "first_instant", "lay_out", "year", "yesterday"]
