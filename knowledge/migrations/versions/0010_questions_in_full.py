"""Questions of five kinds with difficulty, author and version; what a person remembers of them."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade():
    is_sqlite = op.get_bind().dialect.name == 'sqlite'
    with op.batch_alter_table('questions') as batch:
        batch.add_column(sa.Column('kind', sa.String(), nullable=False, server_default='single'))
        batch.add_column(sa.Column('prompts', sa.JSON(), nullable=False, server_default='[]'))
        batch.add_column(sa.Column('rights', sa.JSON(), nullable=False, server_default='[]'))
        batch.add_column(sa.Column('difficulty', sa.Integer(), nullable=False, server_default='0'))
        batch.add_column(sa.Column('author', sa.String(), nullable=False, server_default=''))
        batch.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        batch.add_column(sa.Column('state', sa.String(), nullable=False, server_default='asked'))
        batch.add_column(sa.Column('document_id', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('document_version', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('path', sa.String(), nullable=False, server_default=''))
        batch.add_column(sa.Column('passage_hash', sa.String(), nullable=False, server_default=''))
        batch.add_column(sa.Column('relations_seen', sa.Integer(), nullable=False, server_default='0'))
        batch.add_column(sa.Column('owner_id', sa.Integer(), nullable=True))
        batch.create_foreign_key('fk_questions_document_id_documents', 'documents', ['document_id'], ['id'],
                                 ondelete='SET NULL')
        batch.create_foreign_key('fk_questions_owner_id_people', 'people', ['owner_id'], ['id'])
        batch.create_index('ix_questions_document_id', ['document_id'])
    json = '' if is_sqlite else '::json'
    op.execute(f"""UPDATE questions SET rights = ('[' || "right" || ']'){json}""")
    with op.batch_alter_table('questions') as batch:
        batch.drop_column('right')
        for name in ('kind', 'prompts', 'rights', 'difficulty', 'author', 'version', 'state', 'path', 'passage_hash',
                     'relations_seen'):
            batch.alter_column(name, server_default=None)
    with op.batch_alter_table('practice_answers') as batch:
        batch.add_column(sa.Column('given', sa.JSON(), nullable=False, server_default='[]'))
    op.execute(f"UPDATE practice_answers SET given = ('[' || choice || ']'){json}")
    with op.batch_alter_table('practice_answers') as batch:
        batch.drop_column('choice')
        batch.alter_column('given', server_default=None)
    with op.batch_alter_table('practices') as batch:
        batch.add_column(sa.Column('shown_at', sa.DateTime(), nullable=True))
    op.execute('UPDATE practices SET shown_at = started_at')
    with op.batch_alter_table('practices') as batch:
        batch.alter_column('shown_at', nullable=False)
    op.create_table('cards',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Integer(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=True),
    sa.Column('stability', sa.Double(), nullable=False),
    sa.Column('difficulty', sa.Double(), nullable=False),
    sa.Column('due_at', sa.DateTime(), nullable=False),
    sa.Column('reviewed_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_cards_person_id_people')),
    sa.ForeignKeyConstraint(['question_id'], ['questions.id'], name=op.f('fk_cards_question_id_questions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', 'question_id', name=op.f('pk_cards'))
    )
    op.create_table('reviews',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('is_right', sa.Boolean(), nullable=False),
    sa.Column('expected', sa.Double(), nullable=True),
    sa.Column('stability', sa.Double(), nullable=True),
    sa.Column('days', sa.Double(), nullable=True),
    sa.Column('seconds', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_reviews_person_id_people')),
    sa.ForeignKeyConstraint(['question_id'], ['questions.id'], name=op.f('fk_reviews_question_id_questions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reviews'))
    )
    op.create_index(op.f('ix_reviews_person_id'), 'reviews', ['person_id'], unique=False)


def downgrade():
    op.drop_index(op.f('ix_reviews_person_id'), table_name='reviews')
    op.drop_table('reviews')
    op.drop_table('cards')
    with op.batch_alter_table('practices') as batch:
        batch.drop_column('shown_at')
    with op.batch_alter_table('practice_answers') as batch:
        batch.add_column(sa.Column('choice', sa.Integer(), nullable=False, server_default='0'))
        batch.drop_column('given')
        batch.alter_column('choice', server_default=None)
    # Only the first right option of each is kept: the older table knows no more.
    first = "json_extract(rights, '$[0]')" if op.get_bind().dialect.name == 'sqlite' else '(rights->>0)::int'
    with op.batch_alter_table('questions') as batch:
        batch.add_column(sa.Column('right', sa.Integer(), nullable=False, server_default='0'))
    op.execute(f'UPDATE questions SET "right" = {first}')
    with op.batch_alter_table('questions') as batch:
        batch.alter_column('right', server_default=None)
        batch.drop_index('ix_questions_document_id')
        batch.drop_constraint('fk_questions_document_id_documents', type_='foreignkey')
        batch.drop_constraint('fk_questions_owner_id_people', type_='foreignkey')
        for name in ('rights', 'prompts', 'kind', 'difficulty', 'author', 'version', 'state', 'document_id',
                     'document_version', 'path', 'passage_hash', 'relations_seen', 'owner_id'):
            batch.drop_column(name)
