"""Papers, their passages, and the terms they are found by."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Table
from knowledge.models.organisation import Reach


class Document(Table):
    """A paper as it was issued."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    reach: Mapped[str] = mapped_column(default=Reach.UNIT)
    title: Mapped[str]
    number: Mapped[str] = mapped_column(default="")
    """Number and notation, such as 57-NQ/TW; empty where the paper has none."""
    number_key: Mapped[str] = mapped_column(default="", index=True)
    """The number without case, diacritics, spaces and hyphens, as people mistype it."""
    issued_on: Mapped[date | None]
    source: Mapped[str]
    """The imported file's name: the same name with other content is a new version."""
    content_hash: Mapped[str] = mapped_column(index=True)
    imported_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("unit_id", "source"),)


class Passage(Table):
    """A piece of a paper that can be quoted, with the place it stands in."""

    __tablename__ = "passages"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    article: Mapped[int]
    """Which article of the paper it belongs to, counted from 0: passages of one article are read together."""
    path: Mapped[str] = mapped_column(default="")
    """Such as "Điều 5, khoản 2"; empty where the paper has no articles."""
    heading: Mapped[str] = mapped_column(default="")
    text: Mapped[str]

    __table_args__ = (UniqueConstraint("document_id", "position"),)


class PassageTerm(Table):
    """What a folded term (a syllable or a pair of them) adds to a passage's rank."""

    __tablename__ = "passage_terms"

    term: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """A hash of the term: the table needs no second one for the words."""
    passage_id: Mapped[int] = mapped_column(primary_key=True)
    """Goes with its document, so it needs no foreign key (and no index) of its own."""
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    """Here too, so that scope is tested without a join."""
    weight: Mapped[float]

    # Clustered by term: one term's passages lie side by side.
    __table_args__ = ({"sqlite_with_rowid": False},)
