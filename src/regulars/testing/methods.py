"""The battery that every method of a model must pass. Three fixtures test a new one: subclass and give them."""

import pyarrow as pa
import pytest

from regulars.define.definitions import Model
from regulars.learn.evidence import TooThin
from regulars.learn.method import Fitted, Method, Tables, check
from regulars.learn.past import Past


class MethodContract:
    """Override `method`, `model` and `past`: a history that is rich enough for an answer."""

    @pytest.fixture(scope="class")
    @classmethod
    def method(cls) -> Method:
        """The method under test."""
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def model(cls) -> Model:
        """A definition of its kind."""
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def past(cls) -> Past:
        """A history that is rich enough."""
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def tables(cls, method: Method, model: Model, past: Past) -> Tables:
        """What it gathers."""
        return method.gather(model, past)

    @pytest.fixture(scope="class")
    @classmethod
    def fitted(cls, method: Method, model: Model, tables: Tables, past: Past) -> Fitted:
        """What it answers."""
        return method.fit(model, tables, past.at)

    def test_an_answer_has_the_columns_that_were_announced_and_no_nan(self, model: Model, fitted: Fitted) -> None:
        check(model, fitted)
        assert len(fitted.scores), "somebody has a score"

    def test_who_is_scored_is_known_to_history(self, past: Past, fitted: Fitted) -> None:
        known = set(past.ask("select distinct customer_id from events")["customer_id"].to_pylist())
        assert set(fitted.scores["customer_id"].to_pylist()) <= known

    def test_it_says_from_how_much_and_as_of_when(self, past: Past, fitted: Fitted) -> None:
        assert fitted.evidence.as_of == past.at
        assert fitted.evidence.customers > 0
        assert fitted.evidence.method

    def test_the_same_arguments_give_the_same_answer(
        self, method: Method, model: Model, tables: Tables, past: Past, fitted: Fitted
    ) -> None:
        again = method.fit(model, tables, past.at)
        assert again.scores.equals(fitted.scores)
        assert (again.card, again.state) == (fitted.card, fitted.state)

    def test_asking_changes_nothing(self, method: Method, model: Model, tables: Tables, past: Past) -> None:
        again = method.gather(model, past)
        assert again.keys() == tables.keys()
        assert all(again[name].equals(tables[name]) for name in tables)

    def test_tables_survive_the_way_to_another_process(self, tables: Tables) -> None:
        for name, table in tables.items():
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, table.schema) as writer:
                writer.write_table(table)
            assert pa.ipc.open_stream(sink.getvalue()).read_all().equals(table), name

    def test_its_state_and_a_strangers_are_both_taken(
        self, method: Method, model: Model, tables: Tables, past: Past, fitted: Fitted
    ) -> None:
        for previous in (fitted.state, b"\xc1 written by another version"):
            check(model, method.fit(model, tables, past.at, previous))

    def test_no_history_is_refused_with_what_is_lacking(self, method: Method, model: Model, past: Past) -> None:
        def ask(sql: str, **more: object) -> pa.Table:
            views = ("events", "changes", "identity")
            none = ", ".join(f"{name} as (select * from temp.main.{name} where false)" for name in views if name in sql.lower())
            return past.ask(f"with {none} select * from ({sql})" if none else sql, **more)  # type: ignore[arg-type]

        empty = Past(past.workspace, past.definitions, past.program, past.at, ask)
        with pytest.raises(TooThin) as thin:
            method.fit(model, method.gather(model, empty), past.at)
        assert thin.value.floors
        assert all(floor.have < floor.need for floor in thin.value.floors)
