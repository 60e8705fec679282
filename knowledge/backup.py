"""Backups that are whole although people go on writing."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.problems import Refusal

if TYPE_CHECKING:
    from sqlalchemy import URL


async def back_up(url: URL, target: Path) -> None:
    """Write a consistent copy of the database to a new file; Refusal where that cannot be done."""
    if target.exists():  # noqa: ASYNC240  # one look at a local disk
        raise Refusal("{name}: this file is there already. Name another one.", name=target.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + ".part")
    unfinished.unlink(missing_ok=True)
    if url.get_backend_name() == "sqlite":
        await asyncio.to_thread(copy_sqlite, Path(str(url.database)), unfinished)
    else:
        await dump_postgresql(url, unfinished)
    # Only a finished copy bears the name: an interrupted one can't be taken for a backup.
    unfinished.replace(target)


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy by VACUUM INTO, which is whole under writes, and check the copy."""
    if not source.exists():
        raise Refusal("{name}: there is no database yet.", name=source.name)
    damaged = Refusal("{name}: the copy is damaged. Check the disk.", name=target.name)
    try:
        with closing(sqlite3.connect(source)) as database:
            database.execute("VACUUM INTO ?", (str(target),))
        with closing(sqlite3.connect(target)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise damaged
    except sqlite3.DatabaseError as error:
        raise damaged from error


async def dump_postgresql(url: URL, target: Path) -> None:
    """Run pg_dump; the password goes by the environment, where no list of processes shows it."""
    if not shutil.which("pg_dump"):
        raise Refusal(
            "pg_dump is missing: install PostgreSQL's client (Debian: apt install postgresql-client)."
        )
    host = url.query.get("host", url.host)
    connection = {"PGHOST": host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password}
    environment = {**os.environ, **{name: str(value) for name, value in connection.items() if value}}
    process = await asyncio.create_subprocess_exec(
        "pg_dump",
        "--format=custom",
        f"--file={target}",
        str(url.database),
        env=environment,
        stderr=asyncio.subprocess.PIPE,
    )
    _, errors = await process.communicate()
    if process.returncode:
        lines = errors.decode(errors="replace").splitlines() or [""]
        raise Refusal("pg_dump failed: {reason}", reason=lines[-1])
