"""Bulletins: what a unit tells everybody below it, their files and readers."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('bulletins',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('choices', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('nudges', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('sent_at', sa.DateTime(), nullable=True),
    sa.Column('nudged_at', sa.DateTime(), nullable=True),
    sa.Column('cause', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_bulletins_author_id_people')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_bulletins_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulletins')),
    sa.UniqueConstraint('cause', name=op.f('uq_bulletins_cause'))
    )
    op.create_index(op.f('ix_bulletins_unit_id'), 'bulletins', ['unit_id'], unique=False)
    op.create_table('bulletin_files',
    sa.Column('bulletin_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['bulletin_id'], ['bulletins.id'], name=op.f('fk_bulletin_files_bulletin_id_bulletins')),
    sa.ForeignKeyConstraint(['file_id'], ['made_files.id'], name=op.f('fk_bulletin_files_file_id_made_files')),
    sa.PrimaryKeyConstraint('bulletin_id', 'file_id', name=op.f('pk_bulletin_files'))
    )
    op.create_index(op.f('ix_bulletin_files_file_id'), 'bulletin_files', ['file_id'], unique=False)
    op.create_table('bulletin_readers',
    sa.Column('bulletin_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('seen_at', sa.DateTime(), nullable=True),
    sa.Column('answer', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['bulletin_id'], ['bulletins.id'], name=op.f('fk_bulletin_readers_bulletin_id_bulletins')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_bulletin_readers_person_id_people')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_bulletin_readers_unit_id_units')),
    sa.PrimaryKeyConstraint('bulletin_id', 'person_id', name=op.f('pk_bulletin_readers'))
    )
    op.create_index(op.f('ix_bulletin_readers_person_id'), 'bulletin_readers', ['person_id'], unique=False)


def downgrade():
    op.drop_table('bulletin_readers')
    op.drop_table('bulletin_files')
    op.drop_table('bulletins')
