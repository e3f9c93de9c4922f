"""Add photo_url to users

Revision ID: d1e2f3a4b5c6
Revises: c7a3d9e12f8b
Create Date: 2025-04-22 18:27:55.094417

"""
from alembic import op
import sqlalchemy as sa

revision = 'd1e2f3a4b5c6'
down_revision = 'c7a3d9e12f8b'
branch_labels = None
depends_on = None


def has_photo_url():
    users = sa.Table("users", sa.MetaData(), autoload_with=op.get_bind())
    return "photo_url" in users.columns


def upgrade():
    # Some installations were given the column by hand before this revision existed.
    # A script (--sql) has no database to ask.
    if op.get_context().as_sql or not has_photo_url():
        op.add_column("users", sa.Column("photo_url", sa.String(2048)))


def downgrade():
    op.drop_column("users", "photo_url")
