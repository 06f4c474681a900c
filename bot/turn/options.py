"""The buttons last offered to a citizen, so that typing 1, 第二个 or a button's words does what tapping does."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from redis.asyncio import Redis

from bot.turn.reply import Button, Reply

KEEP_SECONDS = 24 * 3600

_CIRCLED = {chr(0x2460 + at): at + 1 for at in range(20)} | {chr(0x2776 + at): at + 1 for at in range(10)}
_SPOKEN = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "头": 1}
_ASIDE = "。.、，,！!？?；;：:（）()【】[]“”\"'~～ \t\u3000"
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十头])"
# 两个 and 3个 alone are amounts, not choices: a counting word needs 第 or 选 before it.
_CHOICE = re.compile(
    rf"(?:我?就?(?:选择|选|要|回复|按|点)的?是?第?|第)(?P<picked>{_NUMBER})(?:个|项|条|号|种)?(?:吧|呢|嘛|啊|的)?"
    rf"|(?P<bare>{_NUMBER})(?:号|项)?(?:吧|呢|嘛|啊)?"
)
_LAST = re.compile(r"(?:我?选|要)?(?:最后|末尾)(?:那|一|这)?[个项条种]?")
# An act that leaves the earlier question open: its numbers stay good.
_PASSING = {"smalltalk", "degraded", "signpost"}


def choose(text: str, buttons: Sequence[Button]) -> str | None:
    """The payload meant by `text`, or None when the text is anything more than a choice among `buttons`."""
    said = _plain(text)
    if not said:
        return None
    for button in buttons:
        if said == _plain(button.title):
            return button.payload
    number = _number(said, len(buttons))
    return buttons[number - 1].payload if number is not None and 1 <= number <= len(buttons) else None


def _plain(text: str) -> str:
    """Without surrounding punctuation and blanks, full width as ASCII."""
    narrow = "".join(chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char for char in text)
    return narrow.strip(_ASIDE).replace(" ", "")


def _number(said: str, count: int) -> int | None:
    if said in _CIRCLED:
        return _CIRCLED[said]
    if _LAST.fullmatch(said):
        return count
    match = _CHOICE.fullmatch(said)
    if match is None:
        return None
    digits = match["picked"] or match["bare"]
    return int(digits) if digits.isdecimal() else _SPOKEN[digits]


class Options:
    """Remembers in Redis, for a day, what was last offered to each citizen."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def resolve(self, citizen: str, text: str) -> str:
        """What the citizen means: the payload of the option chosen, else the text as it is."""
        if len(text) > 60:
            return text
        kept = await self._redis.get(_key(citizen))
        if kept is None:
            return text
        buttons = [Button.model_validate(button) for button in json.loads(kept)]
        return choose(text, buttons) or text

    async def remember(self, citizen: str, reply: Reply) -> None:
        """Keep the reply's buttons; forget older ones unless the reply was only in passing."""
        buttons = [button.model_dump() for message in reply.messages for button in message.buttons]
        if buttons:
            await self._redis.set(_key(citizen), json.dumps(buttons, ensure_ascii=False), ex=KEEP_SECONDS)
        elif reply.act not in _PASSING:
            await self._redis.delete(_key(citizen))


def _key(citizen: str) -> str:
    return f"options:{citizen}"
