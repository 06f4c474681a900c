"""How dates are said to a citizen."""

from __future__ import annotations

from datetime import datetime


def day(moment: datetime | None) -> str:
    """A due date as 12月1日; where there is none, a plain 尽快."""
    return f"{moment.month}月{moment.day}日前" if moment else "尽快"
