"""Quiet hours, and how long before a meeting one wants to hear of it."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('person_wishes',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('meeting_minutes', sa.Integer(), nullable=True),
    sa.Column('quiet_from', sa.Integer(), nullable=True),
    sa.Column('quiet_to', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_person_wishes_person_id_people')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_person_wishes'))
    )
    op.create_table('unit_wishes',
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('urgent_passes', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_unit_wishes_unit_id_units')),
    sa.PrimaryKeyConstraint('unit_id', name=op.f('pk_unit_wishes'))
    )


def downgrade():
    op.drop_table('unit_wishes')
    op.drop_table('person_wishes')
