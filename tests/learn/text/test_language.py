"""Which language a text is in."""

import pytest

from regulars.learn.text.clean import plain
from regulars.learn.text.language import detect

from .lines import held_out, rows, with_data


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("iPhone很好用", "mixed"),
        ("这款iPad的屏幕非常清晰，看视频很舒服，推荐购买", "zh"),
        ("The 茶 is good and I would buy it again", "en"),
        ("good", "en"),
        ("muy bueno pero llegó tarde a mi casa", "other"),
        ("sehr gute Qualität und schnelle Lieferung", "other"),
        ("товар хороший", "other"),
        ("品質はとても良いです", "other"),
        ("품질이 아주 좋아요", "other"),
        ("جيد جدا", "other"),
        ("12:30 ￥99 !!!", "none"),
        ("", "none"),
    ],
)
def test_small_texts(text: str, language: str) -> None:
    assert detect(plain(text)) == language


@with_data
def test_real_texts() -> None:
    chinese = [detect(plain(text)) for text, _ in held_out()[:1000]]
    english = [detect(plain(row["text"])) for row in rows("banking77/test.csv.gz")[:1000]]
    assert chinese.count("zh") + chinese.count("mixed") >= 990
    assert english.count("en") >= 985
