"""The gateway's own sentences, read from the dialogue's domain file so that one place holds every word citizens see."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


class Wording:
    """Sentences by name. A name without a sentence is an error at start, not in front of a citizen."""

    def __init__(self, responses: dict[str, list[dict[str, Any]]]) -> None:
        self._texts = {name: str(variants[0]["text"]).strip() for name, variants in responses.items()}

    @classmethod
    def read(cls, path: Path) -> Wording:
        """Read `responses:` of a Rasa domain file."""
        return cls(yaml.safe_load(path.read_text(encoding="utf-8"))["responses"])

    def has(self, name: str) -> bool:
        return f"utter_gateway_{name}" in self._texts

    def say(self, name: str, **slots: str) -> str:
        """The sentence `utter_gateway_<name>` with its slots filled. Raises KeyError for an unknown name or slot."""
        return self._texts[f"utter_gateway_{name}"].format_map(slots)
