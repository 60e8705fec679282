"""Papers as they were issued: what they say of themselves, their passages, files and relations."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Table
from knowledge.models.organisation import Reach


class DocumentKind(StrEnum):
    """What stands in `documents`: a paper, or a unit's approved reply to a question."""

    PAPER = "paper"
    REPLY = "reply"


class DocumentState(StrEnum):
    """Whether a paper can be found; a withdrawn one says so to those who cite it."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Document(Table):
    """A paper in its newest version."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    reach: Mapped[str] = mapped_column(default=Reach.UNIT)
    kind: Mapped[str] = mapped_column(default=DocumentKind.PAPER)
    state: Mapped[str] = mapped_column(default=DocumentState.PUBLISHED)
    title: Mapped[str]
    number: Mapped[str] = mapped_column(default="")
    """Number and notation, such as 57-NQ/TW; empty where the paper has none."""
    number_key: Mapped[str] = mapped_column(default="", index=True)
    """The number without case, diacritics, spaces and hyphens, as people mistype it."""
    type: Mapped[str] = mapped_column(default="")
    """Such as "nghị quyết"; "công văn" for a letter, which bears no type."""
    issuer: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    abstract: Mapped[str] = mapped_column(default="")
    """What it is about (trích yếu)."""
    signer: Mapped[str] = mapped_column(default="")
    signer_post: Mapped[str] = mapped_column(default="")
    receivers: Mapped[list[str]] = mapped_column(JSON, default=list)
    """The lines under Nơi nhận."""
    issued_on: Mapped[date | None]
    in_force_from: Mapped[date | None]
    in_force_to: Mapped[date | None]
    """The last day, where the paper itself or the secretary names one; other papers may end it sooner."""
    unsure: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Names of the fields above that were guessed and not confirmed yet."""
    folded: Mapped[str] = mapped_column(default="")
    """Number, type, issuer and title without case and diacritics: what the registry is searched by."""
    source: Mapped[str]
    """The imported file's name: the same name with other content is a new version."""
    content_hash: Mapped[str] = mapped_column(index=True)
    imported_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    """Counted from 1; passages and files of earlier ones stay for those who cite them."""
    change: Mapped[int] = mapped_column(BigInteger, default=0, index=True)
    """Of the counter "documents" when the row was last written: the index follows it."""

    __table_args__ = (UniqueConstraint("unit_id", "source"),)


class Passage(Table):
    """A piece of a paper that can be quoted, with the place it stands in."""

    __tablename__ = "passages"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    version: Mapped[int] = mapped_column(default=1)
    """Of the paper; only the passages of its newest version are found."""
    position: Mapped[int]
    article: Mapped[int]
    """Which article of the paper it belongs to, counted from 0: passages of one article are read together."""
    path: Mapped[str] = mapped_column(default="")
    """Such as "Điều 5, khoản 2"; empty where the paper has no articles."""
    context: Mapped[str] = mapped_column(default="")
    """The part and chapter it stands in: found with it, but not quoted."""
    heading: Mapped[str] = mapped_column(default="")
    text: Mapped[str]

    __table_args__ = (UniqueConstraint("document_id", "version", "position"),)


class DocumentFile(Table):
    """The file that a version of a paper was read from, as it was handed in."""

    __tablename__ = "document_files"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class RelationKind(StrEnum):
    """What one paper does to another."""

    AMENDS = "amends"
    REPLACES = "replaces"
    REPEALS = "repeals"
    IMPLEMENTS = "implements"
    ANSWERS = "answers"
    REFERS = "refers"


class Relation(Table):
    """One paper names another; which one that is, is looked up by number, among what the reader may see."""

    __tablename__ = "document_relations"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    number: Mapped[str]
    """As it is written there, such as 30/2020/NĐ-CP."""
    number_key: Mapped[str] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(default="")
    """The words around it that name the paper: type, issuer, title."""
    issued_on: Mapped[date | None]
    """The day by which it is named, if any: a number alone may fit several papers."""
    part: Mapped[str] = mapped_column(default="")
    """Of the other paper, where only that is meant: "khoản 2 Điều 5"."""
    path: Mapped[str] = mapped_column(default="")
    """Where in this paper it says so."""


class Counter(Table):
    """A number that only grows; whoever raises it holds its row until the transaction ends."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger, default=0)


class Filing(Table):
    """A paper that a secretary handed in and has not confirmed yet: what was read, to be corrected."""

    __tablename__ = "filings"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    reach: Mapped[str] = mapped_column(default=Reach.UNIT)
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    paragraphs: Mapped[list[str]] = mapped_column(JSON)
    head: Mapped[dict[str, object]] = mapped_column(JSON)
    """The fields of the paper's head by name, days as ISO text, and "unsure"."""
    event: Mapped[str] = mapped_column(unique=True)
    """What brought it: the same event files once."""
    created_at: Mapped[datetime]


class Upload(Table):
    """A file that came in with a message of the web page and waits for its answer."""

    __tablename__ = "uploads"

    token: Mapped[str] = mapped_column(primary_key=True)
    """The event that brought it, as the inbox has it: settling the one forgets the other."""
    address: Mapped[str]
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(index=True)
