"""The text index on disk (or in memory): tantivy's files, one writer at a time, any number of readers."""

from __future__ import annotations

import fcntl
import shutil
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from knowledge.documents.search.fields import FIRST, MARK, as_document, mark, schema
from knowledge.documents.search.passages import ANALYSER, Entry

if TYPE_CHECKING:
    from tantivy import DocAddress, Index, IndexWriter, Query, Searcher

    from knowledge.documents.search.candidates import Counted
    from knowledge.documents.search.scopes import Scopes

MEMORY = 100_000_000
"""Bytes that the writer collects at most before it writes a segment; it takes what it needs."""
IDLE = 0.5
"""Seconds after which the writer lets go of the folder, so that another process may write."""
NOTHING = -1


class Damaged(Exception):
    """The files cannot be read: they are thrown away and written anew."""


class Busy(Exception):
    """Another process writes to this folder."""


class TextIndex:
    """Passages by their terms; what it holds reaches up to one change of the database."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._index: Index | None = None
        self._writer: IndexWriter | None = None
        self._lock_file: IO[str] | None = None
        self._idle: threading.Timer | None = None
        self.schema = schema()
        self.searcher: Searcher
        self.counts: tuple[Searcher, dict[Scopes, Counted]]
        """What was counted for each reader among what can be found now."""
        self.held = NOTHING
        """The last change that can be found."""

    @property
    def is_open(self) -> bool:
        """Tell whether the files were opened."""
        return self._index is not None

    @property
    def is_there(self) -> bool:
        """Tell whether there are files to open."""
        return self._folder is not None and (self._folder / ANALYSER / "meta.json").exists()

    @property
    def size(self) -> int:
        """Return how many passages can be found."""
        return max(0, self.searcher.num_docs - 1)

    @property
    def _files(self) -> Index:
        if self._index is None:
            raise Damaged("not open")
        return self._index

    def open(self) -> None:
        """Open the files, or begin new ones; Damaged where they cannot be read."""
        from tantivy import Index

        with self._lock, honest():
            if self._folder is None:
                self._index = Index(self.schema)
            else:
                path = self._folder / ANALYSER
                path.mkdir(parents=True, exist_ok=True)
                self._index = Index(self.schema, str(path))
            self._index.config_reader("manual")
            self.reload()

    def reload(self) -> None:
        """Look at what was written last, here or by another process."""
        with honest():
            self._files.reload()
            self.searcher = self._files.searcher()
            self.counts = (self.searcher, {})
            found = self.searcher.search(self.term("facts", MARK), 1, count=False).hits
            self.held = self.values("change", [found[0][1]])[0] if found else NOTHING

    def papers(self) -> dict[int, int]:
        """Return the papers that can be found, each with its last change."""
        with honest():
            found = self.searcher.search(
                self.term("facts", FIRST), max(1, self.searcher.num_docs), count=False
            )
            places = [address for _, address in found.hits]
            return dict(zip(self.values("document", places), self.values("change", places), strict=True))

    def values(self, field: str, places: Sequence[DocAddress]) -> list[int]:
        """Return a number of each of these passages."""
        return [int(value or 0) for value in self.searcher.fast_field_values(field, list(places))]

    def term(self, field: str, value: str | int) -> Query:
        """Return the query for one word of a field."""
        from tantivy import Query

        return Query.term_query(self.schema, field, value, "basic")

    def write(
        self, gone: Iterable[int], entries: Sequence[Entry], held: int, *, goes_on: bool = False
    ) -> None:
        """Replace these papers' passages, in one commit with what goes on; Busy where another writes."""
        with self._lock, honest():
            writer = self._writing()
            for document_id in gone:
                writer.delete_documents_by_term("document", document_id)
            last = 0
            for entry in entries:
                writer.add_document(as_document(entry, is_first=entry.document_id != last))
                last = entry.document_id
            if goes_on:
                return
            writer.delete_documents_by_term("facts", MARK)
            writer.add_document(mark(held))
            writer.commit()
            self.reload()
            self._rest()

    def give_up(self) -> None:
        """Forget what was written and is not committed."""
        with self._lock:
            self._drop_writer()
            self._release()

    def wipe(self) -> None:
        """Throw everything away and begin anew; Busy where another process writes."""
        with self._lock:
            self._claim()
            self._drop_writer()
            self._index = None
            if self._folder is not None:
                shutil.rmtree(self._folder / ANALYSER, ignore_errors=True)
            self.open()
            self._rest()

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            if self._idle:
                self._idle.cancel()
            self._drop_writer()
            self._release()
            self._index = None

    def _writing(self) -> IndexWriter:
        if self._idle:
            self._idle.cancel()
        if self._writer is None:
            self._claim()
            # What another process wrote since must not be written again.
            self.reload()
            self._writer = self._files.writer(MEMORY, 1)
        return self._writer

    def _claim(self) -> None:
        if self._folder is None or self._lock_file is not None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = (self._folder / "lock").open("w", encoding="utf-8")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise Busy from error
        self._lock_file = lock
        # What an earlier analyser left.
        for path in self._folder.iterdir():
            if path.is_dir() and path.name != ANALYSER:
                shutil.rmtree(path, ignore_errors=True)

    def _release(self) -> None:
        if self._lock_file is not None:
            self._lock_file.close()
            self._lock_file = None

    def _rest(self) -> None:
        if self._idle:
            self._idle.cancel()
        self._idle = threading.Timer(IDLE, self._let_go)
        self._idle.daemon = True
        self._idle.start()

    def _let_go(self) -> None:
        with self._lock:
            if self._writer is not None:
                # Segments that are being put together are finished, not thrown away; where that fails, the
                # next search finds the damage.
                with suppress(Damaged), honest():
                    self._writer.wait_merging_threads()
                self._writer = None
            self._release()

    def _drop_writer(self) -> None:
        self._writer = None


class honest:  # noqa: N801  # reads as a word: with honest()
    """Turn whatever tantivy raises, its panics too, into Damaged."""

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        """Translate."""
        if error is None or isinstance(error, (Busy, Damaged)):
            return
        # A panic is no Exception: what it left behind cannot be trusted either.
        if isinstance(error, (ValueError, OSError)) or type(error).__name__ == "PanicException":
            raise Damaged(str(error)) from error
