"""What the desk refuses beside illegal moves."""

from __future__ import annotations

from actions.casework.refusals import Refusal
from actions.casework.slots import Slot


class DeskError(Refusal):
    """What the desk itself refuses."""


class NoSuchCase(DeskError):
    """No case with that number, or none that this person may see: the two are told apart for nobody."""

    code = "no_such_case"
    title = "没有查到"

    def __init__(self, number: str) -> None:
        super().__init__(f"没有查到编号 {number}。请核对编号，或打便民服务中心电话询问。")
        self.number = number


class NoSuchItem(DeskError):
    """The template has no item with that code."""

    code = "no_such_item"
    title = "没有这个事项"

    def __init__(self, code: str) -> None:
        super().__init__(f"模板里没有事项 {code}。请换个事项名称再找。")


class StaleVersion(DeskError):
    """Somebody else changed the case meanwhile."""

    code = "stale_version"
    title = "内容已有变化"

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 刚刚被别人改过。请刷新后再操作。")


class NoteNeeded(DeskError):
    """The move wants a note and none was given."""

    code = "note_needed"
    title = "请写说明"

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}”要写明情况。请补充说明后再提交。")


class SlotTaken(DeskError):
    """The wanted time is gone or never was on offer. `alternatives` are free now; they may be empty."""

    code = "slot_taken"
    title = "这个时间约满了"

    def __init__(self, alternatives: list[Slot]) -> None:
        super().__init__(
            "这个时间已经约满。请换一个时间。" if alternatives else "近期没有空的时间。请打便民服务中心电话约。"
        )
        self.alternatives = alternatives
