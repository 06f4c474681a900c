"""What goes out to the citizen: messages and the outcome that says what the reply did."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Button(BaseModel):
    """A choice offered. `payload` is plain words that the citizen could have typed."""

    model_config = ConfigDict(frozen=True)

    title: str
    payload: str


class Section(BaseModel):
    """One labelled paragraph of a card."""

    model_config = ConfigDict(frozen=True)

    label: str
    text: str


class Card(BaseModel):
    """The same content as the message's text, cut into sections for channels that can show a card."""

    model_config = ConfigDict(frozen=True)

    kind: str = "guide"
    title: str
    sections: tuple[Section, ...] = ()
    link: str | None = None


class Message(BaseModel):
    """One bubble. `link` is a page of ours, a web address or `tel:` with a number."""

    model_config = ConfigDict(frozen=True)

    text: str
    buttons: tuple[Button, ...] = ()
    link: str | None = None
    card: Card | None = None

    def as_json(self) -> dict[str, Any]:
        """The form of the public API: `buttons` is always a list, `link` and `card` only where there is one."""
        return self.model_dump(mode="json", exclude_none=True)


class Reply(BaseModel):
    """All messages that answer one turn. The words of `outcome` are fixed (act, intent, item, hotline and so on)."""

    model_config = ConfigDict(frozen=True)

    messages: tuple[Message, ...]
    outcome: dict[str, Any] = Field(default_factory=dict)

    @property
    def act(self) -> str:
        return str(self.outcome.get("act", "error"))

    def as_json(self) -> dict[str, Any]:
        return {"messages": [message.as_json() for message in self.messages], "outcome": self.outcome}
