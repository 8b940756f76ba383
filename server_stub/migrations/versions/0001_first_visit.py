"""The tables of the first version: one visit, from card to paper."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this version."""
    op.create_table(
        "counters",
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope"),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_idempotency_keys_stored_at"), "idempotency_keys", ["stored_at"], unique=False)
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("phone", sa.String(length=11), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_messages_at"), "messages", ["at"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("english_name", sa.String(length=120), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("birth", sa.Date(), nullable=False),
        sa.Column("phone", sa.String(length=11), nullable=False),
        sa.Column("deceased", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "queue_numbers",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("hall", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("queue", sa.String(length=30), nullable=False),
        sa.Column("business", sa.String(length=60), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=False),
        sa.Column("serial", sa.String(length=20), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=11), nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("called_at", sa.DateTime(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hall", "day", "number"),
        sa.UniqueConstraint("hall", "serial"),
    )
    op.create_index(op.f("ix_queue_numbers_day"), "queue_numbers", ["day"], unique=False)
    op.create_index(op.f("ix_queue_numbers_hall"), "queue_numbers", ["hall"], unique=False)
    op.create_table(
        "wrong_lookups",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("terminal", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_wrong_lookups_at"), "wrong_lookups", ["at"], unique=False)
    op.create_index(op.f("ix_wrong_lookups_case_number"), "wrong_lookups", ["case_number"], unique=False)
    op.create_index(op.f("ix_wrong_lookups_terminal"), "wrong_lookups", ["terminal"], unique=False)
    op.create_table(
        "cards",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("number", sa.String(length=18), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("lost", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
        ),
        sa.PrimaryKeyConstraint("kind", "number"),
    )
    op.create_index(op.f("ix_cards_person_id"), "cards", ["person_id"], unique=False)
    op.create_table(
        "cases",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("session_hash", sa.String(length=64), nullable=False),
        sa.Column("filed_by", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("terminal", sa.String(length=20), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("situation", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("form", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("materials", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("phone", sa.String(length=11), nullable=False),
        sa.Column("applicant", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("filed_at", sa.DateTime(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("strokes", sa.Text(), nullable=False),
        sa.Column("query_code", sa.String(length=6), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("due", sa.JSON(), nullable=False),
        sa.Column("slip", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["filed_by"],
            ["people.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index(op.f("ix_cases_filed_at"), "cases", ["filed_at"], unique=False)
    op.create_index(op.f("ix_cases_filed_by"), "cases", ["filed_by"], unique=False)
    op.create_index(op.f("ix_cases_person_id"), "cases", ["person_id"], unique=False)
    op.create_index(op.f("ix_cases_service"), "cases", ["service"], unique=False)
    op.create_index(op.f("ix_cases_token"), "cases", ["token"], unique=False)
    op.create_table(
        "documents",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("verification_code", sa.String(length=20), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("verification_code"),
    )
    op.create_index(op.f("ix_documents_person_id"), "documents", ["person_id"], unique=False)
    op.create_table(
        "phone_codes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("phone", sa.String(length=11), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("session_hash", sa.String(length=64), nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("verified_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_phone_codes_person_id"), "phone_codes", ["person_id"], unique=False)
    op.create_index(op.f("ix_phone_codes_phone"), "phone_codes", ["phone"], unique=False)
    op.create_index(op.f("ix_phone_codes_sent_at"), "phone_codes", ["sent_at"], unique=False)
    op.create_table(
        "records",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("source", sa.String(length=30), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
        ),
        sa.PrimaryKeyConstraint("person_id", "source"),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("number", sa.String(length=18), nullable=False),
        sa.Column("standing", sa.String(length=20), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("terminal", sa.String(length=20), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index(op.f("ix_sessions_expires_at"), "sessions", ["expires_at"], unique=False)
    op.create_table(
        "case_steps",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.JSON(), nullable=False),
        sa.Column("note", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"],
            ["cases.number"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_case_steps_case_number"), "case_steps", ["case_number"], unique=False)
    op.create_table(
        "slip_reprints",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("terminal", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"],
            ["cases.number"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_slip_reprints_case_number"), "slip_reprints", ["case_number"], unique=False)


def downgrade() -> None:
    """Back to nothing."""
    op.drop_index(op.f("ix_slip_reprints_case_number"), table_name="slip_reprints")
    op.drop_table("slip_reprints")
    op.drop_index(op.f("ix_case_steps_case_number"), table_name="case_steps")
    op.drop_table("case_steps")
    op.drop_index(op.f("ix_sessions_expires_at"), table_name="sessions")
    op.drop_table("sessions")
    op.drop_table("records")
    op.drop_index(op.f("ix_phone_codes_sent_at"), table_name="phone_codes")
    op.drop_index(op.f("ix_phone_codes_phone"), table_name="phone_codes")
    op.drop_index(op.f("ix_phone_codes_person_id"), table_name="phone_codes")
    op.drop_table("phone_codes")
    op.drop_index(op.f("ix_documents_person_id"), table_name="documents")
    op.drop_table("documents")
    op.drop_index(op.f("ix_cases_token"), table_name="cases")
    op.drop_index(op.f("ix_cases_service"), table_name="cases")
    op.drop_index(op.f("ix_cases_person_id"), table_name="cases")
    op.drop_index(op.f("ix_cases_filed_by"), table_name="cases")
    op.drop_index(op.f("ix_cases_filed_at"), table_name="cases")
    op.drop_table("cases")
    op.drop_index(op.f("ix_cards_person_id"), table_name="cards")
    op.drop_table("cards")
    op.drop_index(op.f("ix_wrong_lookups_terminal"), table_name="wrong_lookups")
    op.drop_index(op.f("ix_wrong_lookups_case_number"), table_name="wrong_lookups")
    op.drop_index(op.f("ix_wrong_lookups_at"), table_name="wrong_lookups")
    op.drop_table("wrong_lookups")
    op.drop_index(op.f("ix_queue_numbers_hall"), table_name="queue_numbers")
    op.drop_index(op.f("ix_queue_numbers_day"), table_name="queue_numbers")
    op.drop_table("queue_numbers")
    op.drop_table("people")
    op.drop_index(op.f("ix_messages_at"), table_name="messages")
    op.drop_table("messages")
    op.drop_index(op.f("ix_idempotency_keys_stored_at"), table_name="idempotency_keys")
    op.drop_table("idempotency_keys")
    op.drop_table("counters")
