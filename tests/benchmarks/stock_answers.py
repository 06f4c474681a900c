"""The actions of the stock project: each answers with one sentence and looks nothing up.

Copied into that project; its action server imports it there and takes every action class it finds.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Action
from rasa_sdk.executor import CollectingDispatcher

_DOMAIN = Path(__file__).with_name("domain.yml")
_ANSWER = "请带上本人身份证和户口簿，到镇便民服务中心的窗口办理。"


def _run(_self: Any, dispatcher: CollectingDispatcher, _tracker: Any, _domain: Any) -> list[dict[str, Any]]:
    dispatcher.utter_message(text=_ANSWER)
    return []


def _action(name: str) -> type:
    return type(name, (Action,), {"name": lambda _self: name, "run": _run})


# The action server looks for living classes; the list keeps them alive.
ACTIONS = [_action(name) for name in yaml.safe_load(_DOMAIN.read_text(encoding="utf-8"))["actions"]]
