"""What the engine gets is plain text of bounded length, and never a command."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.turn.clean import MOST_CHARACTERS, clean


@given(st.text(max_size=1200))
def test_any_text_becomes_safe(raw: str) -> None:
    said = clean(raw)
    assert len(said.text) <= MOST_CHARACTERS
    assert said.text.isprintable() or not said.text
    assert not said.text.startswith("/")
    assert said.text == said.text.strip()


def test_an_engine_command_becomes_plain_text() -> None:
    assert clean("/restart").text == "／restart"
    assert clean(" \u200b/greet{}").text == "／greet{}"


def test_blanks_and_invisible_characters_alone_say_nothing() -> None:
    assert clean(" \n\t\u200b\u202e\x00 ").text == ""


def test_a_long_text_is_cut_and_says_so() -> None:
    said = clean("低" * 900)
    assert (len(said.text), said.shortened) == (500, True)
    assert not clean("低" * 500).shortened
