"""The gateway's access log: nothing of what citizens say and nobody's address."""

from __future__ import annotations

import logging

from aiohttp import web
from aiohttp.abc import AbstractAccessLogger

# Asked for every second by the process that watches over us.
_HEALTH = ("/healthz", "/readyz")


class AccessLogger(AbstractAccessLogger):
    """Method, path, status and time. The query may carry a name and the address is personal: neither is written."""

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        if request.path not in _HEALTH:
            self.logger.info("%s %s %s %.0fms", request.method, request.path, response.status, time * 1000)

    @property
    def enabled(self) -> bool:
        return self.logger.isEnabledFor(logging.INFO)
