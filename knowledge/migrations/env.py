"""How Alembic sees our tables; run only through `knowledge.migrations`."""

from alembic import context

import knowledge.models  # noqa: F401  # registers the tables
from knowledge.database import Moment, Table


def render_item(kind, item, _context):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201  # Alembic's own untyped hook
    """Write our instant as what it is in the database."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime()"
    return False


if context.config.attributes["connection"].dialect.name == "postgresql":
    # Registers its type, so that Alembic recognises the column.
    import pgvector.sqlalchemy  # noqa: F401

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    # Defaults are Python's; the database has some only for rows that were there before their column.
    compare_server_default=False,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
