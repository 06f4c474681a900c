"""What people are called, and who they are to the citizen."""

from __future__ import annotations

import re

from knowledge_base.text import compact, normalise

_RELATIVES = (
    "爷爷 奶奶 公公 婆婆 外公 外婆 姥姥 姥爷 阿公 阿婆 阿爷 阿奶 家公 家婆 嘎公 嘎婆 "
    "爸爸 妈妈 父亲 母亲 爸妈 爹妈 父母 爹娘 老爸 老妈 老爹 老娘 我爸 我妈 我爹 我娘 老汉 爸 妈 爹 娘 "
    "老伴 老公 老婆 丈夫 妻子 爱人 媳妇 屋里人 婆娘 我男人 当家的 老头子 老太婆 老两口 "
    "儿子 女儿 闺女 姑娘 幺儿 幺女 娃娃 孩子 小孩 娃儿 娃 孙子 孙女 孙娃 外孙女 外孙 重孙 儿媳妇 儿媳 女婿 姑爷 "
    "哥哥 姐姐 弟弟 妹妹 大哥 大姐 二哥 二姐 幺妹 嫂子 嫂嫂 大嫂 弟媳 姐夫 妹夫 哥 姐 弟 妹 嫂 "
    "堂哥 堂弟 堂妹 表哥 表弟 表姐 表妹 侄儿 侄子 侄女 外甥女 外甥 "
    "叔叔 伯伯 大伯 二伯 幺爸 幺叔 二叔 三叔 婶婶 婶娘 婶子 幺婶 二婶 三婶 大婶 婶 伯母 伯娘 "
    "姑姑 姑妈 姑父 幺姑 姨妈 姨父 小姨 幺姨 舅舅 舅妈 舅娘 舅母 幺舅 大舅 二舅 三舅 孃孃 "
    "岳父 岳母 丈母娘 老丈人 干妈 干爹 亲家 老人 邻居 亲戚 大爷 大娘 大妈 大叔"
)
# Who says only this has not said a name; 大爷 or 幺舅 can be called so.
_CLOSE = "爸爸|妈妈|父亲|母亲|爸|妈|女儿|儿子|老伴|孙子|孙女|儿媳|媳妇|女婿|邻居|亲戚"
RELATIONS = "|".join(sorted(_RELATIVES.split(), key=len, reverse=True))
"""Words for relatives and neighbours, as alternatives of a regular expression, the longest first."""

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟"
    "熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤冉牟文欧阮蒲滕瞿岑舒喻聂骆符章鲁葛柏谷安倪常左卓申佘柳祝殷甘翟"
)
_TITLES = (
    "大爷|大娘|大妈|大叔|大婶|大伯|大哥|大姐|大嫂|爷爷|奶奶|婆婆|叔叔|伯伯|孃孃|婶子|嫂子|婶|嫂|叔|伯|哥|姐|爷|婆|孃|娘"
)
_NEIGHBOUR = re.compile(rf"((?:老)?[{_SURNAMES}](?:{_TITLES}))")
_RELATION = re.compile(f"(?:我|俺|咱)?(?:家|屋)?(?:的)?(?:那个)?({RELATIONS})")
_TOGETHER = re.compile(rf"(?:我|俺)(?:和|跟|同|与|还有)(?:我|俺)?(?:家)?(?:的)?({RELATIONS})")
_SELF = re.compile(
    r"^(?:是|就|给|帮|替|为)*(?:我|我自己|自己|本人|我本人|我个人|俺|自家|我自个儿|自个儿)(?:办|弄|的|用|自己|个人|来办|要办)*$"
)
_SPEAKER = re.compile(
    r"我(自己)?(腿|脚|眼|手|身体|年纪|走不动|瘫|一个人|不识字|不会|病)|(帮|给|替)我(办|跑|弄|代|拿|取|交|送)"
)
_HELPED_NEIGHBOUR = re.compile(rf"(?:帮|给|替|为|照顾)(?:我们?)?(?:隔壁|邻居|屋头|村里|村上)?的?{_NEIGHBOUR.pattern}")
_HELPED = re.compile(rf"(?:帮|给|替|为|照顾)(?:我|俺)?(?:家)?(?:的)?({RELATIONS})")

