"""Trains both models and tells how long it took. A model with the same content is not trained again."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from nlu_data.engine.train import model_path
from settings import ROOT
from tests.benchmarks import stock
from tests.benchmarks.options import CACHE

MODELS = CACHE / "models"
_USUAL_EPOCHS = 100
_LONGEST_SECONDS = 600
_LONGEST_EPOCH_SECONDS = 240
_SOURCES = ("nlu_data", "knowledge_base", "settings.py", "secret_keys.py", "logs.py", "requirements.lock")
_CLASSIFIER = re.compile(
    r"^(\S+ \S+) .*(?:Starting to train|Finished training) component 'DIETClassifier'", re.MULTILINE
)


class TrainingError(Exception):
    """A model could not be trained; the message ends with what the training printed last."""


@dataclass(frozen=True)
class Training:
    """A trained model, how long it took, and how long stock Rasa takes with its usual number of epochs."""

    model: str
    seconds: float
    usual_seconds: float | None
    trained: str

    @property
    def path(self) -> Path:
        return MODELS / self.model


async def train_ours() -> Training:
    """Bangban's model, trained by its own command in a directory that links to the sources and has no cache yet.

    Without that, the sentence vectors kept from earlier trainings would make the training look shorter than the first
    one is. Raises TrainingError.
    """
    model = MODELS / model_path().name
    if known := _known(model):
        return known
    with tempfile.TemporaryDirectory(prefix="bangban-bench-") as folder:
        home = _linked_sources(Path(folder))
        models = home / "models"
        started = time.perf_counter()
        await _run([sys.executable, "-m", "nlu_data.engine.train"], home, {"BANGBAN_MODEL_DIR": str(models)})
        seconds = time.perf_counter() - started
        return _keep(models / model.name, model, seconds, seconds)


async def train_stock(epochs: int) -> Training:
    """The model of the stock project, trained by `rasa train`. Raises TrainingError."""
    model = MODELS / f"stock-{stock.write_project(epochs)}.tar.gz"
    if known := _known(model):
        return known
    with tempfile.TemporaryDirectory(prefix="bangban-bench-") as folder:
        name = model.name.removesuffix(".tar.gz")
        command = [*stock.RASA, "train", "--force", "--out", folder, "--fixed-model-name", name]
        started = time.perf_counter()
        printed = await _run(command, stock.PROJECT, {}, _LONGEST_SECONDS + epochs * _LONGEST_EPOCH_SECONDS)
        seconds = time.perf_counter() - started
        return _keep(Path(folder) / model.name, model, seconds, _usual_seconds(seconds, epochs, printed))


def _linked_sources(home: Path) -> Path:
    for source in _SOURCES:
        (home / source).symlink_to(ROOT / source)
    return home


def _usual_seconds(seconds: float, epochs: int, printed: str) -> float | None:
    """The measured time with that of the classifier multiplied; None when Rasa's log does not tell it."""
    moments = [datetime.fromisoformat(moment) for moment in _CLASSIFIER.findall(printed)]
    if len(moments) != 2:
        return None
    return seconds + (_USUAL_EPOCHS / epochs - 1) * (moments[1] - moments[0]).total_seconds()


def _known(model: Path) -> Training | None:
    notes = model.with_suffix(".json")
    if not (model.exists() and notes.exists()):
        return None
    return Training(**json.loads(notes.read_text(encoding="utf-8")))


def _keep(made: Path, model: Path, seconds: float, usual_seconds: float | None) -> Training:
    """Move the model to the others; earlier ones of its kind are removed."""
    kind = model.name.split("-")[0]
    for old in MODELS.glob(f"{kind}-*"):
        old.unlink()
    MODELS.mkdir(parents=True, exist_ok=True)
    shutil.move(made, model)
    trained = Training(model.name, seconds, usual_seconds, datetime.now(UTC).isoformat(timespec="seconds"))
    model.with_suffix(".json").write_text(json.dumps(asdict(trained)), encoding="utf-8")
    return trained


async def _run(
    command: Sequence[str], directory: Path, variables: dict[str, str], patience: float = _LONGEST_SECONDS
) -> str:
    """Run a command to its end and return what it printed; whatever happens, none of it is left running."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=directory,
        env={**os.environ, **variables},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(patience):
            output, _ = await process.communicate()
    except TimeoutError:
        raise TrainingError(f"not finished after {patience:.0f} s: {' '.join(command)}") from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
    printed = output.decode(errors="replace")
    if process.returncode:
        raise TrainingError(f"{' '.join(command)} failed:\n{printed[-2000:]}")
    return printed
