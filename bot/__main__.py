"""Run the gateway: `python -m bot`."""

from __future__ import annotations

from aiohttp import web

from bot.app import create_app
from bot.logs import AccessLogger
from logs import configure_logging
from settings import settings


def main() -> None:
    """Serve until SIGINT or SIGTERM."""
    chosen = settings()
    configure_logging("gateway", chosen.log_level)
    web.run_app(
        create_app(chosen), host=chosen.host, port=chosen.port, access_log_class=AccessLogger, print=None,
        shutdown_timeout=5,
    )  # fmt: skip


if __name__ == "__main__":
    main()
