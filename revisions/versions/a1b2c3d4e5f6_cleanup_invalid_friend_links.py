"""Cleanup invalid friend links

Revision ID: a1b2c3d4e5f6
Revises: f1a2b3c4d5e6
Create Date: 2025-06-17 13:33:46.280591

Data only: the schema is the same before and after.

"""
from alembic import op

revision = 'a1b2c3d4e5f6'
down_revision = 'f1a2b3c4d5e6'
branch_labels = None
depends_on = None


def upgrade():
    # Links of a user to himself, and links to an account that does not exist.
    op.execute(
        """
        DELETE FROM friend_links AS link
        WHERE link.user_id = link.friend_id
           OR NOT EXISTS (SELECT 1 FROM users WHERE users.id = link.friend_id)
        """
    )


def downgrade():
    # Nothing to do: the deleted links are not kept, and nothing could have used them.
    pass
