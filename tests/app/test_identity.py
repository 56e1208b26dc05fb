"""Merges, their undoing, the identity of one customer and rules tried first: over HTTP, and what stands behind."""

import regulars as rg
from regulars.app import identity, trial, views
from regulars.app.local import WORKSPACE
from regulars.define.load import assemble
from regulars.kit.clock import SECOND, ManualClock
from regulars.testing.events import NOON

from .conftest import Running, order


def _page(message: str, **who: str) -> dict[str, object]:
    return {"type": "page", "messageId": message, "properties": {}, **who}


def test_a_merge_is_listed_undone_and_listed_as_undone(running: Running) -> None:
    running.send(_page("idn-1", anonymousId="idn-d1"))
    running.send(order("idn-2", "idn-ann", 240))
    stranger, ann = (
        running.api.get(f"/v1/customers/{who}").json()["customer_id"] for who in ("anonymous_id:idn-d1", "idn-ann")
    )
    running.send(_page("idn-3", anonymousId="idn-d1", userId="idn-ann"))
    (merge,) = running.api.get("/v1/customers/idn-ann/merges").json()["merges"]
    assert (merge["from"], merge["into"], merge["by"], merge["holds"]) == (ann, stranger, "", True)
    assert merge["why"] == "user_id and anonymous_id came together in page"

    answer = running.api.post("/v1/customers/idn-ann/unmerge", json={"from": ann, "reason": "a tablet in the shop"})
    assert answer.json()["done"] is True, answer.text
    assert running.api.get("/v1/customers/idn-ann").json()["customer_id"] == ann
    assert running.api.get("/v1/customers/idn-ann").json()["features"]["spend"] == 240
    assert running.api.get("/v1/customers/anonymous_id:idn-d1").json()["features"]["spend"] is None
    (merge,) = running.api.get(f"/v1/customers/{stranger}/merges").json()["merges"]
    assert (merge["holds"], merge["undone_why"], merge["undone_by"]) == (False, "a tablet in the shop", merge["undone_by"])
    assert merge["undone_by"].startswith("key:")
    lines = running.api.get(f"/v1/customers/{ann}/timeline").json()["lines"]
    assert [line["name"] for line in lines if line["kind"] == "identity"] == ["unmerge"]

    again = running.api.post("/v1/customers/idn-ann/unmerge", json={"from": ann, "reason": "again"})
    assert (again.status_code, again.json()["code"]) == (422, "not_merged")
    assert running.api.post("/v1/customers/merge", json={"into": stranger, "from": ann, "reason": "no, one"}).status_code == 200
    merges = running.api.get("/v1/customers/idn-ann/merges?limit=1").json()
    assert (merges["merges"][0]["why"], merges["merges"][0]["by"][:4], merges["merges"][0]["holds"]) == (
        "no, one",
        "key:",
        True,
    )
    second = running.api.get("/v1/customers/idn-ann/merges", params={"limit": 1, "cursor": merges["next"]}).json()
    assert (second["merges"][0]["holds"], second["next"]) == (False, None)


def test_what_a_customer_is_known_by(running: Running) -> None:
    running.send(
        _page("idg-1", anonymousId="idg-d1", userId="idg-ann"),
        _page("idg-2", anonymousId="idg-d1"),
        _page("idg-3", userId="idg-bob"),
        {"type": "identify", "userId": "idg-ann", "messageId": "idg-4", "traits": {"email": "idg@example.com"}},
    )
    running.send(_page("idg-5", anonymousId="idg-d1", userId="idg-bob"))
    graph = running.api.get("/v1/customers/idg-ann/identity").json()
    nodes = {(node["kind"], node["value"]): node for node in graph["nodes"]}
    assert {pair: (node["held"], node["events"]) for pair, node in nodes.items()} == {
        ("user_id", "idg-ann"): (True, 2),
        ("anonymous_id", "idg-d1"): (False, 2),
        ("email", "idg@example.com"): (True, 1),
    }
    pairs = {frozenset((edge["a"], edge["b"])): edge["events"] for edge in graph["edges"]}
    ann = nodes["user_id", "idg-ann"]["id"]
    assert pairs == {frozenset((ann, node["id"])): 1 for node in nodes.values() if node["id"] != ann}
    assert [(one["what"], one["kind"], one["value"]) for one in graph["unjoined"]] == [
        ("shared_device", "anonymous_id", "idg-d1")
    ]
    assert running.api.get("/v1/customers/anonymous_id:idg-d1/identity").json()["shared_device"] is True


