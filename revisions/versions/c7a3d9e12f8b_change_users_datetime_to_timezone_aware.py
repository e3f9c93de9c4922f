"""Change users datetime to timezone aware

Revision ID: c7a3d9e12f8b
Revises: fb958ba03c93
Create Date: 2025-04-08 09:05:17.332650

"""
from alembic import op
import sqlalchemy as sa

revision = 'c7a3d9e12f8b'
down_revision = 'fb958ba03c93'
branch_labels = None
depends_on = None


# Column, and whether it has a default.
COLUMNS = (("created_at", True), ("updated_at", True), ("last_seen_at", False))


def convert(type_, default):
    for column, has_default in COLUMNS:
        # The default goes first: PostgreSQL would cast the old one to the new type,
        # and that cast depends on each session's time zone.
        if has_default:
            op.alter_column("users", column, server_default=None)
        op.alter_column(
            "users", column, type_=type_, postgresql_using=f"{column} AT TIME ZONE 'UTC'"
        )
        if has_default:
            op.alter_column("users", column, server_default=default)


def upgrade():
    convert(sa.DateTime(timezone=True), sa.func.now())


def downgrade():
    convert(sa.DateTime(), sa.text("timezone('utc', now())"))
