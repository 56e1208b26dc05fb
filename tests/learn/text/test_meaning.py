"""Emotion, intent, aspects, keywords: what is heard, and what is not."""

import random

import pytest

from regulars.learn.text.analysis import analyze
from regulars.learn.text.aspects import Listener
from regulars.learn.text.emotion import emotion
from regulars.learn.text.fit import fit_labels
from regulars.learn.text.intent import intent
from regulars.learn.text.intent_words import INTENTS, OF_REQUEST, PATTERNS
from regulars.learn.text.keywords import ShopWords, keywords, terms

from .test_fit import EXAMPLES


@pytest.mark.parametrize(
    ("text", "positive", "felt"),
    [
        ("太开心了，很满意", 0.95, "joy"),
        ("我非常生气，要投诉", 0.05, "anger"),
        ("失望，再也不来了", 0.05, "sadness"),
        ("担心是假货", 0.3, "fear"),
        ("居然第二天就到了", 0.8, "surprise"),
        ("水果发霉了，恶心", 0.05, "disgust"),
        ("不满意", 0.1, "sadness"),
        ("一点也不生气", 0.6, "none"),
        ("i am furious, this is a scam", 0.05, "anger"),
        ("so disappointed", 0.05, "sadness"),
        ("i am not happy", 0.2, "sadness"),
        ("not worried", 0.5, "none"),
        ("the box is brown", 0.5, "none"),
        ("😭😭", 0.2, "sadness"),
    ],
)
def test_emotions(text: str, positive: float, felt: str) -> None:
    assert emotion(text, positive) == felt


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("我要退款", "refund"),
        ("快递怎么还没到", "track_order"),
        ("可以换个尺码吗", "exchange"),
        ("麻烦开一下发票", "invoice"),
        ("帮我转人工客服", "contact_person"),
        ("我忘记密码了", "account"),
        ("想取消订单", "cancel_order"),
        ("地址填错了，能改吗", "address"),
        ("我要投诉你们", "complaint"),
        ("这个怎么用？", "question"),
        ("非常好，很喜欢", "praise"),
        ("质量太差了", "complaint"),
        ("where is my order", "track_order"),
        ("my package never arrived", "track_order"),
        ("i want a refund", "refund"),
        ("how do i cancel order 1234", "cancel_order"),
        ("let me speak to a human agent", "contact_person"),
        ("which payment methods do you accept", "payment"),
        ("best phone i ever had, wonderful", "praise"),
    ],
)
def test_intents(text: str, meant: str) -> None:
    assert analyze(text).intent == meant


def test_intents_are_one_closed_list() -> None:
    assert set(OF_REQUEST.values()) | {name for name, _ in PATTERNS} <= set(INTENTS)


def test_a_long_story_is_no_request() -> None:
    story = "酒店位置很好，房间宽敞明亮，" * 8 + "隔壁有人说要退款，和我们没有关系"
    assert analyze(story).intent != "refund"


def test_a_workspace_s_own_intents_take_the_place_of_ours() -> None:
    own = fit_labels([text for text, _ in EXAMPLES], [label for _, label in EXAMPLES], bits=10)
    assert intent("电子发票", "zh", 0.5, own).intent == "发票"
    assert intent("i love it", "en", 0.99, own).intent in own.labels


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("质量很好，但是物流太慢了", {"quality": 1, "delivery": -1}),
        ("价格不贵，包装破损", {"price": 1, "packaging": -1}),
        ("not cheap. the staff were rude", {"price": -1, "service": -1}),
        ("delivery was fast and the taste is delicious", {"delivery": 1, "taste": 1}),
        ("尺码偏小", {"size": -1}),
        ("品質很好，物流太慢了，性價比高", {"quality": 1, "delivery": -1, "price": 1}),
        ("the artist paints", {}),
    ],
)
def test_aspects_and_their_sides(text: str, heard: dict[str, int]) -> None:
    found = {one.aspect: one.sentiment for one in Listener().heard(text)}
    assert found.keys() == heard.keys()
    for aspect, side in heard.items():
        assert found[aspect] * side > 0.3


def test_a_quote_is_the_clause_as_it_was_written() -> None:
    (one,) = Listener().heard("颜色不提，ＤＥＬＩＶＥＲＹ　Was Slow！")[-1:]
    assert one.quote == "ＤＥＬＩＶＥＲＹ　Was Slow"


def test_words_of_one_s_own() -> None:
    listener = Listener({"warranty": ["保修", "Warranty (2y)"], "taste": ["回甘"], "a.*": [".*"]})
    assert [one.aspect for one in listener.heard("保修太短")] == ["warranty"]
    assert [one.aspect for one in listener.heard("茶有回甘")] == ["taste"]
    assert [one.aspect for one in listener.heard("no warranty (2y) given")] == ["warranty"]
    assert listener.heard("anything") == []  # a word is a word, not a pattern


def test_keywords_tell_what_it_is_about() -> None:
    assert "物流" in keywords("物流很快，物流给力，东西不错")
    assert keywords("the battery died, battery again!")[0] == "battery"
    assert terms("the and 的 了") == []
    assert keywords("battery hinge", ShopWords(100, {"battery": 90, "hinge": 1}))[0] == "hinge"


def test_a_shop_has_words_of_its_own() -> None:
    chance = random.Random(7)
    filler = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光"
    texts = [f"{''.join(chance.choices(filler, k=6))}{'大红袍' * (n % 4 == 0)}{chance.choice(filler)}" for n in range(300)]
    shop = ShopWords.of(texts)
    assert "大红袍" not in keywords("大红袍醇厚")  # the shipped words do not know it
    assert "大红袍" in keywords("大红袍醇厚", shop)
    again = ShopWords.load(shop.dump())
    assert (again.texts, again.often, again.known) == (300, shop.often, shop.known)
    assert ShopWords.of([]).often == {}
