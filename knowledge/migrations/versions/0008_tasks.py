"""Tasks, what happened to them, and their files."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('tasks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('path', sa.String(), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('giver_id', sa.Integer(), nullable=False),
    sa.Column('holder_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('due_at', sa.DateTime(), nullable=False),
    sa.Column('is_urgent', sa.Boolean(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.Column('meeting_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('percent', sa.Integer(), nullable=False),
    sa.Column('wanted_due_at', sa.DateTime(), nullable=True),
    sa.Column('plan', sa.String(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('cause', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_tasks_document_id_documents')),
    sa.ForeignKeyConstraint(['giver_id'], ['people.id'], name=op.f('fk_tasks_giver_id_people')),
    sa.ForeignKeyConstraint(['holder_id'], ['people.id'], name=op.f('fk_tasks_holder_id_people')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_tasks_meeting_id_meetings')),
    sa.ForeignKeyConstraint(['parent_id'], ['tasks.id'], name=op.f('fk_tasks_parent_id_tasks')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_tasks_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tasks')),
    sa.UniqueConstraint('cause', name=op.f('uq_tasks_cause'))
    )
    for columns in (['path'], ['parent_id'], ['giver_id'], ['holder_id'], ['unit_id', 'state', 'due_at']):
        op.create_index(op.f('ix_tasks_' + '_'.join(columns)), 'tasks', columns, unique=False)
    op.create_table('task_events',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_task_events_person_id_people')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_task_events_task_id_tasks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task_events'))
    )
    op.create_index(op.f('ix_task_events_task_id'), 'task_events', ['task_id'], unique=False)
    op.create_table('task_files',
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['made_files.id'], name=op.f('fk_task_files_file_id_made_files')),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_task_files_task_id_tasks')),
    sa.PrimaryKeyConstraint('task_id', 'file_id', name=op.f('pk_task_files'))
    )
    op.create_index(op.f('ix_task_files_file_id'), 'task_files', ['file_id'], unique=False)
    move_given_deadlines()
    with op.batch_alter_table('deadlines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deadlines_giver_id'))
        batch_op.drop_constraint(batch_op.f('fk_deadlines_giver_id_people'), type_='foreignkey')
        batch_op.drop_column('giver_id')


def move_given_deadlines():
    """What was given to others as a deadline is a task from now on, with the reminder that it had."""
    given = "giver_id IS NOT NULL AND giver_id <> person_id"
    unit = "(SELECT min(unit_id) FROM posts WHERE posts.person_id = deadlines.person_id)"
    op.execute(
        "INSERT INTO tasks (path, giver_id, holder_id, unit_id, title, due_at, is_urgent, state, percent, plan,"
        " revision, made_at, ended_at, cause) "
        f"SELECT '', giver_id, person_id, {unit}, title, due_at, false,"
        " CASE WHEN done_at IS NULL THEN 'given' ELSE 'accepted' END,"
        " CASE WHEN done_at IS NULL THEN 0 ELSE 100 END, 'light', 1, remind_at, done_at, 'deadline:' || id "
        f"FROM deadlines WHERE {given} AND {unit} IS NOT NULL"
    )
    op.execute("UPDATE tasks SET path = id || '/'")
    moved = "(SELECT tasks.id FROM tasks WHERE tasks.cause = 'deadline:' || outbox.subject_id)"
    op.execute(
        f"UPDATE outbox SET kind = 'task', subject_id = {moved} "
        f"WHERE kind = 'deadline' AND state IN ('waiting', 'sending') AND {moved} IS NOT NULL"
    )
    op.execute(
        "UPDATE outbox SET state = 'cancelled' "
        "WHERE kind IN ('deadline_assigned', 'deadline_done') AND state IN ('waiting', 'sending')"
    )
    op.execute(
        "DELETE FROM deadlines WHERE EXISTS "
        "(SELECT tasks.id FROM tasks WHERE tasks.cause = 'deadline:' || deadlines.id)"
    )


def downgrade():
    with op.batch_alter_table('deadlines', schema=None) as batch_op:
        batch_op.add_column(sa.Column('giver_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_deadlines_giver_id_people'), 'people', ['giver_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_deadlines_giver_id'), ['giver_id'], unique=False)
    op.drop_table('task_files')
    op.drop_table('task_events')
    op.drop_table('tasks')
