"""Reads the answer to one question out of a citizen's words. Each reader gives None when it finds nothing."""

from __future__ import annotations

import re

from actions.casework.kinds import MeetingPlace, Urgency
from actions.conversation.reading.people import RELATIONS, helped_person, read_name, whom
from actions.conversation.reading.telephones import read_telephone
from actions.conversation.reading.villages import read_place
from knowledge_base.schema import Township
from knowledge_base.text import compact

__all__ = [
    "RELATIONS",
    "anonymous",
    "helped_person",
    "meeting_place",
    "person_name",
    "read_place",
    "read_telephone",
    "telephone",
    "urgency",
    "village",
    "wants_to_leave",
    "whom",
    "withholds",
    "yes_or_no",
]

_LEAVE = re.compile(
    r"^(那?就?算了(吧|嘛)?|不(办|弄|报|说|问|约|用|填|搞)了(吧|嘛)?|取消(吧|了)?|退出|停|不要了|不需要了|我?不想(办|弄|报|说|约|填)了?"
    r"|先?不(办|约|报)(了|吧)?|莫(搞|弄|办)了|下次再(说|办|来)|改天再(说|办|来)|返回|结束)$"
)
_YES = re.compile(
    r"^((确认|确定|对|对的|对头|是|是的|嗯+|好|好的|好嘞|行|行的|可以|可以的|要得|中|没错|没得错|没问题|提交|就这样|就这么办|ok|yes|同意|得|得行|好嘛|好吧|要|成|妥)(了|啊|吧|嘛|哈|噶|呢)?){1,3}$"
)
_NO = re.compile(
    r"^(不|不是|不对|不行|不可以|不要|不确认|不同意|错了|不对头|否|no|莫|不得|重填|重来|改一下)(了|啊|吧|嘛|哈)?$"
)
_WITHHELD = re.compile(r"不留|不想留|不想说|不愿说|不告诉|不方便|没有电话|没得电话|没电话|保密|匿名|不给|不用留|没手机")
_HOME = re.compile(r"上门|来家|到家|来我家|我家来|家里来|屋里来|来屋|到我家|上家|登门|来一趟|上来一趟|家里|屋头|家中")
_HALL = re.compile(r"大厅|便民服务中心|镇上|镇里|窗口|中心")
_VILLAGE = re.compile(r"村上|村里|村委|村部|服务站|大队")
_ANONYMOUS = re.compile(r"匿名|不留名|不要说是我|不想让(他|她|人)|莫说是我|保密|不露名|别说是我|不公开|不具名")
_NAMED = re.compile(r"实名|留名|可以留|不匿名|不用匿名|不怕|可以公开|没关系|留我的|无所谓")
_NOW = re.compile(
    r"正在|打起来|动手|现在就|马上|要打|要出事|很急|紧急|急得很|正闹|正吵|快出人命|拿刀|十万火急|^急$|非常急"
)
_SOON = re.compile(r"闹大|怕|可能|这几天|有点急|比较急|今天|尽快|快点|越快越好|要闹|越来越")
_CALM = re.compile(r"不急|慢慢|不着急|没那么急|可以等|不打紧|不闹|有空|一般")


def wants_to_leave(text: str) -> bool:
    """Whether the words ask to leave the running flow, such as 算了."""
    return bool(_LEAVE.match(compact(text)))


def yes_or_no(text: str) -> bool | None:
    """Agreement or refusal."""
    plain = compact(text)
    if _YES.match(plain):
        return True
    return False if _NO.match(plain) else None


def telephone(text: str) -> str | None:
    """A mobile or landline number, however it is written or spoken; `read_telephone` also says what is wrong."""
    return read_telephone(text).number


def withholds(text: str) -> bool:
    """Whether the citizen would rather not leave a number or name."""
    return bool(_WITHHELD.search(compact(text)))


def meeting_place(text: str) -> MeetingPlace | None:
    """Home, village station or hall."""
    plain = compact(text)
    for pattern, place in ((_HOME, MeetingPlace.HOME), (_VILLAGE, MeetingPlace.VILLAGE), (_HALL, MeetingPlace.HALL)):
        if pattern.search(plain):
            return place
    return None


def village(text: str, township: Township) -> str | None:
    """A village of the township, or the one a named grid lies in; `read_place` also says what is unclear."""
    return read_place(text, township).village


def person_name(text: str) -> str | None:
    """What to call somebody; not what agrees, refuses, leaves or withholds."""
    if yes_or_no(text) is not None or wants_to_leave(text) or withholds(text):
        return None
    return read_name(text)


def anonymous(text: str) -> bool | None:
    """Whether a report is to be anonymous."""
    plain = compact(text)
    if _NAMED.search(plain):
        return False
    return True if _ANONYMOUS.search(plain) else yes_or_no(text)


def urgency(text: str) -> Urgency | None:
    """How urgent the citizen calls it."""
    plain = compact(text)
    for pattern, level in ((_CALM, Urgency.CALM), (_NOW, Urgency.NOW), (_SOON, Urgency.SOON)):
        if pattern.search(plain):
            return level
    return None
