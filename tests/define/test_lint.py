import pytest

from regulars.define.lint import check
from regulars.define.load import load

HOUSE = """
workspace: {{zone: {zone}, currency: {currency}, sender: "{sender}"}}
catalogs: {{offers: offers.csv}}
policies:
  learns: {{kind: thompson, reward: "event = 'Coupon Applied'"}}
slots: {{hero: {{catalog: offers, policy: learns}}}}
purposes: {{news: consent}}
templates: {{hi: {{subject: hello, body: hello}}}}
"""
RIGHT = {"zone": "Asia/Shanghai", "currency": "CNY", "sender": "Shop <hello@shop.example>"}


def sentences(text: str, level: str = "error") -> list[str]:
    return [finding.text for finding in check(load(text + "\n")) if finding.level == level]


def test_a_right_house_has_no_findings() -> None:
    assert check(load(HOUSE.format(**RIGHT))) == []


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("zone", "Asia/Shanghia", "no time zone; did you mean 'Asia/Shanghai'?"),
        ("zone", "+08:00", "no time zone; write an IANA name"),
        ("zone", "../etc/passwd", "no time zone"),
        ("currency", "RMB", "did you mean 'CNY'?"),
        ("currency", "usd", "did you mean 'USD'?"),
        ("currency", "dollars", "no ISO 4217 code like USD or CNY"),
        ("sender", "hello", "no address like"),
        ("sender", "Shop <hello@>", "no address like"),
        ("sender", "a@b.example\\r\\nBcc: x@y.example", "a line break has no place"),
    ],
)
def test_the_workspace(field: str, value: str, sentence: str) -> None:
    [found] = sentences(HOUSE.format(**{**RIGHT, field: value}))
    assert sentence in found


WRONG = [
    ("identifiers: {phone: {limit: 0, trait: phone}}", "identifier 'phone': limit is 0"),
    ("identifiers: {phone: {limit: 2}}", "name the trait that does, like trait: phone"),
    ("identifiers: {user_id: {trait: x}}", "comes from the envelope"),
    ("catalogs: {c: items.xlsx}", "'items.xlsx' is no file of items; allowed are .csv"),
    ("catalogs: {c: {key: ''}}", "'key' names the column"),
    ("policies: {p: {kind: popularity, half_life: 1 month}}", "half_life: '1 month' is no length of time"),
    ("policies: {p: {kind: popularity, pool: 0}}", "pool is 0; allowed are 1 to 10000"),
    ("policies: {p: {kind: popularity, explore: 2}}", "explore is 2.0; it is a share"),
    ("policies: {p: {kind: popularity, explore: nan}}", "explore is nan; it is a share"),
    ("policies: {p: thompson}", "'reward' is missing"),
    ("policies: {p: {kind: popularity, item: product_id}}", "'product_id' is no path"),
    ("policies: {p: {kind: popularity, item: propertis.x}}", "did you mean 'properties'?"),
    ("policies: {p: {kind: popularity, item: properties.id, each: properties.products as line}}", "Allowed: line"),
    ("policies: {p: {kind: popularity, item: line.id, each: products}}", "write it like 'properties.products as line'"),
    (
        "catalogs: {offers: a.csv}\npolicies: {best: popularity}\nslots: {s: {catalog: offer, policy: best}}",
        "did you mean 'offers'?",
    ),
    ("catalogs: {c: a.csv}\npolicies: {best: popularity}\nslots: {s: {catalog: c, policy: bst}}", "did you mean 'best'?"),
    ("catalogs: {c: a.csv}\npolicies: {p: popularity}\nslots: {s: {catalog: c, policy: p, size: 0}}", "size is 0"),
    (
        "catalogs: {c: a.csv}\npolicies: {p: {kind: popularity, pool: 2}}\nslots: {s: {catalog: c, policy: p, size: 3}}",
        "it shows 3 items, but only 2 compete",
    ),
    ("templates: {t: {subject: x}}", "template 't': 'body' is missing"),
    ('templates: {t: {subject: "a\\nb", body: x}}', "a subject is one line"),
    ("caps: {c: {channel: emial}}", "did you mean 'email'?"),
    ("caps: {c: {limit: 0}}", "limit is 0"),
    ("caps: {c: {per: 36h}}", "per: '36h' is not a number of whole days"),
    ("segments: {At Risk: 'true'}", "did you mean 'at_risk'?"),
    ("segments: {流失: 'true'}", "names for people go into 'title'"),
    ("features: {traits: count(*)}", "the word has another meaning in expressions"),
    ("slots: {a/b: {catalog: c, policy: p}}\ncatalogs: {c: }\npolicies: {p: popularity}", "slot 'a/b': write letters"),
    ("events: {'': }", "a name has 1 to 200 characters"),
]


@pytest.mark.parametrize(("text", "sentence"), WRONG, ids=[text[:50] for text, _ in WRONG])
def test_what_cannot_be_applied(text: str, sentence: str) -> None:
    [found] = sentences(text)
    assert sentence in found


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("policies: {p: {kind: popularity, reward: x}}", "'reward' has no effect"),
        ("policies: {p: {kind: thompson, reward: event = 'x', explore: 0.1}}", "'explore' has no effect"),
        ("workspace: {language: zh}\ntemplates: {t: {subject: {en: a}, body: b}}", "'subject' is not written in zh"),
    ],
)
def test_what_is_doubtful(text: str, sentence: str) -> None:
    assert sentence in sentences(text, "warning")[0]


def test_findings_stand_in_the_order_of_lines_with_and_without_columns() -> None:
    features = "".join(f"  f{n}: nothing{n} + 1\n" for n in range(12))
    places = [
        finding.at for finding in check(load(f"features:\n{features}  f12: {{of: count(*), over: 2}}\nsegments:\n  s: no\n"))
    ]
    assert [int(at.split(":")[1]) for at in places] == [*range(2, 15), 16], places


def test_findings_stand_in_the_order_of_the_file() -> None:
    found = check(load("caps:\n  b: {limit: 0}\n\n\n\n\n\n\n\n  c: {limit: 0}\nsegments:\n  A: 'true'\n"))
    assert [finding.at for finding in found] == ["text:2", "text:10", "text:12"]