def test_rules_are_tried_over_http(running: Running) -> None:
    running.send(
        {"type": "identify", "userId": "idt-ann", "messageId": "idt-1", "traits": {"card": "c-77"}},
        {"type": "identify", "anonymousId": "idt-d1", "messageId": "idt-2", "traits": {"card": "c-77"}},
    )
    numbers = [running.api.get(f"/v1/customers/{who}").json()["customer_id"] for who in ("idt-ann", "anonymous_id:idt-d1")]
    answer = running.api.post("/v1/identity/try", json={"yaml": "identifiers: {card: {trait: card}, email: {trait: email}}"})
    tried = answer.json()
    change = next(c for c in tried["changes"] if c["then"][0]["identifiers"].get("card") == ["c-77"])
    assert (change["kind"], change["then"][0]["customers"]) == ("united", sorted(numbers))
    assert tried["basis"]["events"] >= 2
    assert tried["customers_then"] < tried["customers_now"]
    wrong = running.api.post("/v1/identity/try", json={"yaml": "identifiers: {card: {limmit: 3}}"})
    assert wrong.status_code == 422


def test_rules_hold_for_what_comes_and_a_trial_says_so() -> None:
    card = _rules("features: {n: {of: count(*)}}\nidentifiers: {user_id: {unique: true, limit: 1}, card: {trait: card}}")
    with rg.Local(_rules("features: {n: {of: count(*)}}")) as house:
        for call in ({"userId": "ann"}, {"anonymousId": "d1"}):
            house.call({"type": "identify", "traits": {"card": "c1"}, **call})
        tried, evidence = trial.attempt(house.house, WORKSPACE, card)
        assert (tried.now, tried.then) == (2, 1)
        assert str(evidence.notes[0]).startswith("rules hold for what comes")
        house.apply(card)
        assert house.profile("ann")["n"] == 1, "nobody moves by an edit"
        for call in ({"userId": "ann"}, {"anonymousId": "d1"}):
            house.call({"type": "identify", "traits": {"card": "c1"}, **call})
        assert house.profile("ann")["n"] == house.profile("card:c1")["n"] == 4, "but as foretold once they come again"


def _rules(yaml: str) -> rg.Definitions:
    return assemble([("rules.yml", yaml)])


def test_a_trial_goes_on_where_the_log_was_cut_and_keeps_what_members_said() -> None:
    clock = ManualClock(NOON)
    with rg.Local(_rules("features: {n: {of: count(*)}}"), clock=clock) as house:
        for user, device in (("ann", "d1"), ("bob", "d2"), ("eve", "d3")):
            clock.move(clock.now() + SECOND)
            house.identify(user, anonymous=device, phone="13800138000")
        ann, bob, eve = (views.find(house.house, WORKSPACE, user).id for user in ("ann", "bob", "eve"))
        merge = {"into": ann, "from": bob, "reason": "one", "by": "key:k"}
        wished = rg.records.Event("w", "merge", clock.now(), clock.now(), "api", properties=merge)
        house.house.take(WORKSPACE, "api", [wished])
        house.house.run()
        phone = _rules("identifiers: {user_id: {limit: 9}, phone: {trait: phone}, anonymous_id: {}}")
        whole = trial.attempt(house.house, WORKSPACE, phone)
        assert (whole[0].now, whole[0].then) == (2, 1)
        assert trial.people(house.house, WORKSPACE, whole[0].changes[0].then[0]) == [ann, eve]

        house.house.flush()
        house.house.backends.log.trim(NOON + 3 * SECOND)
        assert house.house.backends.log.read(0, 1)[0].offset > 1
        cut = trial.attempt(house.house, WORKSPACE, phone)
        assert (cut[0].now, cut[0].then) == (2, 1)
        assert "older than the log" in str(cut[1].notes[-1])

        offset = identity.unmerge(house.house, WORKSPACE, views.by_number(house.house, WORKSPACE, ann), bob, "no", "key:k")
        house.house.run()
        assert house.house.loop.offset == offset
        apart = trial.attempt(house.house, WORKSPACE, phone)
        assert (apart[0].now, apart[0].then) == (3, 2), "two whom a member told apart stay two under any rules"
