"""The questions several flows ask alike: where, what to call you, telephone, confirm."""

from __future__ import annotations

from collections.abc import Callable

from actions.conversation.flows.base import Answer, Ask, Prompt, Question, Slots
from actions.conversation.readers import person_name, read_telephone, village, withholds, yes_or_no
from actions.conversation.reading.mentions import Doubt
from actions.conversation.turn import Turn, button
from actions.conversation.world import World

WITHHELD = "不留"
_LONGEST_NOTE = 200


def village_buttons(world: World) -> list[dict[str, str]]:
    """One button a village."""
    return [button(known.name) for known in world.template.township.villages]


LONGEST_TEXT = 500
# A first message shorter than this only says that something is wrong, such as 我要投诉.
_TELLING = 6


def told(turn: Turn) -> str | None:
    """The opening words as the account of what happened, when they say more than that something did."""
    return turn.text.strip()[:LONGEST_TEXT] if len(turn.plain) >= _TELLING else None


async def _read_account(turn: Turn, world: World) -> Answer | None:
    return Answer(turn.text.strip()[:LONGEST_TEXT]) if turn.plain else None


def account_question(slot: str) -> Question:
    """What happened, in the citizen's words."""
    return Question(slot, _read_account, free=True)


async def _read_place(turn: Turn, world: World) -> Answer | None:
    text = turn.text.strip()[:_LONGEST_NOTE]
    return Answer({"text": text, "village": village(text, world.template.township)}) if text else None


async def _ask_place(turn: Turn, world: World) -> Prompt:
    return Prompt(buttons=village_buttons(world))


def place_question(slot: str) -> Question:
    """Where it happened, in the citizen's words; the village is recognised inside them."""
    return Question(slot, _read_place, _ask_place, free=True)


def name_question(slot: str, *, optional: bool, unless: str | None = None) -> Question:
    """What to call the citizen. `unless` names a slot that, when true, makes the question needless."""

    async def read(turn: Turn, world: World) -> Answer | None:
        if optional and withholds(turn.text):
            return Answer(WITHHELD)
        name = person_name(turn.text)
        return Answer(name) if name else None

    async def ask(turn: Turn, world: World) -> Prompt:
        return Prompt(buttons=[button(WITHHELD)] if optional else [])

    return Question(
        slot, read, ask, needed=_unless(unless), free=True, plain_answer=withholds if optional else lambda text: False
    )


def telephone_question(slot: str, *, optional: bool, unless: str | None = None) -> Question:
    """The telephone number to call back."""

    async def read(turn: Turn, world: World) -> Answer | Doubt | None:
        said = read_telephone(turn.text)
        if said.number:
            return Answer(said.number)
        if optional and withholds(turn.text):
            return Answer(WITHHELD)
        return Doubt(said.question) if said.question else None

    async def ask(turn: Turn, world: World) -> Prompt:
        return Prompt(buttons=[button(WITHHELD)] if optional else [])

    return Question(slot, read, ask, needed=_unless(unless))


def confirm_question(slot: str, ask: Ask) -> Question:
    """Reads everything back and files only on a yes."""

    async def read(turn: Turn, world: World) -> Answer | None:
        decided = yes_or_no(turn.text)
        return None if decided is None else Answer(decided)

    async def asked(turn: Turn, world: World) -> Prompt:
        prompt = await ask(turn, world)
        return Prompt(prompt.values, [button("确认"), button("不办了")])

    return Question(slot, read, asked)


def _unless(slot: str | None) -> Callable[[Slots], bool]:
    def needed(slots: Slots) -> bool:
        return slot is None or slots.get(slot) is not True

    return needed


def kept(value: object) -> str | None:
    """A name or number as it is filed: nothing where the citizen would rather not say."""
    return None if value in (None, WITHHELD) else str(value)


def shown(value: object) -> str:
    """A name or number as it is read back."""
    return kept(value) or "不留"
