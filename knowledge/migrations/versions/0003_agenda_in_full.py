"""The agenda in full: drafts, changes, answers, conferences, feeds."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('agenda_intakes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('event', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('content_hash', sa.String(), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('problems', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_agenda_intakes_person_id_people')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_agenda_intakes_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_intakes')),
    sa.UniqueConstraint('event', name=op.f('uq_agenda_intakes_event'))
    )
    with op.batch_alter_table('agenda_intakes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agenda_intakes_person_id'), ['person_id'], unique=False)

    op.create_table('digest_wishes',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('minute', sa.Integer(), nullable=False),
    sa.Column('even_if_empty', sa.Boolean(), nullable=False),
    sa.Column('is_off', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_digest_wishes_person_id_people')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_digest_wishes'))
    )
    op.create_table('facilities',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('folded_name', sa.String(), nullable=False),
    sa.Column('places', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_facilities_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_facilities')),
    sa.UniqueConstraint('unit_id', 'folded_name', name=op.f('uq_facilities_unit_id_folded_name'))
    )
    with op.batch_alter_table('facilities', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_facilities_folded_name'), ['folded_name'], unique=False)

    op.create_table('feeds',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.Column('revoked_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_feeds_person_id_people')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_feeds_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feeds')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_feeds_token_hash'))
    )
    with op.batch_alter_table('feeds', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_feeds_person_id'), ['person_id'], unique=False)

    op.create_table('made_files',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_made_files_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_made_files'))
    )
    with op.batch_alter_table('made_files', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_made_files_made_at'), ['made_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_made_files_person_id'), ['person_id'], unique=False)

    op.create_table('programmes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('reach', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('drafted_by', sa.Integer(), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('remark', sa.String(), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by'], ['people.id'], name=op.f('fk_programmes_decided_by_people')),
    sa.ForeignKeyConstraint(['drafted_by'], ['people.id'], name=op.f('fk_programmes_drafted_by_people')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_programmes_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programmes')),
    sa.UniqueConstraint('unit_id', 'first_day', name=op.f('uq_programmes_unit_id_first_day'))
    )
    op.create_table('recurring_meetings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(), nullable=False),
    sa.Column('starts_at', sa.DateTime(), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['people.id'], name=op.f('fk_recurring_meetings_created_by_people')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_recurring_meetings_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recurring_meetings'))
    )
    with op.batch_alter_table('recurring_meetings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recurring_meetings_unit_id'), ['unit_id'], unique=False)

    op.create_table('agenda_items',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('presenter', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_agenda_items_meeting_id_meetings'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_items'))
    )
    with op.batch_alter_table('agenda_items', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agenda_items_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('bookings',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('facility_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['facility_id'], ['facilities.id'], name=op.f('fk_bookings_facility_id_facilities')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_bookings_meeting_id_meetings'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('meeting_id', 'facility_id', name=op.f('pk_bookings'))
    )
    with op.batch_alter_table('bookings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bookings_facility_id'), ['facility_id'], unique=False)

    op.create_table('connection_points',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('folded_name', sa.String(), nullable=False),
    sa.Column('reporter_id', sa.Integer(), nullable=True),
    sa.Column('expected', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('chased', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_connection_points_meeting_id_meetings'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['reporter_id'], ['people.id'], name=op.f('fk_connection_points_reporter_id_people')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_connection_points_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_connection_points')),
    sa.UniqueConstraint('code', name=op.f('uq_connection_points_code')),
    sa.UniqueConstraint('meeting_id', 'unit_id', 'folded_name', name=op.f('uq_connection_points_meeting_id_unit_id_folded_name'))
    )
    with op.batch_alter_table('connection_points', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_connection_points_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('meeting_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('why', sa.String(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_meeting_changes_meeting_id_meetings'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_meeting_changes_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_changes'))
    )
    with op.batch_alter_table('meeting_changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_changes_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('papers_seen',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('seen_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_papers_seen_document_id_documents'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_papers_seen_meeting_id_meetings'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_papers_seen_person_id_people')),
    sa.PrimaryKeyConstraint('meeting_id', 'document_id', 'person_id', name=op.f('pk_papers_seen'))
    )
    op.create_table('programme_lines',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=True),
    sa.Column('recurring_id', sa.Integer(), nullable=True),
    sa.Column('starts_at', sa.DateTime(), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('is_dropped', sa.Boolean(), nullable=False),
    sa.Column('override_reason', sa.String(), nullable=False),
    sa.Column('override_by', sa.Integer(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('changed_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['changed_by'], ['people.id'], name=op.f('fk_programme_lines_changed_by_people')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_programme_lines_meeting_id_meetings'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['override_by'], ['people.id'], name=op.f('fk_programme_lines_override_by_people')),
    sa.ForeignKeyConstraint(['programme_id'], ['programmes.id'], name=op.f('fk_programme_lines_programme_id_programmes'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['recurring_id'], ['recurring_meetings.id'], name=op.f('fk_programme_lines_recurring_id_recurring_meetings'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_lines'))
    )
    with op.batch_alter_table('programme_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_programme_lines_programme_id'), ['programme_id'], unique=False)

    op.create_table('programme_versions',
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('published_at', sa.DateTime(), nullable=False),
    sa.Column('published_by', sa.Integer(), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['programmes.id'], name=op.f('fk_programme_versions_programme_id_programmes'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['published_by'], ['people.id'], name=op.f('fk_programme_versions_published_by_people')),
    sa.PrimaryKeyConstraint('programme_id', 'version', name=op.f('pk_programme_versions'))
    )
    op.create_table('change_news',
    sa.Column('change_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('told_at', sa.DateTime(), nullable=True),
    sa.Column('notice_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['change_id'], ['meeting_changes.id'], name=op.f('fk_change_news_change_id_meeting_changes'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_change_news_person_id_people')),
    sa.PrimaryKeyConstraint('change_id', 'person_id', name=op.f('pk_change_news'))
    )
    with op.batch_alter_table('change_news', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_change_news_person_id_told_at'), ['person_id', 'told_at'], unique=False)

    op.create_table('check_ins',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('point_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('way', sa.String(), nullable=False),
    sa.Column('is_late', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_check_ins_meeting_id_meetings'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_check_ins_person_id_people')),
    sa.ForeignKeyConstraint(['point_id'], ['connection_points.id'], name=op.f('fk_check_ins_point_id_connection_points')),
    sa.PrimaryKeyConstraint('meeting_id', 'person_id', name=op.f('pk_check_ins'))
    )
    with op.batch_alter_table('check_ins', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_check_ins_point_id'), ['point_id'], unique=False)

    op.create_table('point_reports',
    sa.Column('point_id', sa.Integer(), nullable=False),
    sa.Column('expected', sa.Integer(), nullable=False),
    sa.Column('present', sa.Integer(), nullable=False),
    sa.Column('excused', sa.Integer(), nullable=False),
    sa.Column('substitutes', sa.Integer(), nullable=False),
    sa.Column('late', sa.Integer(), nullable=False),
    sa.Column('reasons', sa.String(), nullable=False),
    sa.Column('reported_by', sa.Integer(), nullable=False),
    sa.Column('reported_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['point_id'], ['connection_points.id'], name=op.f('fk_point_reports_point_id_connection_points'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['reported_by'], ['people.id'], name=op.f('fk_point_reports_reported_by_people')),
    sa.PrimaryKeyConstraint('point_id', name=op.f('pk_point_reports'))
    )
    with op.batch_alter_table('attendees', schema=None) as batch_op:
        batch_op.add_column(sa.Column('role', sa.String(), server_default='invited', nullable=False))
        batch_op.add_column(sa.Column('post', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('answer', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('reason', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('substitute_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('answered_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('nudged_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('point_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_attendees_point_id'), ['point_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_attendees_point_id_connection_points'), 'connection_points', ['point_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_attendees_substitute_id_people'), 'people', ['substitute_id'], ['id'])

    with op.batch_alter_table('meeting_papers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('item_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_meeting_papers_item_id_agenda_items'), 'agenda_items', ['item_id'], ['id'], ondelete='SET NULL')

    with op.batch_alter_table('meetings', schema=None) as batch_op:
        batch_op.add_column(sa.Column('state', sa.String(), server_default='planned', nullable=False))
        batch_op.add_column(sa.Column('prepared_by', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('followed_by', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('invitation', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('organiser_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('sequence', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('changed_at', sa.DateTime(), nullable=True))



def downgrade():
    with op.batch_alter_table('meetings', schema=None) as batch_op:
        batch_op.drop_column('changed_at')
        batch_op.drop_column('sequence')
        batch_op.drop_column('organiser_id')
        batch_op.drop_column('invitation')
        batch_op.drop_column('followed_by')
        batch_op.drop_column('prepared_by')
        batch_op.drop_column('state')

    with op.batch_alter_table('meeting_papers', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_meeting_papers_item_id_agenda_items'), type_='foreignkey')
        batch_op.drop_column('item_id')

    with op.batch_alter_table('attendees', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_attendees_substitute_id_people'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_attendees_point_id_connection_points'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_attendees_point_id'))
        batch_op.drop_column('point_id')
        batch_op.drop_column('nudged_at')
        batch_op.drop_column('answered_at')
        batch_op.drop_column('substitute_id')
        batch_op.drop_column('reason')
        batch_op.drop_column('answer')
        batch_op.drop_column('post')
        batch_op.drop_column('role')

    op.drop_table('point_reports')
    with op.batch_alter_table('check_ins', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_check_ins_point_id'))

    op.drop_table('check_ins')
    with op.batch_alter_table('change_news', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_change_news_person_id_told_at'))

    op.drop_table('change_news')
    op.drop_table('programme_versions')
    with op.batch_alter_table('programme_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_programme_lines_programme_id'))

    op.drop_table('programme_lines')
    op.drop_table('papers_seen')
    with op.batch_alter_table('meeting_changes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_changes_meeting_id'))

    op.drop_table('meeting_changes')
    with op.batch_alter_table('connection_points', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_connection_points_meeting_id'))

    op.drop_table('connection_points')
    with op.batch_alter_table('bookings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bookings_facility_id'))

    op.drop_table('bookings')
    with op.batch_alter_table('agenda_items', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agenda_items_meeting_id'))

    op.drop_table('agenda_items')
    with op.batch_alter_table('recurring_meetings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recurring_meetings_unit_id'))

    op.drop_table('recurring_meetings')
    op.drop_table('programmes')
    with op.batch_alter_table('made_files', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_made_files_person_id'))
        batch_op.drop_index(batch_op.f('ix_made_files_made_at'))

    op.drop_table('made_files')
    with op.batch_alter_table('feeds', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_feeds_person_id'))

    op.drop_table('feeds')
    with op.batch_alter_table('facilities', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_facilities_folded_name'))

    op.drop_table('facilities')
    op.drop_table('digest_wishes')
    with op.batch_alter_table('agenda_intakes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agenda_intakes_person_id'))

    op.drop_table('agenda_intakes')
