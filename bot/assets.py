"""Static files under names with a hash of their content: a browser keeps them for good and never shows an old one."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

STATIC = Path(__file__).with_name("static")
_FOREVER = "public, max-age=31536000, immutable"
_TEXT = {".css", ".js", ".svg", ".json", ".webmanifest"}


@dataclass(frozen=True)
class Asset:
    """One file, ready to be sent."""

    url: str
    content_type: str
    body: bytes
    gzipped: bytes | None


class Assets:
    """All files of the given folders, read once at start. A file's name must be unique among the folders."""

    def __init__(self, *folders: Path) -> None:
        files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
        self._by_name = {path.name: _asset(path) for path in files}
        self._by_url = {asset.url: asset for asset in self._by_name.values()}

    def url(self, name: str) -> str:
        """The address of a file. Raises KeyError for a file that does not exist."""
        return self._by_name[name].url

    async def serve(self, request: web.Request) -> web.Response:
        asset = self._by_url.get(request.path)
        if asset is None:
            raise web.HTTPNotFound
        headers = {"Cache-Control": _FOREVER, "Content-Type": asset.content_type, "Vary": "Accept-Encoding"}
        if asset.gzipped is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
            return web.Response(body=asset.gzipped, headers={**headers, "Content-Encoding": "gzip"})
        return web.Response(body=asset.body, headers=headers)


def _asset(path: Path) -> Asset:
    body = path.read_bytes()
    digest = hashlib.sha256(body).hexdigest()[:10]
    is_text = path.suffix in _TEXT
    content_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Asset(
        url=f"/static/{path.stem}.{digest}{path.suffix}",
        content_type=f"{content_type}; charset=utf-8" if is_text else content_type,
        body=body,
        gzipped=gzip.compress(body, 9, mtime=0) if is_text else None,
    )
