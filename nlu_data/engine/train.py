"""`make train`: trains the dialogue model, unless one with the same content is already there."""

from __future__ import annotations

import asyncio
import hashlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from knowledge_base.linking.names import names_of
from knowledge_base.loader import load_items
from knowledge_base.schema import Item
from nlu_data.engine.examples import all_examples, write_labels
from nlu_data.engine.quiet import quiet
from settings import ROOT, settings

PROJECT = ROOT / "nlu_data"
LABELS = ROOT / ".cache" / "nlu" / "labels.yml"
_KEPT_MODELS = 5
_LONGEST_WORD = 12


def _sources() -> Iterator[Path]:
    yield ROOT / "requirements.lock"
    yield PROJECT / "config.yml"
    for folder in ("domain", "nlu", "rules"):
        yield from sorted((PROJECT / folder).rglob("*.yml"))
    for component in (
        "examples",
        "item_linker",
        "item_model",
        "masked_tokenizer",
        "regression",
        "sentence_features",
        "turn_classifier",
        "turn_decider",
    ):
        yield PROJECT / "engine" / f"{component}.py"
    yield from sorted((ROOT / "knowledge_base" / "linking").glob("*.py"))
    yield ROOT / "knowledge_base" / "text.py"


def _items() -> dict[str, Item]:
    return load_items(settings().items_dir)


def model_path() -> Path:
    """Where the model made from the sources as they are now is, or will be."""
    items = _items()
    digest = hashlib.sha256()
    for source in _sources():
        digest.update(source.relative_to(ROOT).as_posix().encode() + b"\0" + source.read_bytes() + b"\0")
    for item in items.values():
        digest.update("\n".join((*sorted(names_of(item)), *item.phrases)).encode())
    return settings().model_dir / f"bangban-{digest.hexdigest()[:16]}.tar.gz"


def newest_model() -> Path:
    """The model to serve: the one made from the sources as they are, else the newest there is.

    A template edited since the last training never stops the engine: names are linked live, without training.
    Raises FileNotFoundError when nothing has been trained yet.
    """
    if (path := model_path()).exists():
        return path
    models = sorted(settings().model_dir.glob("bangban-*.tar.gz"), key=lambda model: model.stat().st_mtime)
    if not models:
        raise FileNotFoundError(f"no trained model in {settings().model_dir}: run `make train` first")
    return models[-1]


def write_user_dictionary() -> None:
    """Gives jieba the item names as words. The file is made from the template and never committed."""
    folder = ROOT / ".cache" / "jieba"
    folder.mkdir(parents=True, exist_ok=True)
    words = sorted({name for item in _items().values() for name in names_of(item) if len(name) <= _LONGEST_WORD})
    (folder / "items.txt").write_text("".join(f"{word} 1000 n\n" for word in words), encoding="utf-8")


def train() -> Path:
    """Trains if needed and gives the model's path. Old models beyond the last few are removed."""
    path = model_path()
    if path.exists():
        print(f"model is up to date: {path.name}", flush=True)
        return path
    quiet("train", "WARNING")
    from rasa.model_training import train as rasa_train

    print("training the dialogue model (about a minute) …", flush=True)
    started = time.monotonic()
    write_user_dictionary()
    write_labels(all_examples(_items()), LABELS)
    path.parent.mkdir(parents=True, exist_ok=True)
    result = rasa_train(
        domain=str(PROJECT / "domain"),
        config=str(PROJECT / "config.yml"),
        training_files=[str(LABELS), str(PROJECT / "rules")],
        output=str(path.parent),
        fixed_model_name=path.name.removesuffix(".tar.gz"),
        force_training=True,
    )
    if result.code != 0 or not path.exists():
        sys.exit("training failed: see the messages above")
    for old in sorted(path.parent.glob("bangban-*.tar.gz"), key=lambda p: p.stat().st_mtime)[:-_KEPT_MODELS]:
        old.unlink()
    print(f"trained {path.name} in {time.monotonic() - started:.0f} s", flush=True)
    return path


if __name__ == "__main__":
    asyncio.set_event_loop(asyncio.new_event_loop())
    train()
