"""What may be alike in two people: kinds of traits, how each is written so that it can be compared, and how alike it is.

A kind is chosen for a trait by its name (English or Chinese), unless somebody says it. Cleaning happens here, in Python; the
comparison is SQL over the cleaned columns (`fields`).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Literal, get_args

from regulars.kit.errors import RegularsError, nearest
from regulars.kit.identifiers import clean_identifier, is_blocked

Kind = Literal["name", "given_name", "family_name", "birthday", "email", "phone", "street", "postcode", "city", "code", "class"]
"""`code`: a number given to one person (tax number, member card); `class`: one of few values (gender)."""

KINDS: tuple[Kind, ...] = get_args(Kind)

_LONGEST = 200

_NAMES: dict[Kind, str] = {
    "name": "name fullname displayname realname customername 姓名 名字 客户姓名 顾客姓名 称呼",
    "given_name": "firstname givenname forename 名",
    "family_name": "lastname familyname surname 姓 姓氏",
    "birthday": "birthday birthdate dateofbirth dob bday 生日 出生日期 出生年月",
    "email": "email mail emailaddress 邮箱 电子邮箱 邮件",
    "phone": "phone mobile mobilephone phonenumber cellphone cell tel telephone 手机 手机号 电话 联系电话",
    "street": "address street streetaddress streetnumber housenumber address1 address2 addressline1 addressline2 地址 街道",
    "postcode": "postcode postalcode zip zipcode plz 邮编 邮政编码",
    "city": "city town suburb municipality locality 城市 市",
    "code": "socsecid ssn nationalid taxid idnumber passport cardnumber membernumber 身份证 身份证号 会员卡号 护照",
    "class": "gender sex 性别",
}
_GUESSED: dict[str, Kind] = {word: kind for kind, words in _NAMES.items() for word in words.split()}

_COMPOUND = frozenset("欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 长孙 宇文 司徒 令狐 夏侯 端木 南宫".split())  # noqa: SIM905
_GENDERS = {"male": "m", "man": "m", "男": "m", "男性": "m", "female": "f", "woman": "f", "女": "f", "女性": "f"}
_DATE = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[t ].*)?")


def guess(traits: Iterable[str]) -> dict[str, Kind]:
    """The kinds of those traits whose names say what they are; a trait inside another is written `address.city`.

    >>> guess(["First Name", "address.postalCode", "生日", "favourite_colour"])
    {'First Name': 'given_name', 'address.postalCode': 'postcode', '生日': 'birthday'}
    """
    found = {}
    for trait in traits:
        word = re.sub(r"[\W_]", "", trait.rpartition(".")[2].casefold())
        if word in _GUESSED:
            found[trait] = _GUESSED[word]
    return found


def kind_of(text: str) -> Kind:
    """The kind of this name. Raises RegularsError."""
    for kind in KINDS:
        if kind == text:
            return kind
    allowed = ", ".join(KINDS)
    raise RegularsError(f"'{text[:40]}' is no kind of trait{nearest(text, KINDS)}; there are: {allowed}", code="unknown_kind")


def clean(kind: Kind, value: str | None) -> str | None:
    """The value as it is compared; None where there is none, or one that says nothing (`n/a`, `unknown`).

    >>> clean("name", "  José   GARCÍA "), clean("birthday", "1990/7/1"), clean("phone", "+86 138-0013-8000")
    ('garcia jose', '1990-07-01', '8613800138000')
    """
    text = clean_identifier((value or "")[:_LONGEST])
    if is_blocked(text):
        return None
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    text = " ".join("".join(c for c in decomposed if unicodedata.category(c)[0] not in "MC").split())
    return _CLEANERS.get(kind, _words)(text) or None


def sound(name: str) -> str:
    """A cleaned name as it sounds: Chinese in pinyin without tones, family name apart; anything else as it is.

    >>> sound("王小明"), clean("name", "Wang Xiaoming")
    ('wang xiaoming', 'wang xiaoming')
    """
    if not any("\u4e00" <= c <= "\u9fff" for c in name):
        return name
    letters = name.replace(" ", "")
    cut = 2 if letters[:2] in _COMPOUND else 1
    from pypinyin import lazy_pinyin  # large tables, read when somebody has a Chinese name

    return _sorted(" ".join("".join(lazy_pinyin(part)) for part in (letters[:cut], letters[cut:])))


def _words(text: str) -> str:
    """Letters and digits, other characters as one space."""
    return " ".join(re.sub(r"[\W_]", " ", text.replace("'", "")).split())


def _sorted(text: str) -> str:
    """The words in alphabetical order: who writes the family name first is the same person."""
    return " ".join(sorted(_words(text).split()))


def _birthday(text: str) -> str:
    """`YYYY-MM-DD` where the text reads as year, month, day; else its digits: a slip of the pen is still alike."""
    if found := _DATE.fullmatch(text):
        year, month, day = found.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    return "".join(c for c in text if c.isdigit())


def _digits(text: str) -> str:
    digits = "".join(c for c in text if "0" <= c <= "9").lstrip("0")
    return digits if len(digits) >= 6 else ""


def _joined(text: str) -> str:
    return _words(text).replace(" ", "")


_CLEANERS: dict[Kind, Callable[[str], str]] = {
    "name": _sorted,
    "given_name": _sorted,
    "family_name": _sorted,
    "birthday": _birthday,
    "email": lambda text: text if len(text) > 3 else "",
    "phone": _digits,
    "postcode": _joined,
    "code": _joined,
    "class": lambda text: _GENDERS.get(text, text),
}
