"""What people at the controls leave behind: holds, cancels, edits, bypasses, ticks, reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

FLAGS = ("held", "cancelled", "edited_notes", "revision", "moved")


def upgrade() -> None:
    """Add columns and tables; what is recorded stays as it is."""
    op.add_column("releases", sa.Column("title", sa.Text(), server_default="", nullable=False))
    for flag in FLAGS:
        op.add_column("releases", sa.Column(flag, sa.JSON(), nullable=True))
    op.add_column("questions", sa.Column("why", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "questions", sa.Column("reminders", sa.Integer(), server_default="0", nullable=False)
    )
    op.create_table(
        "bypasses",
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("time", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["release"], ["releases.id"]),
        sa.PrimaryKeyConstraint("release", "kind", "name"),
    )
    op.create_table(
        "ticks",
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("time", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["release"], ["releases.id"]),
        sa.PrimaryKeyConstraint("release", "line"),
    )
    op.create_index("releases_by_age", "releases", ["created"])
    op.create_index("questions_by_release", "questions", ["release"])
    op.create_index("audit_by_release", "audit", ["release"])
