import pytest

from regulars.define import DefinitionErrors
from regulars.define.compile import compile
from regulars.define.expressions import types
from regulars.define.load import load
from regulars.kit.clock import DAY
from regulars.records import Customer, Event

SHOP = """
workspace: {zone: Asia/Shanghai}
events:
  Order Completed: {properties: {total: number, products: list, products.price: number}}
  Refund: {properties: {total: number, note: text}}
  Order Noted: {properties: {note: list}}
traits: {age: number}
catalogs: {offers: {key: sku, types: {price: number}}}
features:
  spend: sum(properties.total) filter (where event = 'Order Completed')
  orders: {of: count(*), over: 2d}
  dearest: {of: max(line.price), each: properties.products as line}
segments: {vip: spend > 500}
stages: {loyal: vip, other: 'true'}
"""


def test_declared_types_by_path() -> None:
    found = types(load(SHOP))
    assert {path: found[path] for path in found if "/" not in path} == {
        "properties.total": "number",
        "properties.products": "list",
        "properties.products[].price": "number",
        "traits.age": "number",
        "item.sku": "text",
        "item.price": "number",
    }
    assert found["Refund/properties.note"] == "text"
    assert found["Order Noted/properties.note"] == "list"


def test_a_house_becomes_a_program() -> None:
    program = compile(load(SHOP))
    customer = Customer(id=1, born_at=0)
    properties = {"total": "600.5", "products": [{"price": 7}, {"price": "9"}]}
    event = Event(id="1", type="track", event="Order Completed", timestamp=0, received_at=0, properties=properties)
    program.update(customer.cells, event)
    values = program.values(program.names, customer, DAY)
    assert values == {"spend": 600.5, "orders": 1, "dearest": 9.0, "vip": True, "loyal": True, "other": True, "stage": "loyal"}
    assert program.value("orders", customer, 3 * DAY) == 0


def test_all_that_cannot_be_compiled_is_said_at_once() -> None:
    with pytest.raises(DefinitionErrors) as caught:
        compile(load("features:\n  a: summ(1)\n  b: max(\nsegments:\n  c: a > 1\n"))
    assert [finding.at.rpartition(":")[0] for finding in caught.value.findings] == ["text:2", "text:3"]
    with pytest.raises(DefinitionErrors, match="no time zone"):
        compile(load("workspace: {zone: Mars}\n"))
