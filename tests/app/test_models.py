"""Models in a real house: scores go through the log, flip segments, come once; what is wrong is said."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

import regulars as rg
from regulars.app import models, training
from regulars.app.config import Pace
from regulars.app.health import Health
from regulars.app.metrics import Metrics, levels
from regulars.app.training import Apart, Bounds, here
from regulars.app.views import by_number
from regulars.app.worker import Worker
from regulars.define.definitions import Model
from regulars.kit.clock import DAY, HOUR, ManualClock
from regulars.kit.errors import NotFound, RegularsError
from regulars.learn import method
from regulars.learn.evidence import Floor, TooThin
from regulars.learn.method import Fitted, Tables
from regulars.records import Event
from regulars.testing import shop

QUICK = """
purposes: {research: consent, service: contract}
features: {orders: "count(*) filter (where event = 'Order Completed')"}
segments: {risky: scores.churn > 1}
models: {churn: {kind: anomaly, every: 7d, floors: {profiles: 2}}}
"""


def learnt(model: Model, tables: Tables, at: int, previous: bytes = b"", seed: int = 0) -> Fitted:
    """A fit whose scores are how many orders each has: quick, and easy to foretell."""
    fitted = here(model, tables, at, previous, seed)
    orders = tables["present"]["f0"]
    place = fitted.scores.schema.get_field_index(model.name)
    return msgspec.structs.replace(fitted, scores=fitted.scores.set_column(place, model.name, orders))


@pytest.fixture
def house() -> Iterator[rg.Local]:
    """Ann has bought twice, Bob once, Cy only looked."""
    clock = ManualClock(shop.START)
    with rg.Local(rg.load(QUICK), clock=clock) as local:
        for user, name in (("ann", "Order Completed"), ("ann", "Order Completed"), ("bob", "Order Completed"), ("cy", "Visit")):
            local.track(user, name)
        yield local


def fit(local: rg.Local, train: training.Train = learnt) -> models.Standing:
    found = models.run(local.house, "main", "churn", train)
    local.house.run()
    return found


def test_scores_arrive_through_the_log_and_flip_segments(house: rg.Local) -> None:
    found = fit(house)
    assert (found.status, found.latest and (found.latest.number, found.latest.customers)) == ("fitted", (1, 3))
    profile = house.profile("ann")
    assert profile["churn"] == 2.0
    assert profile.reasons["churn"].version == 1
    assert "risky" in profile.segments
    assert house.members("risky") == [profile.customer_id]
    rows = house.sql("select source, properties from events where type = 'score'").to_pylist()
    assert len(rows) == 3
    assert {row["source"] for row in rows} == {"regulars"}
    assert house.verify().differences == []


def test_a_second_fit_writes_only_what_moved(house: rg.Local) -> None:
    fit(house)
    again = fit(house)
    assert again.latest
    assert (again.latest.number, again.latest.written) == (2, 0)
    house.track("bob", "Order Completed")
    moved = fit(house)
    assert moved.latest
    assert moved.latest.written == 1
    assert (house.profile("bob")["churn"], house.profile("bob").reasons["churn"].version) == (2.0, 3)
    assert house.profile("ann").reasons["churn"].version == 1, "hers still stand as they were written"
    assert house.verify().differences == []


def test_scores_and_their_reasons_outlive_definitions_that_ask_history_anew(house: rg.Local) -> None:
    fit(house)
    before = house.profile("ann")
    house.apply(rg.load(QUICK + "metrics: {n: {of: count(*)}}\n"))
    assert house.profile("ann").reasons == before.reasons
    assert house.timeline("ann")[0].name in ("score", "risky")


def test_who_refuses_the_purpose_is_neither_learnt_from_nor_scored(house: rg.Local) -> None:
    house.apply(rg.load(QUICK.replace("kind: anomaly", "kind: anomaly, purpose: research")))
    assert "customers to compare: 0" in str(fit(house).detail)
    consent(house, research=True)
    assert fit(house).status == "fitted"
    assert house.profile("ann")["churn"] == 2.0
    consent(house, users=("ann",), research=False)
    seen: list[list[int]] = []

    def watched(model: Model, tables: Tables, at: int, previous: bytes = b"", seed: int = 0) -> Fitted:
        seen.append(tables["present"]["customer_id"].to_pylist())
        return learnt(model, tables, at, previous, seed)

    assert fit(house, watched).status == "fitted"
    ann = house.profile("ann")
    assert ann.customer_id not in seen[0]
    assert (ann.scores, ann.reasons, "risky" in ann.segments) == ({}, {}, False), "what was said before is withdrawn"
    assert house.verify().differences == []


def consent(local: rg.Local, users: tuple[str, ...] = ("ann", "bob", "cy"), **said: bool) -> None:
    at = local.house.clock.now() + 1
    local.house.clock.move(at)  # type: ignore[attr-defined]
    events = [
        Event(id=f"c{user}{at}", type="consent", timestamp=at, received_at=at, user_id=user, properties=said) for user in users
    ]
    local.house.take("main", "web", events)
    local.house.run()


def test_merges_hide_the_former_ids_of_who_refuses_too(house: rg.Local) -> None:
    house.apply(rg.load(QUICK.replace("kind: anomaly", "kind: anomaly, purpose: service")))
    house.call({"type": "track", "event": "Visit", "anonymousId": "phone"})
    house.identify("ann", anonymous="phone")
    consent(house, users=("ann",), service=False)
    past = models.past(house.house, "main", purpose="service")
    assert len(past.ask("select distinct customer_id from events", as_known="then")) == 2, "Bob and Cy"
    assert len(models.past(house.house, "main").ask("select distinct customer_id from events", as_known="then")) == 4


def test_thin_data_are_refused_and_former_scores_stay(house: rg.Local) -> None:
    fit(house)

    def thin(model: Model, *args: object, **more: object) -> Fitted:
        raise TooThin(model.name, [Floor("customers", 2, 100)])

    found = fit(house, thin)
    assert (found.status, found.floors) == ("refused", [Floor("customers", 2, 100)])
    assert found.latest
    assert house.profile("ann")["churn"] == 2.0
    assert [alarm.kind for _, alarm in models.alarms(house.house, "main")] == ["refused"]
    assert house.card("churn") is not None


def test_a_failure_is_kept_told_and_tried_again_in_an_hour(house: rg.Local) -> None:
    told: list[tuple[str, str]] = []

    def broken(model: Model, *args: object, **more: object) -> Fitted:
        raise ValueError("singular")

    def heard(workspace: str, name: str, status: str, seconds: float) -> None:
        told.append((name, status))

    assert models.run_due(house.house, "main", broken, heard) == ["model 'churn' of workspace 'main': ValueError: singular"]
    known = models.standing(house.house, "main", "churn")
    assert (known.status, known.detail, told) == ("failed", "ValueError: singular", [("churn", "failed")])
    model = house.house.world("main").definitions.models["churn"]
    assert models.due_at(model, house.house.world("main").definitions, known) == house.house.clock.now() + HOUR


def test_it_is_due_at_once_then_by_its_schedule_and_when_it_means_something_else(house: rg.Local) -> None:
    def due() -> list[str]:
        told: list[str] = []
        models.run_due(house.house, "main", learnt, lambda workspace, name, status, seconds: told.append(status))
        house.house.run()
        return told

    assert (due(), due()) == (["fitted"], [])
    house.house.clock.move(house.house.clock.now() + 7 * DAY)  # type: ignore[attr-defined]
    assert (due(), due()) == (["fitted"], [])
    house.apply(rg.load(QUICK.replace("every: 7d", "every: 9d, title: Risk")))
    assert due() == [], "how often and how it is called say nothing about what it learns"
    house.apply(rg.load(QUICK.replace("(where event = 'Order Completed')", "(where event = 'Visit')")))
    assert due() == ["fitted"], "a feature that it looks at means something else"


def test_what_breaks_the_contract_is_not_kept(house: rg.Local) -> None:
    def unsound(model: Model, tables: Tables, at: int, previous: bytes = b"", seed: int = 0) -> Fitted:
        return msgspec.structs.replace(learnt(model, tables, at), card={"auc": float("nan")})

    with pytest.raises(method.Unsound, match="not finite"):
        fit(house, unsound)
    assert house.card("churn") is None
    assert house.profile("ann").scores == {}


def test_one_fit_at_a_time_and_none_of_what_is_not_there(house: rg.Local) -> None:
    def meanwhile(model: Model, tables: Tables, at: int, previous: bytes = b"", seed: int = 0) -> Fitted:
        with pytest.raises(RegularsError, match="another model is being fitted"):
            models.run(house.house, "main", "churn", learnt, wait_seconds=0)
        return learnt(model, tables, at)

    assert fit(house, meanwhile).status == "fitted"
    with pytest.raises(NotFound, match="did you mean 'churn'"):
        models.run(house.house, "main", "chrun")


def test_a_house_closed_in_between_knows_it_all(tmp_path: Path) -> None:
    with rg.Local(rg.load(QUICK), folder=tmp_path, clock=ManualClock(shop.START)) as local:
        for user in ("ann", "bob", "cy"):
            local.track(user, "Order Completed")
        local.track("ann", "Order Completed")
        fit(local)
        ann = local.profile("ann")
    with rg.Local(folder=tmp_path, clock=ManualClock(shop.START + DAY)) as local:
        found = models.standing(local.house, "main", "churn")
        assert (found.status, found.latest and found.latest.number) == ("fitted", 1)
        assert local.card("churn") is not None
        assert local.profile("ann").reasons == ann.reasons


def test_figures_of_models_are_signals(house: rg.Local) -> None:
    fit(house)
    house.house.backends.desk.open_workspace("main", "", 0)
    metrics = Metrics(lambda: levels(house.house, lambda: Health().fine))
    metrics.count("regulars_model_fits_total", workspace="main", model="churn", outcome="fitted")
    text = metrics.text().decode()
    assert 'regulars_model_customers{model="churn",workspace="main"} 3.0' in text
    assert 'regulars_model_alarms{model="churn",workspace="main"} 0.0' in text
    assert "regulars_model_fits_total" in text


# A process of its own


@pytest.mark.slow
def test_a_fit_apart_is_the_fit_here(house: rg.Local) -> None:
    model = house.house.world("main").definitions.models["churn"]
    tables = method.method("anomaly").gather(model, models.past(house.house, "main"))
    at = house.house.clock.now()
    apart, near = Apart()(model, tables, at, b"", 7), here(model, tables, at, b"", 7)
    assert apart.scores.equals(near.scores)
    assert (apart.card, apart.evidence, apart.state) == (near.card, near.evidence, near.state)
    with pytest.raises(TooThin) as thin:
        Apart()(msgspec.structs.replace(model, floors={}), tables, at)
    assert [(floor.have, floor.need) for floor in thin.value.floors] == [(3, 100)]


@pytest.mark.slow
def test_a_notebook_fits_a_model_and_reads_its_card(house: rg.Local) -> None:
    assert house.card("churn") is None
    assert house.fit("churn").status == "fitted"
    card = house.card("churn")
    assert card
    assert card.evidence.customers == 3
    assert "churn" in house.profile("ann").scores
    with pytest.raises(NotFound, match="did you mean 'churn'"):
        house.card("churns")


@pytest.mark.parametrize(
    ("bounds", "stopped", "code"),
    [
        (Bounds(seconds=0.05), False, "training_failed"),
        (Bounds(memory_bytes=40 << 20), False, "training_failed"),
        (Bounds(), True, "training_stopped"),
    ],
)
def test_a_fit_apart_keeps_its_bounds(house: rg.Local, bounds: Bounds, stopped: bool, code: str) -> None:
    model = house.house.world("main").definitions.models["churn"]
    tables = method.method("anomaly").gather(model, models.past(house.house, "main"))
    stop = threading.Event()
    if stopped:
        stop.set()
    with pytest.raises(RegularsError) as refused:
        Apart(bounds, stop)(model, tables, house.house.clock.now())
    assert refused.value.code == code


@pytest.mark.slow
def test_a_propensity_through_the_whole_house() -> None:
    clock = ManualClock(shop.START)
    with rg.Local(rg.load(shop.DEFINITIONS), clock=clock) as local:
        shop.live(local.house, clock, people=200, days=80)
        found = models.run(local.house, "main", "buys", here)
        local.house.run()
        assert found.status == "fitted", found.detail
        card = local.card("buys")
        assert card
        assert card.card["headline"]["auc"] > 0.7
        likely = local.members("likely")
        assert likely
        scores = {number: by_number(local.house, "main", number).scores["buys"][0] for number in likely}
        assert all(score > 0.5 for score in scores.values())
        assert local.verify().differences == []
        shop.live(local.house, clock, people=200, days=25, first_day=80, rate=0.0)
        later = models.run(local.house, "main", "buys", here)
        assert later.latest
        kinds = {alarm.kind for alarm in later.latest.alarms}
        assert {"feature_drift", "off_target"} <= kinds, "the shop was closed for 25 days: nothing that was promised came"


@pytest.mark.slow
def test_the_worker_fits_what_is_due_by_itself() -> None:
    clock = ManualClock(shop.START)
    with rg.Local(rg.load(QUICK), clock=clock) as local:
        for user in ("ann", "ann", "bob", "cy"):
            local.track(user, "Order Completed")
        house, health, metrics = local.house, Health(), Metrics()
        house.backends.desk.open_workspace("main", "", 0)
        worker = Worker(house, health, metrics, Pace(train_seconds=0.05), house.wake)
        worker.start()
        end = time.monotonic() + 60
        while (found := models.standing(house, "main", "churn")).status == "waiting" and time.monotonic() < end:
            time.sleep(0.05)
        worker.stop()
        assert (found.status, health.report(house).parts["trainer"].status) == ("fitted", "ok")
        assert 'outcome="fitted"' in metrics.text().decode()
        assert "churn" in local.profile("ann").scores
