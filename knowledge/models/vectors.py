"""Vectors of texts, as a model measures what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, LargeBinary, TypeDecorator
from sqlalchemy.orm import Mapped, mapped_column
from typing_extensions import override

from knowledge.database import Table

if TYPE_CHECKING:
    from sqlalchemy import Dialect
    from sqlalchemy.types import TypeEngine


class Vector(TypeDecorator[Any]):
    """pgvector's type on PostgreSQL, half-precision numbers as bytes on SQLite."""

    impl = LargeBinary
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the database's own type."""
        if dialect.name == "postgresql":
            # It loads numpy: only for those who have PostgreSQL.
            from pgvector.sqlalchemy import VECTOR

            return dialect.type_descriptor(VECTOR())
        return dialect.type_descriptor(LargeBinary())


class Embedding(Table):
    """What a passage is about, for comparing it with questions."""

    __tablename__ = "embeddings"

    passage_id: Mapped[int] = mapped_column(ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True)
    model: Mapped[str]
    """By which it was made: only vectors of one model can be compared."""
    dimensions: Mapped[int]
    vector: Mapped[object | None] = mapped_column(Vector)
    """None where the model does not take the text. Bytes, too, on PostgreSQL without pgvector."""
