"""`python -m actions.jobs` runs the worker."""

from __future__ import annotations

from aiohttp import web
from yarl import URL

from actions.jobs.app import create_worker
from logs import configure_logging
from settings import settings

if __name__ == "__main__":
    configure_logging("worker", settings().log_level)
    url = URL(settings().worker_url)
    web.run_app(create_worker(settings()), host=url.host, port=url.port, access_log=None, print=None)
