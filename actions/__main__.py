"""`python -m actions` runs the backend."""

from __future__ import annotations

from aiohttp import web
from yarl import URL

from actions.app import create_app
from logs import configure_logging
from settings import settings

if __name__ == "__main__":
    configure_logging("backend", settings().log_level)
    url = URL(settings().backend_url)
    web.run_app(create_app(settings()), host=url.host, port=url.port, access_log=None, print=None)
