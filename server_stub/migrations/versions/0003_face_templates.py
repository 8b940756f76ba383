"""The register keeps face templates beside photographs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this version."""
    op.create_table(
        "face_templates",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("model", sa.String(length=60), nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_face_templates_person_id")),
        sa.PrimaryKeyConstraint("person_id", "model", name=op.f("pk_face_templates")),
    )


def downgrade() -> None:
    """Back to the one before."""
    op.drop_table("face_templates")
