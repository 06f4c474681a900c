"""The template as it stands now. A changed file takes effect in seconds; a broken one never takes answering down."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import structlog

from knowledge_base.folder import Fingerprint, fingerprint
from knowledge_base.linking import Linker
from knowledge_base.linking.wordings import Embedder
from knowledge_base.loader import TemplateError, china_today, load_items, load_township
from knowledge_base.schema import Item, Township
from knowledge_base.search import Search

log = structlog.get_logger()


@dataclass(frozen=True)
class Template:
    """One consistent reading of the template: items, township, and the linker and the search built from them."""

    items: dict[str, Item]
    township: Township
    linker: Linker

    @cached_property
    def search(self) -> Search:
        """Built when somebody searches: the engine, which reads the template too, never does."""
        return Search(self.items, self.linker)


class LiveTemplate:
    """Keeps the newest valid template, looking for changed files at most every `check_seconds`."""

    def __init__(
        self,
        items_dir: Path,
        township_file: Path,
        *,
        embedder: Embedder | None = None,
        check_seconds: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], date] = china_today,
    ) -> None:
        self._items_dir = items_dir
        self._township_file = township_file
        self._embedder = embedder
        self._check_seconds = check_seconds
        self._clock = clock
        self._today = today
        self._seen = self._fingerprint()
        self._template = self._read()
        self._checked = clock()

    def current(self) -> Template:
        """The template in force. Raises nothing: a faulty change is logged and the last good template stays."""
        if self._clock() - self._checked >= self._check_seconds:
            self._checked = self._clock()
            found = self._fingerprint()
            if found != self._seen:
                self._seen = found
                try:
                    self._template = self._read()
                    log.info("template.changed", items=len(self._template.items))
                except TemplateError as error:
                    log.error("template.rejected", problems=error.problems)
        return self._template

    def _fingerprint(self) -> tuple[date, Fingerprint, Fingerprint]:
        """Changes with the files and with the day: a version may take effect at midnight."""
        township = self._township_file.stat() if self._township_file.exists() else None
        stamp = (("township", township.st_ino, township.st_mtime_ns, township.st_size),) if township else ()
        return self._today(), fingerprint(self._items_dir), stamp

    def _read(self) -> Template:
        township = load_township(self._township_file)
        items = load_items(self._items_dir, township.places, self._today())
        return Template(items, township, Linker(items, self._embedder))
