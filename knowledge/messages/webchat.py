"""Browsers and the bubbles on their pages."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from knowledge.models import Account, WebMessage, WebSession

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from knowledge.database import Database

NOTED_EVERY = timedelta(hours=1)
"""How exactly we know when a browser was last seen; finer would be a write for every request."""
KEPT = timedelta(days=180)
STRANGER_KEPT = timedelta(days=2)
"""A browser that never joined is forgotten soon: anybody can make one."""
MESSAGES_KEPT = timedelta(days=90)
MOST_BUBBLES = 300
"""What a page gets at once: the newest of a long chat."""

Buttons = Sequence[Sequence[Sequence[str]]]
File = dict[str, object]
"""Name and size of a file beside the words; of one to fetch, what it is found by too."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message on the page, as it stands after its last edit."""

    id: int
    version: int
    from_person: bool
    html: str
    buttons: Buttons
    file: File | None
    at: datetime
    event: str


class WebChat:
    """Sessions of browsers, and the messages of each chat."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, token: str, now: datetime) -> str:
        """Return the address of the token's chat, made where there is none."""
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        row = {
            "token_hash": hash_of(token),
            "address": secrets.token_hex(16),
            "created_at": now,
            "used_at": now,
        }
        async with self._database.write() as connection:
            await connection.execute(insert(WebSession).values(**row).on_conflict_do_nothing())
            found = select(WebSession.address).where(WebSession.token_hash == row["token_hash"])
            return (await connection.execute(found)).scalar_one()

    async def find(self, token: str, now: datetime) -> str | None:
        """Return the address of the token's chat; None where the token is not ours (any more)."""
        statement = select(WebSession.address, WebSession.used_at).where(
            WebSession.token_hash == hash_of(token), WebSession.used_at > now - KEPT
        )
        async with self._database.read() as connection:
            row = (await connection.execute(statement)).one_or_none()
        if row is None:
            return None
        if now - row.used_at > NOTED_EVERY:
            noted = update(WebSession).where(WebSession.address == row.address).values(used_at=now)
            async with self._database.write() as connection:
                await connection.execute(noted)
        return str(row.address)

    async def append(
        self,
        address: str,
        html: str,
        now: datetime,
        *,
        event: str,
        buttons: Buttons = (),
        file: File | None = None,
        from_person: bool = False,
    ) -> int | None:
        """Add a bubble and return its id; the same event adds it once. None where there is no such chat."""
        async with self._database.write() as connection:
            version = await raise_version(connection, address)
            if version is None:
                return None
            same = select(WebMessage.id).where(WebMessage.address == address, WebMessage.event == event)
            known = (await connection.execute(same)).scalar_one_or_none()
            if known is not None:
                return known
            row = {
                "address": address,
                "from_person": from_person,
                "html": html,
                "buttons": as_lists(buttons),
                "file": file,
                "at": now,
                "version": version,
                "event": event,
            }
            insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
            statement = insert(WebMessage).values(**row).returning(WebMessage.id)
            return (await connection.execute(statement)).scalar_one()

    async def edit(
        self, address: str, message_id: int, html: str, buttons: Buttons = (), file: File | None = None
    ) -> bool:
        """Replace what one of the bot's bubbles in this chat says; False where there is none."""
        async with self._database.write() as connection:
            version = await raise_version(connection, address)
            if version is None:
                return False
            changed = await connection.execute(
                update(WebMessage)
                .where(
                    WebMessage.address == address,
                    WebMessage.id == message_id,
                    WebMessage.from_person.is_(False),
                )
                .values(html=html, buttons=as_lists(buttons), file=file, version=version)
            )
            return changed.rowcount > 0

    async def since(self, address: str, version: int) -> list[Bubble]:
        """Return the chat's bubbles that are newer than this version, oldest change first."""
        newest = (
            select(
                WebMessage.id,
                WebMessage.version,
                WebMessage.from_person,
                WebMessage.html,
                WebMessage.buttons,
                WebMessage.file,
                WebMessage.at,
                WebMessage.event,
            )
            .where(WebMessage.address == address, WebMessage.version > version)
            .order_by(WebMessage.version.desc())
            .limit(MOST_BUBBLES)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(newest)).all()
        return [Bubble(*row) for row in reversed(rows)]

    async def prune(self, now: datetime) -> int:
        """Forget old bubbles, browsers long unused, and strangers; return how many rows went."""
        joined = select(Account.id).where(Account.channel == "web", Account.address == WebSession.address)
        unused: ColumnElement[bool] = (WebSession.used_at < now - KEPT) | (
            (WebSession.used_at < now - STRANGER_KEPT) & ~joined.exists()
        )
        async with self._database.write() as connection:
            sessions = await connection.execute(delete(WebSession).where(unused))
            orphaned = WebMessage.address.not_in(select(WebSession.address))
            messages = await connection.execute(
                delete(WebMessage).where((WebMessage.at < now - MESSAGES_KEPT) | orphaned)
            )
            return sessions.rowcount + messages.rowcount

    async def count(self, address: str) -> int:
        """Return how many bubbles the chat has."""
        statement = select(func.count()).select_from(WebMessage).where(WebMessage.address == address)
        async with self._database.read() as connection:
            return (await connection.execute(statement)).scalar_one()


async def raise_version(connection: AsyncConnection, address: str) -> int | None:
    """Return the chat's next version; its row stays locked until the transaction ends.

    So a version is visible only after all smaller ones, and a page that has seen it missed nothing.
    """
    statement = (
        update(WebSession)
        .where(WebSession.address == address)
        .values(version=WebSession.version + 1)
        .returning(WebSession.version)
    )
    return (await connection.execute(statement)).scalar_one_or_none()


def hash_of(token: str) -> str:
    """Return what we keep of a token: enough to know it again, too little to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def as_lists(buttons: Buttons) -> list[list[list[str]]]:
    """Return the rows of [label, data] as JSON keeps them."""
    return [[list(button) for button in row] for row in buttons]
