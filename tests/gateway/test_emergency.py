"""Every danger of the table is found with the right number first; nothing else is taken for one."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from bot.app import WORDING_FILE
from bot.turn.emergency import Screen
from bot.wording import Wording

CASES: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("emergency_cases.yml").read_text("utf-8"))
ROWS = [(text, None if hotline == "none" else hotline) for hotline, texts in CASES.items() for text in texts]
SCREEN = Screen.read()


@pytest.mark.parametrize(("text", "hotline"), ROWS, ids=[text for text, _ in ROWS])
def test_the_table(text: str, hotline: str | None) -> None:
    danger = SCREEN.look(text)
    assert (danger.hotline if danger else None) == hotline


@pytest.mark.parametrize(
    ("text", "hotline"),
    [
        ("著火了，快來人", "119"),
        ("出車禍了", "122"),
        ("家里捉火了", "119"),
        ("娃喝了浓药", "120"),
        ("串不上气了", "120"),
    ],
)
def test_traditional_characters_and_misheard_words(text: str, hotline: str) -> None:
    danger = SCREEN.look(text)
    assert danger is not None
    assert danger.hotline == hotline


def test_every_rule_has_its_advice_and_no_advice_asks() -> None:
    wording = Wording.read(WORDING_FILE)
    for rule in SCREEN.rules:
        said = wording.say(f"emergency_{rule.advice}")
        assert not {"？", "?", "吗"} & set(said), rule.name


def test_the_screen_is_quick() -> None:
    long = "我想问一下低保怎么申请，家里老人身体不好，去年摔过一次，" * 17
    started = time.perf_counter()
    for _ in range(20):
        SCREEN.look(long)
    assert (time.perf_counter() - started) / 20 < 0.1
