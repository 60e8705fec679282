"""Papers in full, answers, enquiries.

Columns are added with defaults for the rows that are there: making `documents` anew, SQLite's other way, would
delete by cascade what hangs on it.
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def vector_type():
    """pgvector's type where its extension is there or may be created; bytes everywhere else."""
    connection = op.get_bind()
    if connection.dialect.name != 'postgresql':
        return sa.LargeBinary()
    try:
        with connection.begin_nested():
            connection.execute(sa.text('CREATE EXTENSION IF NOT EXISTS vector'))
    except sa.exc.DBAPIError:
        return sa.LargeBinary()
    from pgvector.sqlalchemy import VECTOR

    return VECTOR()


def upgrade():
    op.drop_table('passage_terms')
    op.create_table('counters',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('value', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_counters'))
    )
    op.execute("INSERT INTO counters (name, value) VALUES ('documents', 0)")
    op.create_table('keys',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('value', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_keys'))
    )
    with op.batch_alter_table('web_messages', schema=None) as batch_op:
        batch_op.add_column(sa.Column('file', sa.JSON(), nullable=True))

    op.create_table('uploads',
    sa.Column('token', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_uploads'))
    )
    with op.batch_alter_table('uploads', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_uploads_created_at'), ['created_at'], unique=False)

    op.create_table('filings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('reach', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('paragraphs', sa.JSON(), nullable=False),
    sa.Column('head', sa.JSON(), nullable=False),
    sa.Column('event', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_filings_person_id_people')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_filings_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_filings')),
    sa.UniqueConstraint('event', name=op.f('uq_filings_event'))
    )
    with op.batch_alter_table('filings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_filings_person_id'), ['person_id'], unique=False)

    op.create_table('model_use',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('answers', sa.Integer(), nullable=False),
    sa.Column('tokens_in', sa.Integer(), nullable=False),
    sa.Column('tokens_out', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_model_use_person_id_people')),
    sa.PrimaryKeyConstraint('day', 'person_id', name=op.f('pk_model_use'))
    )
    op.create_table('questions_asked',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('event', sa.String(), nullable=False),
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('origin', sa.String(), nullable=False),
    sa.Column('passages', sa.JSON(), nullable=False),
    sa.Column('confidence', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_questions_asked_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_questions_asked')),
    sa.UniqueConstraint('event', name=op.f('uq_questions_asked_event'))
    )
    with op.batch_alter_table('questions_asked', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_questions_asked_asked_at'), ['asked_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_questions_asked_person_id_asked_at'), ['person_id', 'asked_at'], unique=False)

    op.create_table('answer_votes',
    sa.Column('asked_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('passage_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.Column('event', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['asked_id'], ['questions_asked.id'], name=op.f('fk_answer_votes_asked_id_questions_asked'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_answer_votes_person_id_people')),
    sa.PrimaryKeyConstraint('asked_id', 'person_id', 'passage_id', name=op.f('pk_answer_votes'))
    )
    op.create_table('document_files',
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_document_files_document_id_documents'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('document_id', 'version', name=op.f('pk_document_files'))
    )
    op.create_table('document_relations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('number_key', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=True),
    sa.Column('part', sa.String(), nullable=False),
    sa.Column('path', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_document_relations_document_id_documents'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document_relations'))
    )
    with op.batch_alter_table('document_relations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_document_relations_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_document_relations_number_key'), ['number_key'], unique=False)

    op.create_table('enquiries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.Column('document_version', sa.Integer(), nullable=True),
    sa.Column('event', sa.String(), nullable=False),
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('reply', sa.String(), nullable=False),
    sa.Column('replied_by', sa.Integer(), nullable=True),
    sa.Column('replied_at', sa.DateTime(), nullable=True),
    sa.Column('approved_by', sa.Integer(), nullable=True),
    sa.Column('approved_at', sa.DateTime(), nullable=True),
    sa.Column('reply_document_id', sa.Integer(), nullable=True),
    sa.Column('hits', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['approved_by'], ['people.id'], name=op.f('fk_enquiries_approved_by_people')),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_enquiries_document_id_documents')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_enquiries_person_id_people')),
    sa.ForeignKeyConstraint(['replied_by'], ['people.id'], name=op.f('fk_enquiries_replied_by_people')),
    sa.ForeignKeyConstraint(['reply_document_id'], ['documents.id'], name=op.f('fk_enquiries_reply_document_id_documents')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_enquiries_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enquiries')),
    sa.UniqueConstraint('event', name=op.f('uq_enquiries_event'))
    )
    with op.batch_alter_table('enquiries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enquiries_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_enquiries_unit_id'), ['unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_enquiries_unit_id_state'), ['unit_id', 'state'], unique=False)

    op.create_table('enquiry_askers',
    sa.Column('enquiry_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('event', sa.String(), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.Column('voted', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['enquiry_id'], ['enquiries.id'], name=op.f('fk_enquiry_askers_enquiry_id_enquiries')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_enquiry_askers_person_id_people')),
    sa.PrimaryKeyConstraint('enquiry_id', 'person_id', name=op.f('pk_enquiry_askers')),
    sa.UniqueConstraint('event', name=op.f('uq_enquiry_askers_event'))
    )
    with op.batch_alter_table('enquiry_askers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enquiry_askers_person_id'), ['person_id'], unique=False)

    op.create_table('enquiry_drafts',
    sa.Column('enquiry_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['enquiry_id'], ['enquiries.id'], name=op.f('fk_enquiry_drafts_enquiry_id_enquiries')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_enquiry_drafts_person_id_people')),
    sa.PrimaryKeyConstraint('enquiry_id', 'person_id', name=op.f('pk_enquiry_drafts'))
    )
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.String(), nullable=False, server_default='paper'))
        batch_op.add_column(sa.Column('state', sa.String(), nullable=False, server_default='published'))
        batch_op.add_column(sa.Column('type', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('issuer', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('place', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('abstract', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('signer', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('signer_post', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('receivers', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('in_force_from', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('in_force_to', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('unsure', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('folded', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        batch_op.add_column(sa.Column('change', sa.BigInteger(), nullable=False, server_default='0'))
        batch_op.create_index(batch_op.f('ix_documents_change'), ['change'], unique=False)

    with op.batch_alter_table('passages', schema=None) as batch_op:
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        batch_op.add_column(sa.Column('context', sa.String(), nullable=False, server_default=''))
        batch_op.drop_index(batch_op.f('ix_passages_document_id'))
        batch_op.drop_constraint(batch_op.f('uq_passages_document_id_position'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_passages_document_id_version_position'), ['document_id', 'version', 'position'])

    op.create_table('embeddings',
    sa.Column('passage_id', sa.Integer(), nullable=False),
    sa.Column('model', sa.String(), nullable=False),
    sa.Column('dimensions', sa.Integer(), nullable=False),
    sa.Column('vector', vector_type(), nullable=True),
    sa.ForeignKeyConstraint(['passage_id'], ['passages.id'], name=op.f('fk_embeddings_passage_id_passages'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('passage_id', name=op.f('pk_embeddings'))
    )


def downgrade():
    op.drop_table('embeddings')
    with op.batch_alter_table('passages', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_passages_document_id_version_position'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_passages_document_id_position'), ['document_id', 'position'])
        batch_op.create_index(batch_op.f('ix_passages_document_id'), ['document_id'], unique=False)
        batch_op.drop_column('context')
        batch_op.drop_column('version')

    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_documents_change'))
        batch_op.drop_column('change')
        batch_op.drop_column('version')
        batch_op.drop_column('folded')
        batch_op.drop_column('unsure')
        batch_op.drop_column('in_force_to')
        batch_op.drop_column('in_force_from')
        batch_op.drop_column('receivers')
        batch_op.drop_column('signer_post')
        batch_op.drop_column('signer')
        batch_op.drop_column('abstract')
        batch_op.drop_column('place')
        batch_op.drop_column('issuer')
        batch_op.drop_column('type')
        batch_op.drop_column('state')
        batch_op.drop_column('kind')

    op.drop_table('enquiry_drafts')
    with op.batch_alter_table('enquiry_askers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_enquiry_askers_person_id'))

    op.drop_table('enquiry_askers')
    with op.batch_alter_table('enquiries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_enquiries_unit_id_state'))
        batch_op.drop_index(batch_op.f('ix_enquiries_unit_id'))
        batch_op.drop_index(batch_op.f('ix_enquiries_person_id'))

    op.drop_table('enquiries')
    with op.batch_alter_table('document_relations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_document_relations_number_key'))
        batch_op.drop_index(batch_op.f('ix_document_relations_document_id'))

    op.drop_table('document_relations')
    op.drop_table('document_files')
    op.drop_table('answer_votes')
    with op.batch_alter_table('questions_asked', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_questions_asked_person_id_asked_at'))
        batch_op.drop_index(batch_op.f('ix_questions_asked_asked_at'))

    op.drop_table('questions_asked')
    op.drop_table('model_use')
    with op.batch_alter_table('filings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_filings_person_id'))

    op.drop_table('filings')
    with op.batch_alter_table('uploads', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_uploads_created_at'))

    op.drop_table('uploads')
    with op.batch_alter_table('web_messages', schema=None) as batch_op:
        batch_op.drop_column('file')

    op.drop_table('keys')
    op.drop_table('counters')
    op.create_table('passage_terms',
    sa.Column('term', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('passage_id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('weight', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_passage_terms_document_id_documents'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('term', 'passage_id', name=op.f('pk_passage_terms')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('passage_terms', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passage_terms_document_id'), ['document_id'], unique=False)
