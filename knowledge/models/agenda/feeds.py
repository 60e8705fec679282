"""What goes along: feeds for calendars, wishes for the morning digest."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Table

HALF_PAST_SIX = 390


class Feed(Table):
    """A private address that a phone's calendar subscribes to; only its token's hash is kept."""

    __tablename__ = "feeds"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    """The unit whose meetings it shows, as far as the person sees them; None for the person's own."""
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class DigestWish(Table):
    """When a person wants the morning digest, where that is not the usual."""

    __tablename__ = "digest_wishes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    minute: Mapped[int] = mapped_column(default=HALF_PAST_SIX)
    """Of the day, in the person's time zone."""
    even_if_empty: Mapped[bool] = mapped_column(default=False)
    is_off: Mapped[bool] = mapped_column(default=False)
