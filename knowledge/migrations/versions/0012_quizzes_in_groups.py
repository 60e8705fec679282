"""Quizzes in groups, their polls, answers and names."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('group_quizzes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('question_ids', sa.JSON(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(), nullable=False),
    sa.Column('finished_at', sa.DateTime(), nullable=True),
    sa.Column('cause', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_group_quizzes')),
    sa.UniqueConstraint('cause', name=op.f('uq_group_quizzes_cause'))
    )
    op.create_table('group_answers',
    sa.Column('quiz_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('sender', sa.String(), nullable=False),
    sa.Column('is_right', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['quiz_id'], ['group_quizzes.id'], name=op.f('fk_group_answers_quiz_id_group_quizzes')),
    sa.PrimaryKeyConstraint('quiz_id', 'position', 'sender', name=op.f('pk_group_answers'))
    )
    op.create_table('group_names',
    sa.Column('quiz_id', sa.Integer(), nullable=False),
    sa.Column('sender', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['quiz_id'], ['group_quizzes.id'], name=op.f('fk_group_names_quiz_id_group_quizzes')),
    sa.PrimaryKeyConstraint('quiz_id', 'sender', name=op.f('pk_group_names'))
    )
    op.create_table('group_polls',
    sa.Column('poll', sa.String(), nullable=False),
    sa.Column('quiz_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['quiz_id'], ['group_quizzes.id'], name=op.f('fk_group_polls_quiz_id_group_quizzes')),
    sa.PrimaryKeyConstraint('poll', name=op.f('pk_group_polls'))
    )


def downgrade():
    op.drop_table('group_polls')
    op.drop_table('group_names')
    op.drop_table('group_answers')
    op.drop_table('group_quizzes')
