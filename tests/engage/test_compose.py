"""What a template may speak of."""

from regulars.define.definitions import Template
from regulars.engage.compose import values
from regulars.records import Customer, Message


def test_the_values_of_a_message() -> None:
    asked: list[tuple[str, ...]] = []

    def features(customer: Customer, names: tuple[str, ...], at: int) -> dict[str, object]:
        asked.append(names)
        return {"spend": 240.0}

    template = Template(name="t", subject={"en": "{{ features.spend }}"}, body={"zh": "{{ features.last_order | date }}"})
    ann = Customer(id=1, born_at=0, traits={"name": ["Ann", 0, 0]}, scores={"churn": [0.1, 0, 0]}, stage="loyal")
    ann.segments = {"vip": 5, "big": 3}
    message = Message("k", 1, "email", "t", "tips", 0, data={"trigger": {"total": 9}})
    assert values(template, message, ann, features, 7, "https://x.example/u/t") == {
        "trigger": {"total": 9},
        "traits": {"name": "Ann"},
        "scores": {"churn": 0.1},
        "stage": "loyal",
        "segments": ["big", "vip"],
        "features": {"spend": 240.0},
        "unsubscribe_url": "https://x.example/u/t",
    }
    assert asked == [("last_order", "spend")]
    assert values(Template(name="plain"), message, ann, features, 7, "")["features"] == {}
    assert len(asked) == 1
