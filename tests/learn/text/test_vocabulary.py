"""Words found without a dictionary."""

import random

from regulars.learn.text.vocabulary import discover, segmented


def _texts() -> list[str]:
    """Two words among letters that come by chance."""
    chance = random.Random(7)
    filler = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光"
    return [
        "".join(chance.choices(filler, k=4)) + chance.choice(["物流", "葡萄"]) + "".join(chance.choices(filler, k=4))
        for _ in range(400)
    ]


def test_words_that_hold_together_are_found() -> None:
    found = discover(_texts(), least=12, cohesion=2.0, freedom=1.0)
    assert {"物流", "葡萄"} <= found.keys()
    assert abs(found["物流"] + found["葡萄"] - 400) <= 10
    assert len(found) < 6  # chance makes hardly any


def test_the_longest_known_word_is_taken() -> None:
    assert segmented("北京大学生", {"北京", "北京大学", "大学生"}) == ["北京大学"]
    assert segmented("abc 好", {"好的"}) == []
    assert discover([]) == {}
