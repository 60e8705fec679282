"""Papers that somebody put on a meeting stay; a person's meetings are read from an index alone."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('meeting_papers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_added', sa.Boolean(), server_default=sa.text('false'), nullable=False))
    with op.batch_alter_table('attendees', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attendees_person_id'))
        batch_op.create_index(batch_op.f('ix_attendees_person_id_meeting_id'), ['person_id', 'meeting_id'], unique=False)


def downgrade():
    with op.batch_alter_table('attendees', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attendees_person_id_meeting_id'))
        batch_op.create_index(batch_op.f('ix_attendees_person_id'), ['person_id'], unique=False)
    with op.batch_alter_table('meeting_papers', schema=None) as batch_op:
        batch_op.drop_column('is_added')
