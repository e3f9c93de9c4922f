"""Migrate to bidirectional friend links

Revision ID: g1h2i3j4k5l6
Revises: a1b2c3d4e5f6
Create Date: 2025-07-01 08:54:23.919306

Data only: the schema is the same before and after.

"""
from alembic import op

revision = 'g1h2i3j4k5l6'
down_revision = 'a1b2c3d4e5f6'
branch_labels = None
depends_on = None


def upgrade():
    # From here on a friendship is two rows. The join passes over links that lost
    # their friend since the cleanup: the foreign key would refuse their reverse.
    op.execute(
        """
        INSERT INTO friend_links (user_id, friend_id, source, created_at)
        SELECT link.friend_id, link.user_id, link.source, link.created_at
        FROM friend_links AS link
        JOIN users ON users.id = link.friend_id
        ON CONFLICT (user_id, friend_id) DO NOTHING
        """
    )


def downgrade():
    # Nothing to do: which rows were added is not known, and one-way readers
    # understand a pair of rows too.
    pass
