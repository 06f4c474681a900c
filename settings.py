"""Every setting of every process, typed, in one place. Each is read from the environment with the prefix BANGBAN_."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent


class Settings(BaseSettings):
    """What an operator may set. Defaults serve one machine on loopback with the embedded stores."""

    model_config = SettingsConfigDict(env_prefix="BANGBAN_", frozen=True)

    data_dir: Path = Field(default=ROOT / ".data", description="where the embedded stores and secrets live")
    host: str = Field(default="127.0.0.1", description="address the gateway listens on")
    port: int = Field(default=8080, description="port of the gateway")
    public_url: str = Field(default="", description="how citizens reach the gateway, for links; empty: relative links")

    engine_url: str = "http://127.0.0.1:8081"
    backend_url: str = "http://127.0.0.1:8082"
    worker_url: str = "http://127.0.0.1:8083"
    redis_url: str = "redis://127.0.0.1:8084/0"
    database_url: str = Field(default="", description="SQLAlchemy URL; empty: SQLite (WAL) in data_dir")

    internal_token: SecretStr = Field(default=SecretStr(""), description="shared by our own processes")
    api_key: SecretStr = Field(default=SecretStr(""), description="needed on /api/chat; empty: loopback only")
    encryption_keys: SecretStr = Field(default=SecretStr(""), description="Fernet keys by comma, newest first")
    admin_password: SecretStr = Field(default=SecretStr(""), description="first password of the account 'admin'")

    items_dir: Path = ROOT / "knowledge_base" / "items"
    benefits_dir: Path = ROOT / "knowledge_base" / "benefits"
    township_file: Path = ROOT / "knowledge_base" / "township.yml"
    model_dir: Path = Field(default=ROOT / ".cache" / "models", description="where trained models are kept")

    turn_budget_seconds: float = Field(default=4.2, description="how long a citizen's turn may take before it is kept")
    tracker_user_turns: int = Field(default=12, description="how many last messages of a citizen the engine keeps")
    talk_length: int = Field(default=200, description="how many messages of a talk are kept for reading back")
    talk_days: int = Field(default=30, description="days after which an idle talk is forgotten")
    template_check_seconds: float = Field(default=1.0, description="how often a process looks for a changed template")
    log_level: str = "INFO"

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'bangban.db'}"


@lru_cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
