"""The reading of texts: each text once, of the right customer and item, live and from before, whatever happens in between."""

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from regulars.app.house import House
from regulars.app.local import Local
from regulars.app.text_answers import examples, items, topics
from regulars.app.text_intents import forget_intents, learn_intents, own_intents
from regulars.app.texts import ANALYZED, Progress, TextReading, analyzed, job_id
from regulars.app.wire import Backends, in_folder, in_memory
from regulars.define.load import assemble
from regulars.kit.clock import DAY, ManualClock
from regulars.kit.errors import NotFound
from regulars.learn.evidence import TooThin
from regulars.learn.text.analysis import Analysis, analyze
from regulars.learn.text.reader import Asked, BuiltIn
from regulars.records import Event
from regulars.testing.events import NOON, envelope, event, identify

SHOP = "shop"
REVIEWS = """
texts:
  reviews: {when: "event = 'Reviewed'", text: properties.body, item: properties.item, label: properties.label,
    aspects: {tea: [茶汤]}}
features:
  sentiment: {of: "avg(properties.sentiment) filter (where event = 'Text Analyzed' and source = 'regulars')"}
  complaints: {of: "count(*) filter (where event = 'Text Analyzed' and properties.side = 'negative')"}
segments: {unhappy: complaints > 0}
"""


class Shop:
    """A house in memory, its clock, and one reading of its texts."""

    def __init__(self, backends: Backends | None = None, at: int = NOON) -> None:
        self.clock = ManualClock(at)
        self.house = House(backends or in_memory(), self.clock)
        self.reading = TextReading(self.house)

    def define(self, text: str = REVIEWS) -> None:
        self.house.define(SHOP, assemble([("shop.yml", text)]))
        self.house.run()

    def send(self, *events: Event) -> None:
        self.house.append(envelope(list(events), workspace=SHOP))
        self.house.run()

    def read(self) -> int:
        """Read until there is nothing left. Gives how many."""
        total = 0
        while read := self.reading.advance(SHOP):
            self.house.run()
            total += read
        return total

    def told(self) -> list[dict[str, Any]]:
        columns = 'customer_id, "timestamp", properties'
        sql = f"select {columns} from events where event = '{ANALYZED}' and source = 'regulars' order by log_offset, event_id"
        return [
            {"customer": row["customer_id"], "timestamp": row["timestamp"], **msgspec.json.decode(row["properties"])}
            for row in self.house.query(SHOP, sql).to_pylist()
        ]


def review(
    body: Any, *, user: str | None = "ann", id: str | None = None, at: int = NOON, item: Any = "tea-1", **more: Any
) -> Event:
    return event("Reviewed", user=user, id=id, at=at, body=body, item=item, **more)


@pytest.fixture
def shop() -> Shop:
    made = Shop()
    made.define()
    return made


def test_what_was_written_becomes_an_event_and_a_feature(shop: Shop) -> None:
    shop.send(review("质量太差，茶汤发酸，非常失望", id="r1"), event("Order Completed"))
    assert shop.read() == 1
    (told,) = shop.told()
    assert (told["definition"], told["of_event"]) == ("reviews", "Reviewed")
    assert (told["of_id"], told["of_source"], told["item_id"]) == ("r1", "web", "tea-1")
    assert (told["language"], told["side"], told["emotion"], told["engine"]) == ("zh", "negative", "sadness", "builtin")
    assert "tea" in {one["aspect"] for one in told["aspects"]}
    assert told["timestamp"] == NOON
    assert shop.house.verify(SHOP).count == 0
    (customer,) = shop.house.customers(SHOP)
    assert "unhappy" in customer.segments


def test_texts_from_before_the_definition_are_read_too() -> None:
    shop = Shop()
    shop.send(*[review(f"很好 {n}", id=f"r{n}", user=f"u{n % 7}") for n in range(40)])
    shop.house.flush()
    shop.define()
    assert shop.read() == 40
    shop.send(review("不错", id="later"))
    assert shop.read() == 1
    assert len({one["of_id"] for one in shop.told()}) == len(shop.told()) == 41


def test_a_large_batch_is_cut_inside_of_one_record(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BuiltIn, "batch", 7)
    shop.send(*[review(f"好 {n}", id=f"r{n}") for n in range(30)])
    assert shop.read() == 30
    assert len({one["of_id"] for one in shop.told()}) == 30


def test_a_repeat_from_the_client_is_read_once(shop: Shop) -> None:
    shop.send(review("很好", id="same"))
    shop.read()
    shop.send(review("很好", id="same"))
    assert shop.read() == 0
    assert len(shop.told()) == 1


