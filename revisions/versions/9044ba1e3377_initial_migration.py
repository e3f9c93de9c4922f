"""Initial migration

Revision ID: 9044ba1e3377
Revises:
Create Date: 2025-03-04 10:12:41.508213

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '9044ba1e3377'
down_revision = None
branch_labels = None
depends_on = None


# Created by hand below: whether create_table makes the type depends on SQLAlchemy's version.
call_status = postgresql.ENUM(
    "ringing", "active", "ended", "missed", "declined", name="call_status", create_type=False
)


def utc_now():
    # The function, not the AT TIME ZONE operator: every server version prints it alike.
    return sa.text("timezone('utc', now())")


def upgrade():
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("username", sa.String(64), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("password_hash", sa.String(255), nullable=False),
        sa.Column("display_name", sa.String(120)),
        sa.Column("is_active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("created_at", sa.DateTime(), server_default=utc_now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), server_default=utc_now(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("username", name="uq_users_username"),
        sa.UniqueConstraint("email", name="uq_users_email"),
        sa.CheckConstraint("char_length(username) >= 3", name="ck_users_username_length"),
    )

    op.execute(
        "CREATE TYPE call_status AS ENUM ('ringing', 'active', 'ended', 'missed', 'declined')"
    )
    op.create_table(
        "calls",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("room_code", sa.String(32), nullable=False),
        sa.Column("host_id", sa.BigInteger(), nullable=False),
        sa.Column("status", call_status, server_default="ringing", nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_calls"),
        sa.UniqueConstraint("room_code", name="uq_calls_room_code"),
        sa.ForeignKeyConstraint(
            ["host_id"], ["users.id"], name="fk_calls_host_id_users", ondelete="CASCADE"
        ),
        sa.CheckConstraint("ended_at >= started_at", name="ck_calls_ended_after_started"),
    )
    op.create_index("ix_calls_host_id", "calls", ["host_id"])

    op.create_table(
        "participants",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), server_default="guest", nullable=False),
        sa.Column(
            "joined_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column("left_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_participants"),
        sa.UniqueConstraint("call_id", "user_id", name="uq_participants_call_id_user_id"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name="fk_participants_call_id_calls", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_participants_user_id_users", ondelete="CASCADE"
        ),
        sa.CheckConstraint("role IN ('host', 'guest')", name="ck_participants_role"),
    )
    op.create_index("ix_participants_user_id", "participants", ["user_id"])


def downgrade():
    op.drop_table("participants")
    op.drop_table("calls")
    # Dropping a table leaves its types behind.
    op.execute("DROP TYPE call_status")
    op.drop_table("users")
