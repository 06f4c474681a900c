"""The template as it stands now. A changed file takes effect in seconds; a broken one never takes answering down."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from knowledge_base.linking import Linker
from knowledge_base.linking.wordings import Embedder
from knowledge_base.loader import TemplateError, load_items, load_township
from knowledge_base.schema import Item, Township

log = structlog.get_logger()


@dataclass(frozen=True)
class Template:
    """One consistent reading of the template: items, township and the linker built from them."""

    items: dict[str, Item]
    township: Township
    linker: Linker


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
    ) -> None:
        self._items_dir = items_dir
        self._township_file = township_file
        self._embedder = embedder
        self._check_seconds = check_seconds
        self._clock = clock
        self._seen = self._fingerprint()
        self._template = self._read()
        self._checked = clock()

    def current(self) -> Template:
        """The template in force. Raises nothing: a faulty change is logged and the last good template stays."""
        if self._clock() - self._checked >= self._check_seconds:
            self._checked = self._clock()
            fingerprint = self._fingerprint()
            if fingerprint != self._seen:
                self._seen = fingerprint
                try:
                    self._template = self._read()
                    log.info("template.changed", items=len(self._template.items))
                except TemplateError as error:
                    log.error("template.rejected", problems=error.problems)
        return self._template

    def _fingerprint(self) -> tuple[tuple[str, int, int], ...]:
        files = [*sorted(self._items_dir.glob("*.yml")), self._township_file]
        stats = [(path, path.stat()) for path in files if path.exists()]
        return tuple((path.name, stat.st_mtime_ns, stat.st_size) for path, stat in stats)

    def _read(self) -> Template:
        township = load_township(self._township_file)
        items = load_items(self._items_dir, township.places)
        return Template(items, township, Linker(items, self._embedder))
