"""A desk over a real database, with a small template and a clock that stands still."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import yaml

from actions.casework.kinds import BEIJING
from actions.desk import Desk
from actions.store import Store, open_store, upgrade
from actions.store.seeds import seed
from knowledge_base.loader import load_township
from knowledge_base.schema import Item, Township
from settings import Settings

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=BEIJING)

ITEM = {
    "code": "MZ-01",
    "name": "最低生活保障申请",
    "department": "民政",
    "type": "benefit",
    "completeness": "outline",
    "everyday_names": ["低保", "吃低保"],
    "summary": "家里困难，可以申请低保。",
    "overview": "带户口本到镇便民服务中心申请。",
    "places": ["hall"],
    "version": 3,
    "effective": "2026-01-01",
    "verified": {"by": "示例", "on": "2026-01-01", "sample": True},
}
TRADE = {**ITEM, "code": "SC-01", "name": "个体工商户登记", "department": "市场监管", "everyday_names": ["执照"]}


@dataclass
class SmallTemplate:
    """Two items and the sample township."""

    items: dict[str, Item]
    township: Township


class Clock:
    """A clock the test sets."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def template() -> SmallTemplate:
    items = [Item.model_validate(data) for data in (ITEM, TRADE)]
    return SmallTemplate({item.code: item for item in items}, load_township())


@pytest.fixture
def items_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "items"
    folder.mkdir()
    for item in (ITEM, TRADE):
        (folder / f"{item['code']}.yml").write_text(yaml.safe_dump(item, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.fixture(params=["sqlite", "postgresql"])
def backend_settings(
    request: pytest.FixtureRequest, make_settings: Callable[..., Settings], items_dir: Path
) -> Settings:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    return make_settings(database_url=url, items_dir=items_dir, admin_password="a-long-password")


@pytest.fixture
async def store(backend_settings: Settings) -> AsyncIterator[Store]:
    opened = open_store(backend_settings)
    await upgrade(opened)
    await seed(opened, backend_settings)
    yield opened
    await opened.close()


@pytest.fixture
def desk(store: Store, template: SmallTemplate, clock: Clock) -> Desk:
    return Desk(store, lambda: template, clock)
