"""What the conversation actions act upon: the template as it stands now, and the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from actions.desk import Desk
from knowledge_base.benefits.book import Book, LiveBook
from knowledge_base.live import LiveTemplate, Template
from knowledge_base.schema import Item


@dataclass(frozen=True)
class World:
    """Handed to every action once, at start."""

    desk: Desk
    live: LiveTemplate
    rules: LiveBook
    now: Callable[[], datetime]

    @property
    def template(self) -> Template:
        return self.live.current()

    @property
    def book(self) -> Book:
        """The rules of the benefits the template has an item for."""
        return self.rules.current().only(self.template.items)

    def item(self, code: str | None) -> Item | None:
        """The item of a code, if the template has it."""
        return self.template.items.get(code) if code else None

    def title(self, code: str | None) -> str | None:
        """How an item is called when talking to a citizen: its first everyday name."""
        item = self.item(code)
        return item.everyday_names[0] if item else None
