"""Templates: what they may say, and that no template and no value can hurt the house."""

import base64
import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest

from regulars.define.definitions import Template
from regulars.engage.templates import Rendered, TemplateFailed, Templates, speak
from regulars.kit.clock import DAY

AT = 19_675 * DAY + DAY // 2  # 14 November 2023, noon UTC


@pytest.fixture(scope="module")
def templates() -> Iterator[Templates]:
    made = Templates(cpu_seconds=1, wall_seconds=4.0)
    yield made
    made.close()


def render(templates: Templates, body: str, html: str = "", subject: str = "s", **values: Any) -> Rendered:
    template = Template(name="t", subject={"en": subject}, body={"en": body}, html={"en": html} if html else {})
    return templates.render(template, values, language="en", at=AT, zone="Asia/Shanghai")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("{{ name | default: 'friend' }}", "Ann"),
        ("{{ nobody | default: 'friend' }}", "friend"),
        ("{{ hollow | default: 'friend' }}", "friend"),
        ("{% for line in lines %}{{ line.name }} {{ line.price | money }};{% endfor %}", "tea $1,234.50;cup $2.35;"),
        ("{{ 1234567.005 | money: 'EUR' }}", "€1,234,567.01"),
        ("{{ -3 | money: 'CNY' }} {{ 1999.5 | money: 'JPY' }} {{ 5 | money: 'CHF' }}", "-¥3.00 ¥2,000 CHF 5.00"),
        ("{{ name | money }}{{ nobody | money }}", "Ann"),
        ("{{ 'now' | date }} {{ 'today' | date: 'time' }}", "2023-11-14 20:00"),
        ("{{ moment | date: 'long' }}", "15 November 2023"),
        ("{{ '2023-11-14T18:00:00Z' | date: '%d.%m. %H:%M' }}", "15.11. 02:00"),
        ("{{ name | date }}{{ nobody | date }}", "Ann"),
        ("{{ 'now' | date: '%999999999d %Y %Q' }}", "%999999999d 2023 %Q"),
        ("{{ 2 | times: 3.5 | plus: 1 | round }}", "8"),
        ("{{ spend }} {{ spend | plus: 1.0 }} {{ spend | divided_by: 4 }} {{ spend | money }}", "910 911 227.5 $910.00"),
        (
            "{{ lines[0].price }} {{ huge }} {{ spend | append: ' points' }} {{ lines | map: 'price' | join: ', ' }}",
            "1234.5 100000000000000000000 910 points 1234.5, 2.345",
        ),
        ("{% if vip %}dear {% endif %}{{ name | upcase }}", "dear ANN"),
        ("{{ 'a' | base64_encode | base64_decode }}", "a"),
    ],
)
def test_what_templates_say(templates: Templates, body: str, text: str) -> None:
    values = {
        "name": "Ann",
        "hollow": "",
        "vip": True,
        "spend": 910.0,
        "huge": 1e20,
        "moment": AT + DAY // 3,
        "lines": [{"name": "tea", "price": 1234.5}, {"name": "cup", "price": 2.345}],
    }
    assert render(templates, body, **values).text == text


def test_dates_and_language_in_chinese(templates: Templates) -> None:
    template = Template(name="t", subject={"en": "Hi", "zh": "您好"}, body={"en": "x", "zh": "{{ 'now' | date: 'long' }}"})
    page = templates.render(template, {}, language="zh-CN", at=AT, zone="UTC", currency="CNY")
    assert (page.subject, page.text, page.language) == ("您好", "2023年11月14日", "zh")


@pytest.mark.parametrize(
    ("languages", "wanted", "spoken"),
    [("en zh", "zh-Hans-CN", "zh"), ("en zh", "fr", "en"), ("zh", "en", "zh"), ("en zh", "ZH_cn", "zh"), ("de zh", "fr", "de")],
)
def test_the_language_that_serves_best(languages: str, wanted: str, spoken: str) -> None:
    assert speak(Template(name="t", body=dict.fromkeys(languages.split(), "")), wanted) == spoken


def test_unknown_names_are_empty_and_noted(templates: Templates) -> None:
    page = render(templates, "a{{ nobody }}b{{ trigger.coupon | upcase }}c{{ known }}", known="!", trigger={})
    assert page.text == "abc!"
    assert len(page.missing) == 2
    assert page.missing[0] == "nobody"
    assert render(templates, "{{ nobody | default: 'x' }}").missing == []


def test_the_subject_is_one_line(templates: Templates) -> None:
    page = render(templates, "", subject="Hi {{ name }}", name="Ann\r\nBcc: eve@example.com\u2028\x00x")
    assert page.subject == "Hi Ann Bcc: eve@example.com x"


@pytest.mark.parametrize("value", ["{{ 7 | times: 7 }}", "{% for i in (1..9) %}x{% endfor %}", "${7*7}", "#{7*7}", "{{", "%}"])
def test_values_are_never_read_as_templates(templates: Templates, value: str) -> None:
    body = "{% assign a = name %}{% capture b %}{{ a }}{% endcapture %}{{ b }}"
    page = render(templates, body, html="<p>{{ name }}</p>", subject="{{ name }}", name=value)
    assert page.text == value
    assert "49" not in page.html
    assert page.subject == value


