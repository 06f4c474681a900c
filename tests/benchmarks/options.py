"""What may be set for a run of the benchmarks, from the environment: BENCH_MESSAGES, BENCH_EPOCHS, BENCH_OUT."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from settings import ROOT

CACHE = ROOT / ".cache" / "bench"


class Options(BaseSettings):
    """Every other count of messages follows from `messages`. What a turn costs does not depend on the epochs."""

    model_config = SettingsConfigDict(env_prefix="BENCH_", frozen=True)

    messages: int = Field(default=100, ge=10, le=1000, description="messages sent one at a time to measure latency")
    epochs: int = Field(default=2, ge=1, description="epochs of stock Rasa's classifier")
    out: Path = Field(default=CACHE / "results.json", description="where the figures go as JSON")

    @property
    def throughput_messages(self) -> int:
        """How many messages are sent by citizens who write at the same time."""
        return 4 * self.messages

    @property
    def marks(self) -> tuple[int, int, int]:
        """The turns of one citizen whose cost is compared: the 1st, 50th and 200th unless `messages` is set."""
        return 1, self.messages // 2, 2 * self.messages
