"""Releases of what somebody published by hand: which tag they complete."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column; what is recorded stays as it is."""
    op.add_column("releases", sa.Column("adopts", sa.Text(), server_default="", nullable=False))
