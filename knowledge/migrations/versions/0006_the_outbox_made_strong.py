"""Notices: urgent ones apart, one moment from which a row may be claimed, and when it was seen."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('waiting', 'sending')")


def upgrade():
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_urgent', sa.Boolean(), server_default=sa.text('false'), nullable=False))
        batch_op.add_column(sa.Column('free_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('sent_as', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('seen_at', sa.DateTime(), nullable=True))
    op.execute("UPDATE outbox SET free_at = coalesce(lease_until, due_at)")
    op.execute("UPDATE outbox SET is_urgent = true WHERE kind IN ('deadline', 'meeting', 'pointchase')")
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.alter_column('free_at', existing_type=sa.DateTime(), nullable=False)
        batch_op.alter_column('is_urgent', existing_type=sa.Boolean(), server_default=None)
        batch_op.drop_index(batch_op.f('ix_outbox_state_due_at'))
        batch_op.drop_column('lease_until')
        batch_op.create_index(batch_op.f('ix_outbox_sent_as'), ['sent_as'], unique=False)
        batch_op.create_index('ix_outbox_open', ['is_urgent', 'free_at'], unique=False,
                              sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade():
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.add_column(sa.Column('lease_until', sa.DateTime(), nullable=True))
    op.execute("UPDATE outbox SET lease_until = free_at WHERE state = 'sending' OR free_at > due_at")
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_open', sqlite_where=OPEN, postgresql_where=OPEN)
        batch_op.create_index(batch_op.f('ix_outbox_state_due_at'), ['state', 'due_at'], unique=False)
        batch_op.drop_index(batch_op.f('ix_outbox_sent_as'))
        batch_op.drop_column('seen_at')
        batch_op.drop_column('sent_as')
        batch_op.drop_column('free_at')
        batch_op.drop_column('is_urgent')
