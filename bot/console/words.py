"""What the console calls things. The same words as the backend's, which a test compares; unknown ones show as sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))

KINDS: Mapping[str, str] = {"ticket": "工单", "booking": "帮办预约", "dispute": "纠纷"}
ROLES: Mapping[str, str] = {"admin": "管理员", "clerk": "办事员", "mediator": "调解员", "agent": "帮办员"}
KINDS_SEEN: Mapping[str, tuple[str, ...]] = {
    "admin": ("ticket", "booking", "dispute"),
    "clerk": ("ticket", "booking"),
    "mediator": ("dispute",),
    "agent": ("booking",),
}
"""Which tabs a role gets. It only saves useless clicks: the backend decides what is shown."""

OPEN_STATES: Mapping[str, Mapping[str, str]] = {
    "ticket": {
        "submitted": "已登记",
        "accepted": "已受理",
        "dispatched": "已转部门",
        "signed": "部门已签收",
        "in_progress": "办理中",
        "replied": "已答复",
        "redo": "重新办理",
    },
    "booking": {
        "requested": "已预约",
        "accepted": "已接单",
        "papers_received": "已收材料",
        "submitted": "已递交",
        "result_ready": "已办好",
        "returned": "已送回",
    },
    "dispute": {
        "reported": "已登记",
        "accepted": "已受理",
        "mediating": "调解中",
        "agreed": "已达成协议",
        "failed": "调解不成",
        "followed_up": "已回访",
    },
}
"""States in which somebody still has to do something."""

FINAL_STATES: Mapping[str, Mapping[str, str]] = {
    "ticket": {"closed": "已办结", "refused": "不予受理", "cancelled": "已撤回"},
    "booking": {"closed": "已完成", "refused": "不能代办", "cancelled": "已取消", "no_show": "没有见到人"},
    "dispute": {"closed": "已结案", "not_mediable": "不属调解范围", "withdrawn": "已撤回"},
}

CHOICES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "ticket": {"kind": {"complaint": "投诉", "help": "求助", "suggestion": "建议", "tipoff": "举报"}},
    "booking": {"place": {"home": "上门", "village": "村里", "hall": "镇便民服务中心"}},
    "dispute": {
        "type": {
            "family": "婚姻家庭",
            "support": "赡养",
            "neighbour": "邻里",
            "housing": "房屋宅基地",
            "land_forest": "山林土地",
            "expropriation": "征地拆迁",
            "damages": "损害赔偿",
            "contract_debt": "合同与欠款",
            "labour": "劳动争议",
            "consumer": "消费",
            "medical": "医疗",
            "traffic": "交通事故",
            "environment": "环境污染",
            "property_mgmt": "物业",
            "village_affairs": "村务",
            "production": "生产经营",
            "other": "其他",
        },
        "urgency": {"now": "正在闹", "soon": "可能闹大", "calm": "不急"},
        "risk": {"low": "低风险", "medium": "中风险", "high": "高风险"},
    },
}
"""Fields of a case whose values are words for machines."""

LABELS: Mapping[str, Mapping[str, str]] = {
    "ticket": {"kind": "类别", "hotline": "紧急，已请拨打", "text": "说了什么", "place": "在哪里"},
    "booking": {
        "for_whom": "给谁办",
        "starts": "约的时间",
        "place": "在哪里见面",
        "address_note": "怎么找到",
        "agent_name": "帮办员",
        "agent_telephone": "帮办员电话",
    },
    "dispute": {
        "type": "类别",
        "risk": "风险",
        "urgency": "急不急",
        "text": "说了什么",
        "place": "在哪里",
        "other_party": "对方",
    },
}
"""The fields of each kind, in the order of the page."""

_CHANNELS = {"web": "网页", "api": "接口", "wechat": "微信", "console": "工作台"}
_PEOPLE = {"citizen": "群众", "system": "系统"}


def channel(word: str) -> str:
    return _CHANNELS.get(word, word)


def person(by: str) -> str:
    """Who did something: a username as it is, or a plain word where nobody of the staff did it."""
    return _PEOPLE.get(by, by)


def moment(at: datetime, now: datetime | None = None) -> str:
    """A time as one says it: 今天 14:05, 明天 09:00, 昨天 09:00, 11月3日 14:05, 2025年11月3日 14:05."""
    local, today = at.astimezone(BEIJING), (now or datetime.now(BEIJING)).astimezone(BEIJING)
    days = (local.date() - today.date()).days
    year = f"{local.year}年" if local.year != today.year else ""
    day = {-1: "昨天", 0: "今天", 1: "明天"}.get(days, f"{year}{local.month}月{local.day}日")
    return f"{day} {local:%H:%M}"
