"""Stock Rasa 3.6 with its default pipeline for Chinese, as a project of its own made from our training examples."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from bot.supervisor.parts import REDIS, Part, base_url
from settings import ROOT, Settings
from tests.benchmarks.examples import training_examples
from tests.benchmarks.options import CACHE

PROJECT = CACHE / "stock"
_ANSWERS = Path(__file__).with_name("stock_answers.py")
_FALLBACK = "nlu_fallback"
# Its action server listens on all addresses by default, and its telemetry calls home.
_ENVIRONMENT = ("SANIC_HOST=127.0.0.1", "RASA_TELEMETRY_ENABLED=false", f"PYTHONPATH={PROJECT}")
RASA = ("env", *_ENVIRONMENT, sys.executable, "-m", "rasa")


def write_project(epochs: int) -> str:
    """Write the project and return the digest of its content and of the versions of all libraries."""
    shutil.rmtree(PROJECT, ignore_errors=True)
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for name, content in _files(epochs).items():
        path = PROJECT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        path.write_text(text, encoding="utf-8")
        digest.update(f"{name}\0{text}\0".encode())
    shutil.copy(_ANSWERS, PROJECT)
    return digest.hexdigest()[:16]


def parts(model: Path) -> tuple[Part, ...]:
    """The processes of stock Rasa: its server on settings.port, its action server where our backend would be."""

    def server(settings: Settings) -> Sequence[str]:
        endpoints = _write_endpoints(settings)
        return (
            *RASA, "run", "--model", str(model), "--endpoints", str(endpoints),
            "--credentials", str(PROJECT / "credentials.yml"), "--interface", "127.0.0.1", "--port", str(settings.port),
        )  # fmt: skip

    def actions(settings: Settings) -> Sequence[str]:
        port = str(urlsplit(settings.backend_url).port)
        return *RASA, "run", "actions", "--actions", _ANSWERS.stem, "--port", port

    return (
        REDIS,
        Part("actions", actions, lambda settings: settings.backend_url, ready_path="/health"),
        Part("rasa", server, base_url, ("redis",), "loading model", ready_path="/"),
    )


def _files(epochs: int) -> dict[str, dict[str, Any]]:
    # Without our components an intent cannot carry a finer part, so every label is an intent of its own.
    examples = {label.replace("/", "_"): texts for label, texts in training_examples().items()}
    answers = {intent: f"action_answer_{intent}" for intent in [*examples, _FALLBACK]}
    rules = [{"rule": intent, "steps": [{"intent": intent}, {"action": answer}]} for intent, answer in answers.items()]
    nlu = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)} for intent, texts in examples.items()
    ]
    return {
        "config.yml": _config(epochs),
        "domain.yml": {"version": "3.1", "intents": list(examples), "actions": list(answers.values())},
        "data/nlu.yml": {"version": "3.1", "nlu": nlu},
        "data/rules.yml": {"version": "3.1", "rules": rules},
        "credentials.yml": {"rest": None},
    }


def _config(epochs: int) -> dict[str, Any]:
    """What Rasa proposes for a project without a pipeline, with its tokenizer for Chinese.

    Left out is what our data gives no work to: entity synonyms, the response selector and the policies for stories.
    """
    return {
        "recipe": "default.v1",
        "language": "zh",
        "assistant_id": "stock",
        "pipeline": [
            {"name": "JiebaTokenizer"},
            {"name": "RegexFeaturizer"},
            {"name": "LexicalSyntacticFeaturizer"},
            {"name": "CountVectorsFeaturizer"},
            {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
            {"name": "DIETClassifier", "epochs": epochs},
            {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
        ],
        "policies": [{"name": "RulePolicy"}],
    }


def _write_endpoints(settings: Settings) -> Path:
    redis = urlsplit(settings.redis_url)
    path = settings.data_dir / "endpoints.yml"
    store = {"type": "redis", "url": redis.hostname, "port": redis.port, "db": 0, "password": redis.password}
    content = {"action_endpoint": {"url": f"{settings.backend_url}/webhook"}, "tracker_store": store}
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path
