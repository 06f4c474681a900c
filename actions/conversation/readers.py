"""Reads the answer to one question out of a citizen's words. Each reader gives None when it finds nothing."""

from __future__ import annotations

import re

from actions.casework.kinds import MeetingPlace, Urgency
from knowledge_base.schema import Township
from knowledge_base.text import compact, normalise, sounds

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
_DIGITS = str.maketrans("零〇一二两三四五六七八九幺", "0012234567891")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86)?(1[3-9]\d{9})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})-?(\d{7,8})(?!\d)")
_WITHHELD = re.compile(r"不留|不想留|不想说|不愿说|不告诉|不方便|没有电话|没得电话|没电话|保密|匿名|不给|不用留|没手机")
_HOME = re.compile(r"上门|来家|到家|来我家|我家来|家里来|屋里来|来屋|到我家|上家|登门|来一趟|上来一趟|家里|屋头|家中")
_HALL = re.compile(r"大厅|便民服务中心|镇上|镇里|窗口|中心")
_VILLAGE = re.compile(r"村上|村里|村委|村部|服务站|大队")
_SELF = re.compile(r"^(我|我自己|自己|本人|给我|帮我|我本人|就我|我个人|俺|自家)(办|的|自己|个人)?$")
RELATIONS = (
    "爷爷|奶奶|公公|婆婆|外公|外婆|姥姥|姥爷|阿公|阿婆|阿爷|阿奶|爸爸|妈妈|父亲|母亲|爸妈|爹妈|父母|爹娘|老爸|老妈|老爹|老娘|我爸|我妈|我爹|我娘|"
    "老伴|老公|老婆|丈夫|妻子|爱人|媳妇|屋里人|婆娘|儿子|女儿|闺女|娃娃|孩子|小孩|孙子|孙女|外孙|哥哥|姐姐|弟弟|妹妹|大哥|大姐|叔叔|伯伯|大伯|"
    "姑姑|姨妈|舅舅|岳父|岳母|丈母娘|老丈人|老人|邻居|亲戚|老两口|爸|妈|爹|娘|娃|哥|姐|弟|妹"
)
_RELATION = re.compile(f"(?:我|俺|咱)?(?:家|屋)?(?:的)?(?:那个)?({RELATIONS})")
_NAME = re.compile(
    r"^(?:我叫|叫我|我姓|我是|姓|叫|名字是|就叫|称呼)?([\u3400-\u9fff·]{1,8}?)(?:就行|就好|就可以|吧|即可)?$"
)
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
    """A mobile or landline number, also when it is spoken in groups or written in Chinese digits."""
    joined = re.sub(r"(?<=\d)[\s,，、.。]+(?=\d)", "", normalise(text).translate(_DIGITS))
    if mobile := _MOBILE.search(joined):
        return mobile.group(1)
    landline = _LANDLINE.search(joined)
    return f"{landline.group(1)}-{landline.group(2)}" if landline else None


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
    """A village of the township, or the one a named grid lies in, also when only the sound is right."""
    plain = compact(text)
    heard = sounds(plain)
    for exact in (True, False):
        for known in township.villages:
            short = known.name.removesuffix("村").removesuffix("社区")
            for name in (known.name, *known.grids, short):
                if (name in plain) if exact else _occurs(sounds(name), heard):
                    return known.name
    return None


def _occurs(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))


def whom(text: str) -> str | None:
    """For whom something is to be done: 本人, or the relation as the citizen names it."""
    plain = compact(text)
    if relation := _RELATION.search(plain):
        return relation.group(1).removeprefix("我")
    return "本人" if _SELF.match(plain) else None


def helped_person(text: str) -> str | None:
    """For whom, read out of the sentence that opened the talk: 帮我妈办 names her, 我腿脚不好 the speaker."""
    plain = compact(text)
    if relation := re.search(f"(?:帮|给|替|为|照顾)(?:我|俺)?(?:家)?(?:的)?({RELATIONS})", plain):
        return relation.group(1).removeprefix("我")
    return (
        "本人"
        if re.search(
            r"我(自己)?(腿|脚|眼|手|身体|年纪|走不动|瘫|一个人|不识字|不会|病)|(帮|给|替)我(办|跑|弄|代|拿|取|交|送)",
            plain,
        )
        else None
    )


def person_name(text: str) -> str | None:
    """What to call somebody: up to eight Chinese characters, without 我叫 before them."""
    if yes_or_no(text) is not None or wants_to_leave(text):
        return None
    match = _NAME.match(compact(text))
    return match.group(1) if match else None


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
