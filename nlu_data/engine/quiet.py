"""Keeps Rasa and its libraries quiet: no citizens' messages in logs, no chatter, no threads that spin."""

from __future__ import annotations

import logging
import os
import warnings

from logs import configure_logging


def quiet(process: str, level: str = "INFO") -> None:
    """Must run before Rasa is imported: used as a library, Rasa prints every message at debug level by default."""
    # The embedding library's threads wait by spinning: with more than one, a busy machine stands still.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TQDM_DISABLE", "1")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    warnings.filterwarnings("ignore")
    configure_logging(process, level)
    for name in ("rasa", "tensorflow", "absl", "apscheduler", "matplotlib", "jieba"):
        logging.getLogger(name).setLevel(logging.ERROR)
