"""Matters that neither a ticket nor mediation may take, and the right door for each.

Sources: 人民调解法 §§17, 25, 26; 国办函〔2025〕66号 (litigation, arbitration, review and petition matters are told
their legal route); 信访工作条例; 反家庭暴力法 §§13–15. Only words that say it has happened lead to a door:
"不想打官司，帮忙调解" is exactly what mediation is for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from actions.casework.kinds import DisputeType


@dataclass(frozen=True)
class Door:
    """Where a matter belongs instead. `explanation` is Chinese and says why, and what to do there."""

    name: str
    title: str
    telephone: str
    explanation: str


@dataclass(frozen=True)
class _Rule:
    door: Door
    words: re.Pattern[str]


_NOT_YET = r"(?<!不想)(?<!不愿)(?<!没有)(?<!没)(?<!要不要)(?<!能不能)(?<!可以)(?<!想)(?<!准备)(?<!打算)(?<!不)"

_RULES = (
    _Rule(
        Door(
            "police",
            "公安机关",
            "110",
            "这可能是违法犯罪的事，调解和工单管不了，要由公安机关处理。请打 110 报警，或到派出所报案。有证据请先留好。",
        ),
        re.compile(
            r"强奸|猥亵|拐卖|拐走|贩毒|吸毒|抢劫|绑架|杀了人|杀人了|打死(?:了)?人|重伤|砍伤|捅伤|放火烧|诈骗|骗走|骗了我.{0,6}[元块万钱]"
            r"|被偷|偷了我|偷走|入室盗窃|聚众赌博|开赌场|设赌|非法集资|传销|黑社会|制毒|投毒"
        ),
    ),
    _Rule(
        Door(
            "domestic_violence",
            "公安机关和妇联",
            "110",
            "家里打人是违法的，不能只靠调解。有危险马上打 110，可以要求开告诫书。也可以打妇联热线 12338，请人帮您。",
        ),
        re.compile(r"家暴|家庭暴力|(?:老公|丈夫|男人|婆家|他)(?:又|老是|经常|天天|总是)(?:动手)?打(?:我|老婆|娃|孩子)"),
    ),
    _Rule(
        Door(
            "court",
            "人民法院",
            "12368",
            "这件事已经进了法院，这里不能同时受理。请按法院通知的时间办，问进度打 12368。想调解，可以向承办法官提出。",
        ),
        re.compile(
            rf"{_NOT_YET}(?:起诉了|上诉了)|已经(?:起诉|上诉|立案|开庭|打官司)|正在(?:打官司|起诉|审理)|法院(?:已经|刚|都)?"
            r"(?:立案|受理|判决|判了|判的|开庭|执行|传票|裁定)|判决书|传票|一审|二审|再审|申请(?:了)?强制执行|不(?:执行|履行)判决"
        ),
    ),
    _Rule(
        Door(
            "arbitration",
            "仲裁机构",
            "12348",
            "这件事已经在仲裁，请找受理的仲裁机构。对裁决不服，可以在裁决书写明的期限内向法院起诉。"
            "怎么写材料，可以打 12348 问。",
        ),
        re.compile(
            r"(?:已经|正在)(?:申请)?(?:劳动|土地)?仲裁|仲裁(?:委|庭)?(?:已经|刚)?(?:受理|裁决|开庭|裁了)|裁决书|仲裁裁决"
        ),
    ),
    _Rule(
        Door(
            "review",
            "行政复议机关",
            "12348",
            "对政府部门作的决定不服，不能调解，可以申请行政复议或向法院起诉。"
            "申请复议一般要在知道决定之日起 60 日内，不收费。"
            "请带上决定书，到县司法局行政复议窗口办，先打 12348 问清楚。",
        ),
        re.compile(
            r"行政处罚|处罚决定|罚款决定|征收决定|补偿决定|不予(?:许可|批准|登记|受理)决定|行政复议|行政强制|强制拆除|被强拆|强拆了"
            r"|(?:不服|不认可)(?:政府|镇上|县上|乡上|部门|.{0,6}局)?的?.{0,8}(?:处罚|决定|认定|处理|拘留)|责任认定书?不服|工伤认定不服"
        ),
    ),
    _Rule(
        Door(
            "petition",
            "信访窗口",
            "12345",
            "信访有自己的办理渠道，不和工单混在一起。请到镇上或县上的信访接待窗口，也可以在国家信访局网站提交。"
            "收到后 15 日内会告诉您受不受理，一般 60 日内办完。",
        ),
        re.compile(
            r"信访(?:件|事项|答复|复查|复核|材料|局)|(?:我要|我去|去县里|去省里|去北京|准备|继续)(?:信访|上访)|上访(?:信|材料)"
        ),
    ),
)

_VILLAGE_DECISION = _Rule(
    Door(
        "village_supervision",
        "村务监督委员会和镇政府",
        "12345",
        "对村里开会作的决定、选举或账目有意见，不归调解。先向村务监督委员会提出，请村里公开会议记录和账目；"
        "村里不答复，到镇政府反映，镇政府有责任调查和要求改正。",
    ),
    re.compile(
        r"村民代表会议|村民会议|村委会(?:开会)?(?:决定|决议)|村里(?:开会)?(?:决定|定的)|村规民约|换届|选举|贿选|村务公开|村里账目|账目不公开"
    ),
)


def door_for(text: str, dispute_type: DisputeType | None = None) -> Door | None:
    """The door a matter belongs to, or None when it may be filed. `dispute_type` is None for tickets."""
    rules = _RULES if dispute_type is None else (*_RULES, _VILLAGE_DECISION)
    return next((rule.door for rule in rules if rule.words.search(text)), None)
