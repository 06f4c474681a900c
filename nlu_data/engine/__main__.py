"""`python -m nlu_data.engine`: the dialogue engine process."""

from __future__ import annotations

from urllib.parse import urlsplit

from nlu_data.engine.quiet import quiet

quiet("engine")

from aiohttp import web  # noqa: E402 - Rasa must not be imported before logging is quiet

from nlu_data.engine.server import create_app  # noqa: E402
from settings import settings  # noqa: E402


def main() -> None:
    """Serves on the address of `engine_url` until stopped."""
    address = urlsplit(settings().engine_url)
    web.run_app(create_app(settings()), host=address.hostname, port=address.port, print=None, access_log=None)


if __name__ == "__main__":
    main()
