"""Add performance indexes

Revision ID: f1a2b3c4d5e6
Revises: e5f6a7b8c9d0
Create Date: 2025-06-03 16:20:09.457138

"""
from alembic import op
import sqlalchemy as sa

revision = 'f1a2b3c4d5e6'
down_revision = 'e5f6a7b8c9d0'
branch_labels = None
depends_on = None


def upgrade():
    op.create_index("ix_users_username_lower", "users", [sa.text("lower(username)")])
    op.create_index("ix_users_last_seen_at", "users", ["last_seen_at"])
    op.create_index("ix_calls_status_created_at", "calls", ["status", sa.text("created_at DESC")])
    op.create_index(
        "ix_calls_open", "calls", ["started_at"], postgresql_where=sa.text("ended_at IS NULL")
    )
    op.create_index("ix_participants_call_id_joined_at", "participants", ["call_id", "joined_at"])
    op.create_index("ix_call_stats_collected_at", "call_stats", ["collected_at"])
    op.create_index("ix_friend_links_friend_id", "friend_links", ["friend_id"])


def downgrade():
    op.drop_index("ix_friend_links_friend_id", table_name="friend_links")
    op.drop_index("ix_call_stats_collected_at", table_name="call_stats")
    op.drop_index("ix_participants_call_id_joined_at", table_name="participants")
    op.drop_index("ix_calls_open", table_name="calls")
    op.drop_index("ix_calls_status_created_at", table_name="calls")
    op.drop_index("ix_users_last_seen_at", table_name="users")
    op.drop_index("ix_users_username_lower", table_name="users")
