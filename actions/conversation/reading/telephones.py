"""Telephone numbers as they are written and as they are spoken, in groups and in Chinese digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge_base.text import compact, normalise

# Radio digits (幺洞拐勾), what voice input makes of them, and the signs used against forgery.
_DIGITS = str.maketrans("零〇○洞一二两三四五六七八九幺腰吆拐勾壹贰叁肆伍陆柒捌玖", "0000122345678911179123456789")
_BETWEEN = r"[\s,，、.。·\-—–_/()（）+]*"
_LETTER_O = re.compile(rf"(?<=[0-9])(?:{_BETWEEN}o)+|(?<![a-z])o(?={_BETWEEN}[0-9])")
_REPEATED = re.compile(r"([2-8])个([0-9])")
_RUN = re.compile(rf"[0-9](?:{_BETWEEN}[0-9])*")
_MOBILE = re.compile(r"(?:(?:00)?86)?(1[3-9][0-9]{9})")
_LANDLINE = re.compile(r"(?:(?:00)?86)?(0(?:10|2[0-9])|0[3-9][0-9]{2})([2-9][0-9]{6,7}|0[0-9]{6})")
_LOCAL = re.compile(r"[2-9][0-9]{6,7}")
_THIS_ONE = re.compile(
    r"(?:就|是|打|用)(?:我?现在)?(?:的)?(?:这个|这只|本机)(?:手机)?(?:号|电话)?|本机|微信同号|就是(?:我|它)(?:的)?微信"
    r"|(?:你|您)们?(?:那里|那边|这里)?(?:有|晓得|知道|存了)|上次(?:留|登记|说)|登记过|跟上次一样|来电显示"
)
_FORGOTTEN = re.compile(r"(?:没记|记不[住到得清]|忘了?|不记得|不晓得|不知道|背不)")
MOBILE_LENGTH = 11
_IDENTITY_LENGTHS = (15, 18)
_SHORTEST = 5


@dataclass(frozen=True)
class Telephone:
    """A number, or what has to be asked about what was said; neither where nothing was said of one."""

    number: str | None = None
    question: str | None = None


def read_telephone(text: str) -> Telephone:
    """The mobile number in a text, else the landline as 0900-0000001, else what is wrong with what was said."""
    runs = [_groups(run[0]) for run in _RUN.finditer(_in_digits(text))]
    numbers = [number for run in runs for number in _numbers(run)]
    mobiles = [number for number in numbers if "-" not in number]
    if numbers:
        return Telephone((mobiles or numbers)[0])
    return Telephone(question=_question(["".join(run) for run in runs], compact(text)))


def _in_digits(text: str) -> str:
    plain = _LETTER_O.sub(lambda match: match[0].replace("o", "0"), normalise(text).translate(_DIGITS))
    return _REPEATED.sub(lambda match: match[2] * int(match[1]), plain)


def _groups(run: str) -> list[str]:
    return re.findall("[0-9]+", run)


def _numbers(groups: list[str]) -> Iterator[str]:
    """The numbers made of whole groups: 139 0000 0001 is one, two numbers after one another are two."""
    first = 0
    while first < len(groups):
        for last in range(first + 1, len(groups) + 1):
            joined = "".join(groups[first:last])
            if mobile := _MOBILE.fullmatch(joined):
                yield mobile[1]
                break
            # A landline of seven digits may go on to eight.
            longer = "".join(groups[first : last + 1])
            if (landline := _LANDLINE.fullmatch(joined)) and (longer == joined or not _LANDLINE.fullmatch(longer)):
                yield f"{landline[1]}-{landline[2]}"
                break
        else:
            first += 1
            continue
        first = last


def _question(runs: list[str], plain: str) -> str | None:
    longest = max(runs, key=len, default="")
    count = len(longest)
    if count in _IDENTITY_LENGTHS or "身份证号已隐去" in plain:
        return "这像是身份证号，不用告诉我。我只要您的电话号码。"
    if count < _SHORTEST:
        if _THIS_ONE.search(plain):
            return "我这里看不到您的号码。请把11位手机号说一遍，一个一个数字说也行。"
        if _FORGOTTEN.search(plain):
            return "记不住没关系。说家里人的手机号也行。"
        return None
    if _LOCAL.fullmatch(longest):
        return f"座机前面要加区号，比如 0900-{longest}。再说一遍，或者说个手机号。"
    if longest.startswith("0"):
        return f"这个号码有{count}位，我没认出来。座机是区号加七八位数字，手机是11位。再说一遍好吗？"
    if count < MOBILE_LENGTH:
        return f"这个号码只有{count}位，手机号是11位，还差{MOBILE_LENGTH - count}位。再说一遍好吗？"
    if count > MOBILE_LENGTH:
        return f"这个号码有{count}位，手机号是11位，多了{count - MOBILE_LENGTH}位。再说一遍好吗？"
    return "手机号是1开头，第二位是3到9。这个号码好像有个数字不对，再说一遍好吗？"
