"""The words casework is written in: kinds of cases and the choices inside them, each with its Chinese title."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from enum import StrEnum
from typing import Self

BEIJING = timezone(timedelta(hours=8), "北京时间")
"""China keeps one time zone without daylight saving; due dates and office hours are counted in it."""


def beijing_now() -> datetime:
    """The time now, for whoever has to hand it to the desk."""
    return datetime.now(BEIJING)


class Labelled(StrEnum):
    """A word of casework together with the Chinese label citizens and staff read."""

    _value_: str
    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Kind(Labelled):
    """What a case is; decides its states and the prefix of its number."""

    TICKET = "ticket", "工单"
    BOOKING = "booking", "帮办预约"
    DISPUTE = "dispute", "纠纷"


class TicketKind(Labelled):
    """诉求类别 of a ticket (国办发〔2020〕53号)."""

    COMPLAINT = "complaint", "投诉"
    HELP = "help", "求助"
    SUGGESTION = "suggestion", "建议"
    TIPOFF = "tipoff", "举报"


class MeetingPlace(Labelled):
    """Where the agent meets the citizen."""

    HOME = "home", "上门"
    VILLAGE = "village", "村里"
    HALL = "hall", "镇便民服务中心"


class Urgency(Labelled):
    """The reporter's own answer to "is it getting worse"."""

    NOW = "now", "正在闹"
    SOON = "soon", "可能闹大"
    CALM = "calm", "不急"


class RiskLevel(Labelled):
    """Risk grade of a dispute."""

    LOW = "low", "低风险"
    MEDIUM = "medium", "中风险"
    HIGH = "high", "高风险"


class DisputeType(Labelled):
    """Dispute types, after the statistics of the judicial administration."""

    FAMILY = "family", "婚姻家庭"
    SUPPORT = "support", "赡养"
    NEIGHBOUR = "neighbour", "邻里"
    HOUSING = "housing", "房屋宅基地"
    LAND_FOREST = "land_forest", "山林土地"
    EXPROPRIATION = "expropriation", "征地拆迁"
    DAMAGES = "damages", "损害赔偿"
    CONTRACT_DEBT = "contract_debt", "合同与欠款"
    LABOUR = "labour", "劳动争议"
    CONSUMER = "consumer", "消费"
    MEDICAL = "medical", "医疗"
    TRAFFIC = "traffic", "交通事故"
    ENVIRONMENT = "environment", "环境污染"
    PROPERTY_MGMT = "property_mgmt", "物业"
    VILLAGE_AFFAIRS = "village_affairs", "村务"
    PRODUCTION = "production", "生产经营"
    OTHER = "other", "其他"


class AgentKind(Labelled):
    """The five kinds of people who handle matters for citizens 帮办代办人员."""

    HALL = "hall", "大厅人员"
    VILLAGE_TEAM = "village_team", "村工作队"
    REVITALISATION_TEAM = "revitalisation_team", "乡村振兴工作队"
    POSTED_CADRE = "posted_cadre", "驻村干部"
    GROUP_CADRE = "group_cadre", "村组干部"


class StaffRole(Labelled):
    """What an account may do."""

    ADMIN = "admin", "管理员"
    CLERK = "clerk", "办事员"
    MEDIATOR = "mediator", "调解员"
    AGENT = "agent", "帮办员"