@pytest.mark.parametrize("committed", [True, False])
def test_a_crash_after_the_append_repeats_nothing(shop: Shop, committed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The job was not stored, the events were: the next process finds them in the history."""
    shop.send(*[review(f"很好 {n}", id=f"r{n}", user=f"u{n}") for n in range(5)])
    monkeypatch.setattr(TextReading, "_keep", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        shop.reading.advance(SHOP)
    monkeypatch.undo()
    if committed:
        shop.house.run()
    before = shop.house.backends.log.end()
    shop.reading = TextReading(shop.house)
    if not committed:
        assert shop.reading.advance(SHOP) == 0  # it waits until history holds what the log holds
        shop.house.run()
    assert shop.read() == 0
    shop.house.run()
    assert shop.house.backends.log.end() == before
    assert Counter(one["of_id"] for one in shop.told()) == Counter(f"r{n}" for n in range(5))


@pytest.mark.parametrize("appended", [False, True])
def test_a_failure_in_between_is_made_good_in_the_same_process(
    shop: Shop, appended: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full log takes nothing; a full state takes no progress although the log has the events."""

    def full(*_: object) -> None:
        raise OSError("disk full")

    shop.send(*[review(f"很好 {n}", id=f"r{n}", user=f"u{n}") for n in range(3)])
    monkeypatch.setattr(*((TextReading, "_keep", full) if appended else (shop.house, "take", full)))
    with pytest.raises(OSError, match="disk full"):
        shop.reading.advance(SHOP)
    monkeypatch.undo()
    shop.house.run()
    assert shop.read() == (0 if appended else 3)
    assert sorted(one["of_id"] for one in shop.told()) == ["r0", "r1", "r2"]
    assert shop.house.backends.log.totals()[SHOP] == 6


def test_another_meaning_reads_what_is_new_to_it_and_nothing_twice(shop: Shop) -> None:
    shop.send(review("很好", id="r1"), event("Chatted", id="c1", body="在吗"))
    shop.read()
    shop.define(REVIEWS.replace("event = 'Reviewed'", "event in ('Reviewed', 'Chatted')"))
    assert shop.read() == 1
    assert sorted(one["of_id"] for one in shop.told()) == ["c1", "r1"]


def test_two_definitions_read_the_same_text_each_for_itself(shop: Shop) -> None:
    shop.define(REVIEWS.replace("texts:", "texts:\n  short: {when: \"event = 'Reviewed'\", text: properties.title}"))
    shop.send(review("很好", id="r1", title="bad"))
    assert shop.read() == 2
    assert {(one["definition"], one["side"]) for one in shop.told()} == {("reviews", "positive"), ("short", "negative")}


def test_no_text_is_no_analysis(shop: Shop) -> None:
    shop.send(*[review(body, id=f"r{n}") for n, body in enumerate(["", "   ", None, {"a": 1}, ["x"]])])
    assert shop.read() == 0
    assert shop.told() == []


def test_strange_texts_and_items_are_taken_as_they_are(shop: Shop) -> None:
    bodies = [12345, True, "a\u0000b\u202ec", "'; drop table events; --", "😀" * 500, "好" * 30_000, '{"intent": "x"}']
    shop.send(
        *[review(body, id=f"r{n}", item=item) for n, (body, item) in enumerate(zip(bodies, [1, None, "'", "x", {}, [], ""]))]
    )
    assert shop.read() == len(bodies)
    assert len(shop.told()) == len(bodies)
    assert len(items(shop.house, SHOP, None, 30, "texts", None, 10)) == 3
    assert shop.house.verify(SHOP).count == 0


def test_it_goes_to_the_customer_as_known_now(shop: Shop) -> None:
    shop.send(msgspec.structs.replace(review("很好", id="r1", user=None), anonymous_id="device"))
    shop.send(msgspec.structs.replace(identify("ann"), anonymous_id="device"))
    shop.read()
    (told,) = shop.told()
    (customer,) = shop.house.customers(SHOP)
    assert told["customer"] == customer.id


def test_a_text_of_nobody_counts_for_its_item(shop: Shop) -> None:
    shop.send(review("很好", id="r1", user=None))
    assert shop.read() == 1
    assert list(shop.house.customers(SHOP)) == []
    assert [one.item for one in items(shop.house, SHOP, "reviews", 30, "texts", None, 10)] == ["tea-1"]


def test_old_texts_are_marked_late(shop: Shop) -> None:
    shop.send(review("很好", id="new", at=NOON), review("很好", id="old", at=NOON - 3 * DAY))
    shop.read()
    assert {one["of_id"]: one["late"] for one in shop.told()} == {"new": False, "old": True}


def test_a_client_cannot_feed_the_reading_with_its_own_answers(shop: Shop) -> None:
    shop.define('texts: {all: "event is not null"}')
    shop.send(event(ANALYZED, text="很好", source="web", id="fake"))
    assert shop.read() == 1  # it is a text like any other …
    assert shop.read() == 0  # … and what we say of it is none
    assert items(shop.house, SHOP, None, 30, "texts", None, 10) == []


def test_items_tell_sentiment_and_aspects(shop: Shop) -> None:
    for n in range(8):
        shop.send(review("味道很好，物流快", id=f"g{n}", user=f"u{n}", item="good"))
    for n in range(6):
        shop.send(review("难吃，包装破损，太差了", id=f"b{n}", user=f"u{n}", item="bad"))
    shop.send(review("太差了", id="one", item="seldom"))
    shop.read()
    by_texts, worst, best = (items(shop.house, SHOP, "reviews", 30, order, None, 10) for order in ("texts", "worst", "best"))
    assert [one.item for one in by_texts] == ["good", "bad", "seldom"]
    assert worst[0].item == "bad"  # one bad text is no verdict
    assert best[0].item == "good"
    good = by_texts[0]
    assert (good.texts, good.customers, good.positive, good.negative) == (8, 8, 8, 0)
    assert {one.aspect: one.texts for one in good.aspects} == {"taste": 8, "delivery": 8}
    assert all(one.sentiment > 0 and one.quote in "味道很好，物流快" for one in good.aspects)
    assert [one.item for one in items(shop.house, SHOP, None, 30, "texts", "bad", 10)] == ["bad"]
    assert items(shop.house, SHOP, None, 30, "texts", "no'such", 10) == []
    shop.clock.move(NOON + 60 * DAY)
    assert items(shop.house, SHOP, None, 30, "texts", None, 10) == []


def test_topics_say_from_how_much_and_as_of_when(shop: Shop) -> None:
    said = ("快递员送货很慢，快递没到", "屏幕有坏点，电池发热")
    shop.send(*[review(f"{said[n % 2]} {n}", id=f"r{n}", user=f"u{n % 9}") for n in range(40)])
    shop.read()
    found = topics(shop.house, SHOP, "reviews", 30, 2)
    assert len(found.topics) == 2
    assert (found.evidence.events, found.evidence.customers, found.evidence.as_of) == (40, 9, NOON)
    assert all(topic.sentiment is not None and topic.quotes for topic in found.topics)
    with pytest.raises(TooThin):
        topics(shop.house, SHOP, "reviews", 30, 2, item="other")
    with pytest.raises(NotFound, match="did you mean 'reviews'"):
        topics(shop.house, SHOP, "review", 30, None)


def test_intents_are_learnt_from_labels_in_the_events(shop: Shop) -> None:
    taught = {"ask": "where can i find the manual", "sell": "i want to buy ten more"}
    events = [review(f"{text} {n}", id=f"{label}{n}", label=label) for n in range(24) for label, text in taught.items()]
    shop.send(*events)
    lesson = examples(shop.house, SHOP, "reviews", 1000)
    assert Counter(label for _, label in lesson) == {"ask": 24, "sell": 24}
    learnt = learn_intents(shop.house, SHOP, "reviews", lesson)
    assert (learnt.intents, learnt.examples) == (["ask", "sell"], 48)
    shop.read()
    assert {one["intent"] for one in shop.told()} == {"ask", "sell"}
    assert forget_intents(shop.house, SHOP, "reviews")
    assert own_intents(shop.house, SHOP, "reviews") is None
    with pytest.raises(TooThin):
        learn_intents(shop.house, SHOP, "reviews", lesson[:10])


def test_the_words_of_the_shop_are_looked_at_as_its_texts_grow(shop: Shop) -> None:
    chance, filler = (
        random.Random(3),
        "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出",
    )
    bodies = [f"{''.join(chance.choices(filler, k=6))}{'大红袍' * (n % 4 == 0)}{chance.choice(filler)}" for n in range(199)]
    shop.send(*[review(body, id=f"r{n}") for n, body in enumerate(bodies)])
    shop.read()
    assert shop.house.backends.shelf.note(SHOP, "texts:reviews:words") is None
    shop.send(review("大红袍好", id="one more"))
    shop.read()
    words = shop.house.backends.shelf.note(SHOP, "texts:reviews:words")
    assert words is not None
    shop.send(review("大红袍香", id="then"))
    shop.read()
    assert shop.told()[-1]["topics"] == ["大红袍"]
    assert shop.house.backends.shelf.note(SHOP, "texts:reviews:words") == words  # not yet again


class Failing:
    """A reader that cannot read."""

    name = "model"
    batch = 3

    def read(self, texts: Sequence[str], asked: Asked) -> list[Analysis]:
        return [msgspec.structs.replace(analyze(text), note="it did not answer") for text in texts]


def test_what_another_reader_could_not_read_is_counted(shop: Shop) -> None:
    shop.house.reader = Failing()
    shop.send(*[review("很好", id=f"r{n}") for n in range(4)])
    assert shop.read() == 4
    job = shop.house.backends.shelf.job(SHOP, job_id("reviews"))
    assert job is not None
    assert job.counts == {"analysed": 4, "fell_back": 4}
    assert all(one["note"] for one in shop.told())
    shop.define(REVIEWS.replace("when:", "engine: builtin, when:"))
    shop.send(review("很好", id="own"))
    shop.read()
    assert [one.get("note") for one in shop.told()][-1] is None


def test_progress_survives_its_storage() -> None:
    progress = Progress("a1", offset=7, event_id=9, sure=3, analysed=5, fell_back=1)
    assert msgspec.convert(msgspec.to_builtins(progress), Progress) == progress


def test_the_id_of_an_analysis_is_that_of_its_text() -> None:
    row = {
        "event": "Reviewed",
        "source": "web",
        "id": "r1",
        "_item": None,
        "timestamp": 5,
        "user_id": None,
        "anonymous_id": "d",
    }
    one, two = (analyzed("reviews", row, analyze("好"), {}, at) for at in (10, 20))
    assert one.id == two.id != analyzed("other", row, analyze("好"), {}, 10).id
    assert (one.anonymous_id, one.user_id, "item_id" in one.properties) == ("d", None, False)


def test_in_a_notebook_texts_are_read_when_asked_for() -> None:
    with Local(assemble([("shop.yml", "use: text")])) as house:
        house.track("ann", "Product Reviewed", review_body="质量太差，非常失望", product_id="tea-1")
        assert (house.read_texts(), house.read_texts()) == (1, 0)
        known = house.profile("ann")
        assert (known["complaints_90d"], known["last_emotion"]) == (1, "sadness")
        assert "unhappy" in known.segments
        assert house.verify().count == 0


_LIFE = """
import os, sys
from pathlib import Path
from regulars.app.house import House
from regulars.app.texts import TextReading
from regulars.app.wire import in_folder
from regulars.kit.clock import ManualClock
from regulars.learn.text.reader import BuiltIn

folder, dies_at, before = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "before"
keep, kept = TextReading._keep, [0]


def dying(self, key, progress, status):
    kept[0] += 1
    if kept[0] == dies_at and before:
        os._exit(9)
    keep(self, key, progress, status)
    if kept[0] == dies_at:
        os._exit(9)


TextReading._keep = dying
BuiltIn.batch = 4
house = House(in_folder(Path(folder)), ManualClock(1_800_000_000_000_000))
house.run()
reading = TextReading(house)
while reading.advance("shop"):
    house.run()
house.close()
"""


@pytest.mark.slow
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_around_the_storing_of_progress(tmp_path: Path, when: str) -> None:
    """A process dies at its first, then at its second batch, then at none: each text was analysed once."""
    house = House(in_folder(tmp_path), ManualClock(NOON))
    house.define(SHOP, assemble([("shop.yml", REVIEWS)]))
    house.append(envelope([review(f"很好 {n}", id=f"r{n}", user=f"u{n % 5}") for n in range(18)], workspace=SHOP))
    house.run()
    house.close()
    for dies_at in (1, 2, 0):
        done = subprocess.run([sys.executable, "-c", _LIFE, str(tmp_path), str(dies_at), when], timeout=60, check=False)
        assert done.returncode == (9 if dies_at else 0)
    house = House(in_folder(tmp_path), ManualClock(NOON + 400 * DAY))
    try:
        house.run()
        sql = f"select properties ->> 'of_id' as of_id, count(*) as n from timeline where event = '{ANALYZED}' group by 1"
        assert {row["of_id"]: row["n"] for row in house.query(SHOP, sql).to_pylist()} == {f"r{n}": 1 for n in range(18)}
        assert house.backends.log.totals()[SHOP] == 36  # not even a repeat that the pipeline had to drop
        assert house.verify(SHOP).count == 0
    finally:
        house.close()
