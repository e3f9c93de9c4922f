"""Add friend_links table

Revision ID: e5f6a7b8c9d0
Revises: d1e2f3a4b5c6
Create Date: 2025-05-13 11:48:30.615872

"""
from alembic import op
import sqlalchemy as sa

revision = 'e5f6a7b8c9d0'
down_revision = 'd1e2f3a4b5c6'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "friend_links",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        # No foreign key: a link may arrive before the friend's account does.
        sa.Column("friend_id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), server_default="invite", nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name="pk_friend_links"),
        sa.UniqueConstraint("user_id", "friend_id", name="uq_friend_links_user_id_friend_id"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_friend_links_user_id_users", ondelete="CASCADE"
        ),
        sa.CheckConstraint(
            "source IN ('invite', 'contacts', 'call')", name="ck_friend_links_source"
        ),
    )


def downgrade():
    op.drop_table("friend_links")
