"""The life of an item: draft, review, published, retired; its versions, and what differs between them."""

from knowledge_base.life.journal import Entry, entries
from knowledge_base.life.moves import (
    Hand,
    discard,
    publish,
    publish_many,
    record,
    restore,
    retire,
    save,
    send_back,
    submit,
)
from knowledge_base.life.shelf import Standing, standing, standings, unverified, version
from knowledge_base.life.states import MOVES, STATE_TITLES, Move, NotAllowed, State, allowed

__all__ = [
    "MOVES",
    "STATE_TITLES",
    "Entry",
    "Hand",
    "Move",
    "NotAllowed",
    "Standing",
    "State",
    "allowed",
    "discard",
    "entries",
    "publish",
    "publish_many",
    "record",
    "restore",
    "retire",
    "save",
    "send_back",
    "standing",
    "standings",
    "submit",
    "unverified",
    "version",
]