_LEAD = re.compile(
    r"^(?:你好|您好|嗯|哦|那|就)*(?:我的?(?:名字|姓名|大名)(?:叫做?|是)?|(?:名字|姓名|全名|大名)(?:叫做?|是)?|(?:大家|人家|别人|村里人|他们)都?(?:叫|喊)我"
    r"|我(?:叫做?|就是|是)|(?:你|您)?(?:们)?(?:就)?(?:叫|喊|称呼)我|(?:就)?(?:叫|喊)|称呼|本人)"
)
_SURNAME = re.compile(
    r"^(?:我|免贵|本人|我免贵)*姓([\u3400-\u9fff]{1,2}?)(?:[,，。名叫]|就|的|吧|$)(?:名?(?:叫)?([\u3400-\u9fff]{1,3}))?"
)
_TAIL = re.compile(r"(?:就行了?|就好了?|就可以了?|都行|都可以|即可|吧|嘛|哈|啊|呀|咯|就中|就要得)$")
_SPELLED = {
    "弓长": "张", "木子": "李", "耳东": "陈", "双木": "林", "口天": "吴", "言午": "许", "古月": "胡", "三横": "王",
    "草头": "黄", "走肖": "赵", "文刀": "刘", "双口": "吕", "人可": "何",
}  # fmt: skip
_SPELLED_NAME = re.compile(rf"^({'|'.join(_SPELLED)})(?:一竖)?的?([\u3400-\u9fff])?$")
_CHILD_OF = re.compile(
    rf"^(?:他|她|他们|她们|老人家?|我)?(?:家)?的?(?:{RELATIONS})(?:叫|是|的?名字是?)?([{_SURNAMES}][\u3400-\u9fff]{{1,2}})$"
)
_NAME = re.compile(r"[\u3400-\u9fff]{1,8}|[\u3400-\u9fff]{1,8}·[\u3400-\u9fff·]{1,10}")
_NO_NAME = re.compile(
    r"什么|怎么|为啥|咋|多少|哪|吗|呢$|电话|号码|姓名|名字|随便|无所谓|^都行|^不|^没|^要|^先|^等|谢谢|再见|你好|您好|确认|取消|匿名|办理"
    r"|^[零一二三四五六七八九十百千两]+$|村$|镇$|组$|[上下]午|明天|后天"
)


def read_name(text: str) -> str | None:
    """What to call somebody: 张示例, 王大爷, 王 for 姓王; None for words that are no name."""
    first = re.split(r"[,，。;；!！\s]+", normalise(text).replace("•", "·").replace("・", "·").strip(" ,，。;；!！"))
    plain = next((part for part in first if part and part not in ("你好", "您好", "嗯", "哦", "好的")), "")
    if surname := _SURNAME.match(plain):
        return surname[1] + (surname[2] or "")
    plain = _TAIL.sub("", _LEAD.sub("", plain))
    if spelled := _SPELLED_NAME.match(plain):
        return _SPELLED[spelled[1]] if spelled[2] in (None, _SPELLED[spelled[1]]) else None
    if child := _CHILD_OF.match(plain):
        return child[1]
    if re.fullmatch(rf"(?:他|她|我|老人|我们)?(?:家|们)?的?(?:{_CLOSE})", plain):
        return None
    return plain if _NAME.fullmatch(plain) and not _NO_NAME.search(plain) else None


def whom(text: str) -> str | None:
    """For whom something is to be done: 本人, the relation as the citizen names it, or a neighbour such as 王婶."""
    plain = compact(text)
    if both := _TOGETHER.search(plain):
        return f"本人和{both[1].removeprefix('我')}"
    if helped := helped_person(text):
        return helped
    if neighbour := _NEIGHBOUR.search(plain):
        return neighbour[1]
    if relation := _RELATION.search(plain):
        return relation[1].removeprefix("我")
    return "本人" if _SELF.match(plain) else None


def helped_person(text: str) -> str | None:
    """For whom, read out of the sentence that opened the talk: 帮我妈办 names her, 我腿脚不好 the speaker."""
    plain = compact(text)
    if neighbour := _HELPED_NEIGHBOUR.search(plain):
        return neighbour[1]
    if relation := _HELPED.search(plain):
        return relation[1].removeprefix("我")
    return "本人" if _SPEAKER.search(plain) else None
