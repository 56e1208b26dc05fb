from regulars.define.graph import Graph
from regulars.define.load import load

SHOP = """
events: {Order Completed: , Product Viewed: }
traits: {city: text, email: text}
identifiers: {email: {trait: email}}
features:
  spend: sum(properties.total) filter (where event = 'Order Completed')
  orders: count(*) filter (where event in ('Order Completed'))
  basket: spend / orders
segments:
  big: basket > 50 and traits.city = '上海'
stages: {loyal: big, other: 'true'}
catalogs: {offers: a.csv}
policies: {p: {kind: popularity, count: event = 'Product Viewed'}}
slots: {hero: {catalog: offers, policy: p, eligible: item.price < basket}}
purposes: {news: consent}
templates: {hi: {subject: a, body: b}}
journeys:
  j: {on_stage: loyal, when: stage = 'loyal', steps: [{until: big, timeout: 1d}, {message: hi, purpose: news}]}
metrics: {revenue: sum(properties.total) filter (where event = 'Order Completed')}
"""


def test_what_needs_what() -> None:
    needs = Graph(load(SHOP)).needs
    assert needs["features", "basket"] == {("features", "spend"), ("features", "orders")}
    assert needs["features", "orders"] == {("events", "Order Completed")}
    assert needs["segments", "big"] == {("features", "basket"), ("traits", "city")}
    assert needs["stages", "loyal"] == {("segments", "big")}
    assert needs["slots", "hero"] == {("catalogs", "offers"), ("policies", "p"), ("features", "basket")}
    assert needs["policies", "p"] == {("events", "Product Viewed")}
    assert needs["identifiers", "email"] == {("traits", "email")}
    assert needs["metrics", "revenue"] == {("events", "Order Completed")}
    assert needs["journeys", "j"] == {
        ("stages", "loyal"),
        ("stages", "other"),
        ("segments", "big"),
        ("templates", "hi"),
        ("purposes", "news"),
    }


def test_who_uses_it() -> None:
    graph = Graph(load(SHOP))
    assert graph.used_by("features", "basket") == [("segments", "big"), ("slots", "hero")]
    assert graph.used_by("features", "nothing") == []
    assert graph.users([("features", "orders")]) == {
        ("features", "orders"),
        ("features", "basket"),
        ("segments", "big"),
        ("slots", "hero"),
        ("stages", "loyal"),
        ("journeys", "j"),
    }
    assert graph.needed([("stages", "loyal")]) >= {("stages", "loyal"), ("events", "Order Completed"), ("traits", "city")}


def test_circles_are_paths_and_broken_texts_need_nothing() -> None:
    graph = Graph(load("features: {a: b + 1, b: c, c: a, d: summ(}\nsegments: {x: nobody > 1}\n"))
    [circle] = graph.circles
    assert (circle[0], sorted(set(circle))) == (circle[-1], ["a", "b", "c"])
    assert graph.needs["features", "d"] == graph.needs["segments", "x"] == set()


def test_a_house_without_a_zone_still_has_a_graph() -> None:
    text = "workspace: {zone: Mars}\nslots: {hero: {catalog: offers, policy: p}}\ncatalogs: {offers: a.csv}\n"
    assert Graph(load(text)).needs["slots", "hero"] == {("catalogs", "offers")}
