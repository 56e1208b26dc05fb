"""Groups: customers who are like each other, found in what is known of them. k-means over comparable axes.

How many there are is decided by how well they are separated and whether they are found again (`choice`), unless the
model says it. A fit begins where the last one ended: a group keeps its id and its name as long as it goes on.
"""

from typing import ClassVar

import pyarrow as pa

from regulars.define.definitions import Model
from regulars.kit.extras import need
from regulars.learn.features import looks
from regulars.learn.method import Fitted, Tables
from regulars.learn.past import Past

_SPAN = """
select count(*) as events, min("timestamp") as since, max("timestamp") as until from events
where customer_id > 0 and source is distinct from 'regulars' and type not in ('score', 'consent', 'merge')
"""


class Groups:
    """The method of models of kind `groups`. Keeps the contract of `Method`.

    Floor: `customers`, 50. The score is the id of a group (`g1`); ids and names stay over refits, and an id is never reused.
    """

    FLOORS: ClassVar[dict[str, float]] = {"customers": 50}

    def gather(self, model: Model, past: Past) -> Tables:
        """`customers`: customer_id and the columns as of `past.at`; `columns`: what they are; `titles` of them by language;
        `facts`."""
        look = looks(model, past)
        facts = past.ask(_SPAN).append_column("language", pa.array([past.definitions.workspace.language]))
        known = past.definitions.features | past.definitions.segments
        titles = []
        for column in look.columns:
            title = known[column.name].title if column.name in known else {}
            titles.append({"name": column.name, **{one: title.get(one, column.title) for one in ("en", "zh")}})
        schema = pa.schema([(one, pa.string()) for one in ("name", "en", "zh")])
        return {
            "customers": look.ask(past, past.at, past.at),
            "columns": look.table(),
            "titles": pa.Table.from_pylist(titles, schema=schema),
            "facts": facts,
        }

    def fit(self, model: Model, tables: Tables, at: int, previous: bytes = b"", seed: int = 0) -> Fitted:
        """Find the groups. Raises TooThin where there are too few customers, or nothing tells them apart."""
        need("sklearn", "learn")
        from regulars.learn.groups.fit import fit

        return fit(model, tables, at, previous, seed, self.FLOORS | model.floors)
