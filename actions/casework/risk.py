"""How dangerous a dispute is, from its type, the words used and the reporter's own answer.

Grades follow the usual red, orange, yellow of grass-roots mediation centres. High means: somebody goes there today,
and where a crime or a public-order case threatens the police are told (人民调解法 §25).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from actions.casework.kinds import DisputeType, RiskLevel, Urgency

HIGH_WORDS = (
    "拿刀", "动刀", "菜刀", "砍人", "砍死", "捅人", "打死", "弄死", "杀了", "杀人", "同归于尽", "拼命", "鱼死网破",
    "扬言", "报复", "放火", "点火", "烧房", "泼汽油", "炸药", "投毒", "下毒", "械斗", "群殴", "聚众", "围堵",
    "带人来打", "叫人来打", "喝农药", "喝药", "上吊", "跳楼", "不想活", "自杀", "家暴", "往死里打", "头打破",
    "打破头", "住院", "见血", "出人命",
)  # fmt: skip
MEDIUM_WORDS = (
    "动手", "打架", "打人", "打我", "打了我", "打伤", "推搡", "厮打", "抓扯", "砸", "威胁", "恐吓", "辱骂", "骂我",
    "天天骂", "堵路", "堵门", "断水", "断电", "锁门", "拦车", "不让施工", "挖断", "好几年", "多年", "十几年", "上访",
    "讨说法", "拉横幅", "家族", "全村",
)  # fmt: skip
TENSE_TYPES = frozenset(
    {
        DisputeType.FAMILY,
        DisputeType.HOUSING,
        DisputeType.LAND_FOREST,
        DisputeType.EXPROPRIATION,
        DisputeType.DAMAGES,
        DisputeType.LABOUR,
        DisputeType.MEDICAL,
    }
)
"""Types that turn violent more often than others when they are left alone."""

_NOT = r"(?<!没)(?<!没有)(?<!未)(?<!并未)(?<!不会)(?<!没人)"


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(_NOT + "(?:" + "|".join(map(re.escape, words)) + ")")


_HIGH, _MEDIUM = _any_of(HIGH_WORDS), _any_of(MEDIUM_WORDS)


def grade(type_: DisputeType, text: str, urgency: Urgency) -> RiskLevel:
    """The risk grade. It errs on the high side: a needless visit costs an hour, a missed one may cost a life."""
    said_medium = _MEDIUM.search(text) is not None
    if _HIGH.search(text) or (urgency is Urgency.NOW and (said_medium or type_ in TENSE_TYPES)):
        return RiskLevel.HIGH
    if said_medium or urgency is Urgency.NOW or (urgency is Urgency.SOON and type_ in TENSE_TYPES):
        return RiskLevel.MEDIUM
    return RiskLevel.LOW
