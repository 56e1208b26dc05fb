"""Propensity and regression: what will a customer do within the horizon? Learnt from what customers in the same position did.

Examples are point in time (`learn.examples`), the check is by time (the last instant is foretold from the earlier ones), the
answer is calibrated, and every score comes with what weighed in it. Where the data are too thin there is no answer.
"""

from typing import ClassVar

from regulars.define.definitions import Model
from regulars.kit.extras import need
from regulars.learn.evidence import Floor, floors_of, hold
from regulars.learn.method import Fitted, Tables
from regulars.learn.past import Past
from regulars.learn.propensity import examples


class Propensity:
    """The chance that the label comes true within the horizon. Keeps the contract of `Method`.

    Floors (`Model.floors` replaces them; after Segment's and Dynamics 365's own): `history` 3 horizons, `profiles` 500
    different customers, `positives` and `negatives` 100 different customers each, `kinds` 1 name of an event.
    """

    truth: ClassVar[bool] = True
    FLOORS: ClassVar[dict[str, float]] = {"history": 3, "profiles": 500, "positives": 100, "negatives": 100, "kinds": 1}

    def gather(self, model: Model, past: Past) -> Tables:
        facts = examples.history_of(model, past)
        least = floors_of(model.name, self.FLOORS, model.floors)["history"]
        hold(model.name, Floor(examples.horizons(model), examples.span(facts, model, past.at), least))
        return examples.gather(model, past, facts)

    def fit(self, model: Model, tables: Tables, at: int, previous: bytes = b"", seed: int = 0) -> Fitted:
        need("lightgbm", "learn")
        need("sklearn", "learn")
        from regulars.learn.propensity.fit import fit

        return fit(model, tables, at, previous, seed, self.truth, floors_of(model.name, self.FLOORS, model.floors))


class Regression(Propensity):
    """The number that the label will be, on average; customers without one (NULL) are no examples.

    Floors: `history` 3 horizons, `profiles` 500 different customers, `examples` 200 with a number.
    """

    truth: ClassVar[bool] = False
    FLOORS: ClassVar[dict[str, float]] = {"history": 3, "profiles": 500, "examples": 200, "kinds": 1}