FILTERS = """
    upcase downcase capitalize strip lstrip rstrip strip_newlines newline_to_br strip_html url_decode base64_decode append:x
    prepend:x replace:x,y remove:x truncate:500 truncatewords:50 default:x date money escape_once first last join:x split:x
""".split()  # noqa: SIM905


@pytest.mark.parametrize("name", FILTERS)
def test_html_from_values_is_escaped_whatever_the_filter(templates: Templates, name: str) -> None:
    filtered, _, args = name.partition(":")
    call = f"{filtered}: {', '.join(repr(a) for a in args.split(','))}" if args else filtered
    for bad in ("<script>alert(1)</script>", '"><img onerror=x>', "%3Cscript%3E", base64.b64encode(b"<script>").decode()):
        try:
            html = render(templates, "", html="{{ v | %s }}" % call, v=bad).html  # noqa: UP031
        except TemplateFailed:
            continue
        assert "<script" not in html.lower()
        assert "<img" not in html.lower()


def test_nothing_is_marked_as_safe(templates: Templates) -> None:
    with pytest.raises(TemplateFailed, match="safe"):
        render(templates, "", html="{{ v | safe }}", v="<b>")


@pytest.mark.parametrize(
    "body", ["{{ ''.__class__ }}", "{{ name.__class__.__mro__ }}", "{{ name | attr: 'format' }}", "{% include 'x' %}"]
)
def test_there_is_no_way_into_python(templates: Templates, body: str) -> None:
    try:
        assert render(templates, body, name="Ann").text == ""
    except TemplateFailed:
        return


DOUBLING = "{% assign s = 'x' %}" + "{% assign s = s | append: s %}" * 40 + "{{ s }}"
BOMBS = {
    "loop": "{% for i in (1..1000000000) %}x{% endfor %}",
    "empty loop": "{% for i in (1..1000000000) %}{% endfor %}",
    "nested loops": "{% for i in (1..5000) %}{% for j in (1..5000) %}x{% endfor %}{% endfor %}",
    "concat doubling": "{% assign a = 'x,y' | split: ',' %}" + "{% assign a = a | concat: a %}" * 40 + "{{ a | size }}",
    "append doubling": DOUBLING,
    "squaring": "{% assign n = 9 %}" + "{% assign n = n | times: n %}" * 20 + "{{ n }}",
    "negative squaring": "{% assign n = -9 %}" + "{% assign n = n | times: n | times: -1 %}" * 20 + "{{ n }}",
    "infinity": "{{ great | times: great }}",
    "sum": "{{ lines | sum: 'n' }}",
    "range join": "{{ (1..100000000000) | join: ',' }}",
    "range size": "{% assign r = (1..100000000000) %}{{ r | reverse | size }}",
    "replace": "{% assign s = 'aaaaaaaaaa' %}{{ s" + " | replace: 'a', 'aaaaaaaaaa'" * 12 + " }}",
    "nesting": "{% if true %}" * 500 + "{% endif %}" * 500,
    "syntax": "{% if %}",
    "unknown filter": "{{ 'a' | nosuch }}",
    "division": "{{ 1 | divided_by: 0 }}",
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_stopped_and_the_house_goes_on(templates: Templates, name: str) -> None:
    started = time.monotonic()
    with pytest.raises(TemplateFailed, match="the template 't'"):
        render(templates, BOMBS[name], lines=[{"n": 10**15}, {"n": 10**15}], great=1e300)
    assert time.monotonic() - started < 20  # a limit of CPU time, on a machine that others use too
    assert render(templates, "{{ name }}", name="Ann").text == "Ann"


def test_an_error_names_the_line(templates: Templates) -> None:
    template = Template(name="t", at="shop.yml:7", subject={"en": ""}, body={"en": "one\ntwo {{ 'a' | nosuch }}"})
    with pytest.raises(TemplateFailed, match=r"shop\.yml:7: the template 't' \(en\) failed: text line 2: .*nosuch"):
        templates.render(template, {}, language="en", at=AT)


def test_a_killed_worker_is_replaced(templates: Templates) -> None:
    render(templates, "x")
    worker = templates._worker
    assert worker is not None
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    with pytest.raises(TemplateFailed, match="was stopped"):
        render(templates, "x")
    assert render(templates, "x").text == "x"


def test_a_stuck_worker_is_ended_at_the_deadline() -> None:
    templates = Templates(wall_seconds=0.3)
    render(templates, "x")
    worker = templates._worker
    assert worker is not None
    os.kill(worker.pid, signal.SIGSTOP)
    with pytest.raises(TemplateFailed, match="more time"):
        render(templates, "x")
    assert worker.poll() is not None
    templates.close()


def test_too_much_at_once_is_refused(templates: Templates) -> None:
    with pytest.raises(TemplateFailed, match="bytes"):
        render(templates, "x", blob="x" * 5_000_000)
