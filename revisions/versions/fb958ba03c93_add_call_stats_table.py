"""Add call_stats table

Revision ID: fb958ba03c93
Revises: 9044ba1e3377
Create Date: 2025-03-19 15:40:02.771904

"""
from alembic import op
import sqlalchemy as sa

revision = 'fb958ba03c93'
down_revision = '9044ba1e3377'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "call_stats",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("duration_seconds", sa.Integer(), server_default="0", nullable=False),
        sa.Column("avg_bitrate_kbps", sa.Integer()),
        sa.Column("packet_loss_percent", sa.Numeric(5, 2)),
        sa.Column(
            "collected_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name="pk_call_stats"),
        sa.UniqueConstraint("call_id", "user_id", name="uq_call_stats_call_id_user_id"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name="fk_call_stats_call_id_calls", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_call_stats_user_id_users", ondelete="CASCADE"
        ),
        sa.CheckConstraint("duration_seconds >= 0", name="ck_call_stats_duration"),
        sa.CheckConstraint(
            "packet_loss_percent BETWEEN 0 AND 100", name="ck_call_stats_packet_loss"
        ),
    )
    op.create_index("ix_call_stats_user_id", "call_stats", ["user_id"])


def downgrade():
    op.drop_table("call_stats")
