"""Steps from one version of the database to the next, and the functions that take them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from knowledge.database import Database


def settings(connection: Connection | None = None) -> Config:
    """Return Alembic's settings, working on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


async def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database to the revision; nothing happens where it is there already."""
    async with database.write() as connection:
        await connection.run_sync(lambda sync: command.upgrade(settings(sync), revision))


async def downgrade(database: Database, revision: str = "base") -> None:
    """Take the database back to the revision."""
    async with database.write() as connection:
        await connection.run_sync(lambda sync: command.downgrade(settings(sync), revision))


async def is_current(database: Database) -> bool:
    """Tell whether the database stands at the newest revision."""
    newest = ScriptDirectory.from_config(settings()).get_current_head()
    async with database.read() as connection:
        found = await connection.run_sync(
            lambda sync: MigrationContext.configure(sync).get_current_revision()
        )
    return found == newest
