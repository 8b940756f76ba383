"""platforms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this version."""
    op.create_table(
        "access_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("staff", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("page", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
    )
    with op.batch_alter_table("access_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_log_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_access_log_staff"), ["staff"], unique=False)
        batch_op.create_index(batch_op.f("ix_access_log_subject"), ["subject"], unique=False)

    op.create_table(
        "catalogue_versions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("written", sa.JSON(), nullable=False),
        sa.Column("compiled", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_versions")),
        sa.UniqueConstraint("kind", "code", "number", name=op.f("uq_catalogue_versions_kind_code_number")),
    )
    with op.batch_alter_table("catalogue_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_catalogue_versions_code"), ["code"], unique=False)

    op.create_table(
        "companies",
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("credit_code", name=op.f("pk_companies")),
    )
    op.create_table(
        "company_records",
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("source", sa.String(length=30), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("credit_code", "source", name=op.f("pk_company_records")),
    )
    op.create_table(
        "configuration",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_configuration")),
    )
    with op.batch_alter_table("configuration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_configuration_name"), ["name"], unique=False)

    op.create_table(
        "events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_events_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_events_topic"), ["topic"], unique=False)

    op.create_table(
        "jobs",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("ran_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_jobs")),
    )
    op.create_table(
        "licence_ledgers",
        sa.Column("ledger", sa.String(length=60), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("ledger", name=op.f("pk_licence_ledgers")),
    )
    op.create_table(
        "licence_uses",
        sa.Column("ledger", sa.String(length=60), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("licence_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("department", sa.JSON(), nullable=False),
        sa.Column("terminal", sa.String(length=30), nullable=False),
        sa.Column("staff", sa.String(length=40), nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("matter", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("ledger", "seq", name=op.f("pk_licence_uses")),
    )
    with op.batch_alter_table("licence_uses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_licence_uses_licence_id"), ["licence_id"], unique=False)

    op.create_table(
        "outbound_messages",
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("target", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("trouble", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_outbound_messages")),
        sa.UniqueConstraint("id", name=op.f("uq_outbound_messages_id")),
    )
    with op.batch_alter_table("outbound_messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbound_messages_next_try"), ["next_try"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbound_messages_sent_at"), ["sent_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbound_messages_subject"), ["subject"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbound_messages_target"), ["target"], unique=False)

    op.create_table(
        "platform_keys",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_platform_keys")),
    )
    op.create_table(
        "printouts",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("hall", sa.String(length=10), nullable=False),
        sa.Column("terminal", sa.String(length=30), nullable=False),
        sa.Column("paper", sa.String(length=8), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("reprint", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printouts")),
    )
    with op.batch_alter_table("printouts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_printouts_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_printouts_hall"), ["hall"], unique=False)
        batch_op.create_index(batch_op.f("ix_printouts_reference"), ["reference"], unique=False)
        batch_op.create_index(batch_op.f("ix_printouts_terminal"), ["terminal"], unique=False)

    op.create_table(
        "queue_window_periods",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("hall", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("window", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=6), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("staff", sa.String(length=20), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_window_periods")),
    )
    with op.batch_alter_table("queue_window_periods", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_queue_window_periods_hall_day"), ["hall", "day"], unique=False)

    op.create_table(
        "queue_windows",
        sa.Column("hall", sa.String(length=10), nullable=False),
        sa.Column("window", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=6), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("terminal", sa.String(length=30), nullable=False),
        sa.Column("staff", sa.String(length=20), nullable=False),
        sa.Column("serving", sa.String(length=36), nullable=False),
        sa.Column("last_number", sa.String(length=8), nullable=False),
        sa.Column("called_at", sa.DateTime(), nullable=True),
        sa.Column("recalls", sa.Integer(), nullable=False),
        sa.Column("passed_over", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "window", name=op.f("pk_queue_windows")),
    )
    op.create_table(
        "slots",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("hall", sa.String(length=10), nullable=False),
        sa.Column("business", sa.String(length=60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.DateTime(), nullable=False),
        sa.Column("ends", sa.DateTime(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("taken >= 0 AND taken <= capacity", name=op.f("ck_slots_never_oversold")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slots")),
    )
    with op.batch_alter_table("slots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slots_day"), ["day"], unique=False)

    op.create_table(
        "staff",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("password_hash", sa.String(length=128), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("departments", sa.JSON(), nullable=False),
        sa.Column("hall", sa.String(length=10), nullable=False),
        sa.Column("levels", sa.JSON(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_staff")),
    )
    op.create_table(
        "terminals",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("hall", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("window", sa.String(length=8), nullable=False),
        sa.Column("menu", sa.String(length=40), nullable=False),
        sa.Column("series", sa.Integer(), server_default="0", nullable=False),
        sa.Column("departments", sa.JSON(), nullable=False),
        sa.Column("stage", sa.String(length=6), nullable=False),
        sa.Column("public_key", sa.String(length=64), nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("enrolment_hash", sa.String(length=64), nullable=False),
        sa.Column("enrolment_until", sa.DateTime(), nullable=True),
        sa.Column("enrolled_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terminals")),
    )
    with op.batch_alter_table("terminals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_terminals_hall"), ["hall"], unique=False)

    op.create_table(
        "appointments",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("slot_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("business", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("phone", sa.String(length=11), nullable=False),
        sa.Column("channel", sa.Integer(), nullable=False),
        sa.Column("terminal", sa.String(length=30), nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("held_until", sa.DateTime(), nullable=True),
        sa.Column("booked_at", sa.DateTime(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column("arrived_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("by_hall", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("ticket", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_appointments_person_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["slots.id"], name=op.f("fk_appointments_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
        sa.UniqueConstraint("number", name=op.f("uq_appointments_number")),
    )
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.create_index(
            "ix_appointments_held",
            ["held_until"],
            unique=False,
            sqlite_where=sa.text("state = 0"),
            postgresql_where=sa.text("state = 0"),
        )
        batch_op.create_index("ix_appointments_person_id_made_at", ["person_id", "made_at"], unique=False)
        batch_op.create_index("ix_appointments_slot_id_state", ["slot_id", "state"], unique=False)
        batch_op.create_index(
            "uq_appointments_active",
            ["person_id", "day", "business"],
            unique=True,
            sqlite_where=sa.text("state <= 2"),
            postgresql_where=sa.text("state <= 2"),
        )

    op.create_table(
        "booking_pauses",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_booking_pauses_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_booking_pauses")),
    )
    op.create_table(
        "card_reports",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("number", sa.String(length=18), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("lost", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_card_reports_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_reports")),
    )
    with op.batch_alter_table("card_reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_reports_number"), ["number"], unique=False)
        batch_op.create_index(batch_op.f("ix_card_reports_person_id"), ["person_id"], unique=False)

    op.create_table(
        "catalogue_publication_steps",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("stage", sa.String(length=6), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("author", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["catalogue_versions.id"], name=op.f("fk_catalogue_publication_steps_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_publication_steps")),
    )
    with op.batch_alter_table("catalogue_publication_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_catalogue_publication_steps_code"), ["code"], unique=False)

    op.create_table(
        "catalogue_publications",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("stage", sa.String(length=6), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["catalogue_versions.id"], name=op.f("fk_catalogue_publications_version_id")
        ),
        sa.PrimaryKeyConstraint("kind", "code", "channel", "stage", name=op.f("pk_catalogue_publications")),
    )
    op.create_table(
        "company_roles",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("given_by", sa.String(length=36), nullable=True),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["credit_code"], ["companies.credit_code"], name=op.f("fk_company_roles_credit_code")),
        sa.ForeignKeyConstraint(["given_by"], ["people.id"], name=op.f("fk_company_roles_given_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_company_roles_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_roles")),
    )
    with op.batch_alter_table("company_roles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_company_roles_credit_code"), ["credit_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_company_roles_person_id"), ["person_id"], unique=False)

    op.create_table(
        "data_corrections",
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("service", sa.String(length=60), nullable=False),
        sa.Column("what", sa.String(length=100), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("shown", sa.String(length=400), nullable=False),
        sa.Column("wrong", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=11), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.String(length=300), nullable=False),
        sa.Column("answered_by", sa.String(length=60), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_data_corrections_person_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_data_corrections")),
    )
    with op.batch_alter_table("data_corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_data_corrections_department"), ["department"], unique=False)
        batch_op.create_index(batch_op.f("ix_data_corrections_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_data_corrections_state"), ["state"], unique=False)

    op.create_table(
        "entitlement_looks",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_entitlement_looks_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_entitlement_looks")),
    )
    with op.batch_alter_table("entitlement_looks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entitlement_looks_day"), ["day"], unique=False)

    op.create_table(
        "entitlement_notices",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("whose", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_entitlement_notices_person_id")),
        sa.ForeignKeyConstraint(["whose"], ["people.id"], name=op.f("fk_entitlement_notices_whose")),
        sa.PrimaryKeyConstraint("person_id", "whose", "key", name=op.f("pk_entitlement_notices")),
    )
    op.create_table(
        "face_check_ins",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("number", sa.String(length=18), nullable=False),
        sa.Column("hall", sa.String(length=10), nullable=False),
        sa.Column("terminal", sa.String(length=30), nullable=False),
        sa.Column("consent", sa.String(length=36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_face_check_ins_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_face_check_ins")),
    )
    with op.batch_alter_table("face_check_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_face_check_ins_day"), ["day"], unique=False)
        batch_op.create_index(batch_op.f("ix_face_check_ins_person_id"), ["person_id"], unique=False)

    op.create_table(
        "face_checks",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("consent", sa.String(length=36), nullable=False),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("model", sa.String(length=60), nullable=False),
        sa.Column("hall", sa.String(length=10), nullable=False),
        sa.Column("terminal", sa.String(length=30), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_face_checks_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_face_checks")),
    )
    with op.batch_alter_table("face_checks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_face_checks_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_face_checks_consent"), ["consent"], unique=False)
        batch_op.create_index(batch_op.f("ix_face_checks_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_face_checks_terminal"), ["terminal"], unique=False)

    op.create_table(
        "grants",
        sa.Column("number", sa.String(length=10), nullable=False),
        sa.Column("principal_id", sa.String(length=36), nullable=False),
        sa.Column("agent_id", sa.String(length=36), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("matter", sa.String(length=100), nullable=False),
        sa.Column("once", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("over_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["people.id"], name=op.f("fk_grants_agent_id")),
        sa.ForeignKeyConstraint(["principal_id"], ["people.id"], name=op.f("fk_grants_principal_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_grants")),
    )
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grants_agent_id"), ["agent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_grants_given_at"), ["given_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_grants_principal_id"), ["principal_id"], unique=False)

    op.create_table(
        "joint_applications",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("event_version", sa.Integer(), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("lead", sa.String(length=40), nullable=False),
        sa.Column("hall", sa.String(length=10), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("session_hash", sa.String(length=64), nullable=False),
        sa.Column("filed_by", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("company", sa.String(length=18), nullable=False),
        sa.Column("terminal", sa.String(length=30), nullable=False),
        sa.Column("first_contact", sa.String(length=80), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("data_version", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("form", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("materials", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(length=11), nullable=False),
        sa.Column("applicant", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("filed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("event_limit", sa.JSON(), nullable=False),
        sa.Column("clock_from", sa.Date(), nullable=True),
        sa.Column("clock_days", sa.Integer(), nullable=False),
        sa.Column("stopped_days", sa.Integer(), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_estimated", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("strokes", sa.Text(), nullable=False),
        sa.Column("query_code", sa.String(length=6), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("slip", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_version"], ["catalogue_versions.id"], name=op.f("fk_joint_applications_event_version")
        ),
        sa.ForeignKeyConstraint(["filed_by"], ["people.id"], name=op.f("fk_joint_applications_filed_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_joint_applications_person_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_joint_applications")),
    )
    with op.batch_alter_table("joint_applications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_joint_applications_closed_at"), ["closed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_joint_applications_company"), ["company"], unique=False)
        batch_op.create_index(batch_op.f("ix_joint_applications_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_joint_applications_event"), ["event"], unique=False)
        batch_op.create_index(batch_op.f("ix_joint_applications_filed_at"), ["filed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_joint_applications_filed_by"), ["filed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_joint_applications_lead"), ["lead"], unique=False)
        batch_op.create_index(batch_op.f("ix_joint_applications_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_joint_applications_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_joint_applications_token"), ["token"], unique=False)

    op.create_table(
        "ledger",
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("service", sa.String(length=60), nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("hall", sa.String(length=10), nullable=False),
        sa.Column("terminal", sa.String(length=30), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("phone", sa.String(length=11), nullable=False),
        sa.Column("query_code", sa.String(length=6), nullable=False),
        sa.Column("hotline_number", sa.String(length=40), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("assignee", sa.String(length=60), nullable=False),
        sa.Column("progress", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("escalated", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("handed_over_at", sa.DateTime(), nullable=True),
        sa.Column("cleared_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_ledger_person_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ledger")),
    )
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_due"), ["due"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_hall"), ["hall"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_owner"), ["owner"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_progress"), ["progress"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_terminal"), ["terminal"], unique=False)

    op.create_table(
        "licences",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("identifier", sa.String(length=110), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("credit_code", sa.String(length=18), nullable=True),
        sa.Column("representative_id", sa.String(length=36), nullable=True),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=False),
        sa.Column("issuer", sa.JSON(), nullable=False),
        sa.Column("serial", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=True),
        sa.Column("reminded_of", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_licences_person_id")),
        sa.ForeignKeyConstraint(["representative_id"], ["people.id"], name=op.f("fk_licences_representative_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licences")),
        sa.UniqueConstraint("case_number", name=op.f("uq_licences_case_number")),
        sa.UniqueConstraint("identifier", name=op.f("uq_licences_identifier")),
    )
    with op.batch_alter_table("licences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_licences_credit_code"), ["credit_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_licences_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_licences_representative_id"), ["representative_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_licences_valid_until"), ["valid_until"], unique=False)

    op.create_table(
        "office_drafts",
        sa.Column("staff", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff"], ["staff.number"], name=op.f("fk_office_drafts_staff")),
        sa.PrimaryKeyConstraint("staff", "subject", name=op.f("pk_office_drafts")),
    )
    with op.batch_alter_table("office_drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_office_drafts_at"), ["at"], unique=False)

    op.create_table(
        "office_sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("staff", sa.String(length=20), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("said", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("revealed", sa.JSON(), server_default=sa.text("'{}'"), nullable=False),
        sa.ForeignKeyConstraint(["staff"], ["staff.number"], name=op.f("fk_office_sessions_staff")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_office_sessions")),
    )
    with op.batch_alter_table("office_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_office_sessions_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_office_sessions_seen_at"), ["seen_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_office_sessions_staff"), ["staff"], unique=False)

    op.create_table(
        "photos",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_photos_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_photos")),
    )
    op.create_table(
        "privacy_requests",
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("answered_by", sa.String(length=60), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_privacy_requests_person_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_privacy_requests")),
    )
    with op.batch_alter_table("privacy_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_privacy_requests_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_privacy_requests_state"), ["state"], unique=False)

    op.create_table(
        "queue_periods",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("number_id", sa.String(length=36), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("hall", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("queue", sa.String(length=40), nullable=False),
        sa.Column("business", sa.String(length=60), nullable=False),
        sa.Column("spell", sa.String(length=5), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=False),
        sa.Column("ended_by", sa.String(length=12), nullable=False),
        sa.Column("window", sa.String(length=8), nullable=False),
        sa.Column("staff", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["number_id"], ["queue_numbers.id"], name=op.f("fk_queue_periods_number_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_periods")),
        sa.UniqueConstraint("number_id", "step", name=op.f("uq_queue_periods_number_id_step")),
    )
    with op.batch_alter_table("queue_periods", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_queue_periods_hall_day"), ["hall", "day"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_queue_periods_hall_queue_spell_ended_by_ended_at"),
            ["hall", "queue", "spell", "ended_by", "ended_at"],
            unique=False,
        )

    op.create_table(
        "ratings",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=True),
        sa.Column("visit", sa.String(length=36), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=10), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("channel", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("phone", sa.String(length=11), nullable=False),
        sa.Column("service", sa.String(length=60), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=False),
        sa.Column("hall", sa.String(length=10), nullable=False),
        sa.Column("terminal", sa.String(length=30), nullable=False),
        sa.Column("clerk", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_ratings_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ratings")),
        sa.UniqueConstraint("case_number", "number", name=op.f("uq_ratings_case_number_number")),
        sa.UniqueConstraint("visit", "number", name=op.f("uq_ratings_visit_number")),
    )
    with op.batch_alter_table("ratings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ratings_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_ratings_clerk"), ["clerk"], unique=False)
        batch_op.create_index(batch_op.f("ix_ratings_department"), ["department"], unique=False)
        batch_op.create_index(batch_op.f("ix_ratings_hall"), ["hall"], unique=False)
        batch_op.create_index(batch_op.f("ix_ratings_person_id"), ["person_id"], unique=False)

    op.create_table(
        "rosters",
        sa.Column("hall", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("half", sa.String(length=2), nullable=False),
        sa.Column("window", sa.String(length=8), nullable=False),
        sa.Column("staff", sa.String(length=20), nullable=False),
        sa.Column("stand_in", sa.String(length=20), nullable=False),
        sa.Column("author", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff"], ["staff.number"], name=op.f("fk_rosters_staff")),
        sa.PrimaryKeyConstraint("hall", "day", "half", "window", name=op.f("pk_rosters")),
        sa.UniqueConstraint("day", "half", "staff", name=op.f("uq_rosters_day_half_staff")),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("staff", sa.String(length=20), nullable=False),
        sa.Column("terminal", sa.String(length=30), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff"], ["staff.number"], name=op.f("fk_staff_sessions_staff")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_sessions")),
    )
    with op.batch_alter_table("staff_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_sessions_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_sessions_staff"), ["staff"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_sessions_terminal"), ["terminal"], unique=False)

    op.create_table(
        "terminal_heartbeats",
        sa.Column("terminal", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("software", sa.String(length=40), nullable=False),
        sa.Column("devices", sa.JSON(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["terminal"], ["terminals.id"], name=op.f("fk_terminal_heartbeats_terminal")),
        sa.PrimaryKeyConstraint("terminal", name=op.f("pk_terminal_heartbeats")),
    )
    with op.batch_alter_table("terminal_heartbeats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_terminal_heartbeats_at"), ["at"], unique=False)

    op.create_table(
        "case_archives",
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name=op.f("fk_case_archives_case_number")),
        sa.PrimaryKeyConstraint("case_number", name=op.f("pk_case_archives")),
    )
    op.create_table(
        "case_files",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("material", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name=op.f("fk_case_files_case_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_files")),
    )
    with op.batch_alter_table("case_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_files_case_number"), ["case_number"], unique=False)

    op.create_table(
        "case_joint_tasks",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=False),
        sa.Column("question", sa.String(length=500), nullable=False),
        sa.Column("asked_by", sa.String(length=80), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("answered_by", sa.String(length=80), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name=op.f("fk_case_joint_tasks_case_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_joint_tasks")),
    )
    with op.batch_alter_table("case_joint_tasks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_joint_tasks_case_number"), ["case_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_joint_tasks_department"), ["department"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_joint_tasks_region"), ["region"], unique=False)

    op.create_table(
        "case_notices",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=True),
        sa.Column("application", sa.String(length=64), server_default="", nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("verification_code", sa.String(length=20), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name=op.f("fk_case_notices_case_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_notices")),
        sa.UniqueConstraint("number", name=op.f("uq_case_notices_number")),
        sa.UniqueConstraint("verification_code", name=op.f("uq_case_notices_verification_code")),
    )
    with op.batch_alter_table("case_notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_notices_application"), ["application"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_notices_case_number"), ["case_number"], unique=False)

    op.create_table(
        "case_opinions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("proposal", sa.String(length=10), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name=op.f("fk_case_opinions_case_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_opinions")),
    )
    with op.batch_alter_table("case_opinions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_opinions_case_number"), ["case_number"], unique=False)

    op.create_table(
        "case_promises",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("material", sa.String(length=60), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("shared", sa.String(length=130), server_default="", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("objection_until", sa.Date(), nullable=True),
        sa.Column("objection", sa.String(length=500), nullable=False),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name=op.f("fk_case_promises_case_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_promises")),
        sa.UniqueConstraint("case_number", "material", name=op.f("uq_case_promises_case_number_material")),
    )
    with op.batch_alter_table("case_promises", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_promises_case_number"), ["case_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_promises_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_promises_shared"), ["shared"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_promises_state"), ["state"], unique=False)

    op.create_table(
        "case_submissions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("situation", sa.JSON(), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("materials", sa.JSON(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("strokes", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name=op.f("fk_case_submissions_case_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_submissions")),
        sa.UniqueConstraint("case_number", "number", name=op.f("uq_case_submissions_case_number_number")),
    )
    with op.batch_alter_table("case_submissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_submissions_case_number"), ["case_number"], unique=False)

    op.create_table(
        "case_transfers",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("from_hall", sa.String(length=10), nullable=False),
        sa.Column("to_region", sa.String(length=6), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("tracking", sa.String(length=40), nullable=False),
        sa.Column("sent_by", sa.String(length=80), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("received_by", sa.String(length=80), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=True),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name=op.f("fk_case_transfers_case_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_transfers")),
    )
    with op.batch_alter_table("case_transfers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_transfers_case_number"), ["case_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_transfers_from_hall"), ["from_hall"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_transfers_to_region"), ["to_region"], unique=False)

    op.create_table(
        "case_warnings",
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name=op.f("fk_case_warnings_case_number")),
        sa.PrimaryKeyConstraint("case_number", "kind", "due_on", name=op.f("pk_case_warnings")),
    )
    op.create_table(
        "department_messages",
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("applied", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name=op.f("fk_department_messages_case_number")),
        sa.PrimaryKeyConstraint("case_number", "sequence", name=op.f("pk_department_messages")),
    )
    op.create_table(
        "joint_archives",
        sa.Column("application", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application"], ["joint_applications.number"], name=op.f("fk_joint_archives_application")
        ),
        sa.PrimaryKeyConstraint("application", name=op.f("pk_joint_archives")),
    )
    op.create_table(
        "joint_components",
        sa.Column("application", sa.String(length=64), nullable=False),
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("waits_for", sa.JSON(), nullable=False),
        sa.Column("awaits", sa.JSON(), nullable=False),
        sa.Column("postponed", sa.JSON(), nullable=False),
        sa.Column("filled", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("ended", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["application"], ["joint_applications.number"], name=op.f("fk_joint_components_application")
        ),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name=op.f("fk_joint_components_case_number")),
        sa.PrimaryKeyConstraint("application", "service", name=op.f("pk_joint_components")),
        sa.UniqueConstraint("case_number", name=op.f("uq_joint_components_case_number")),
    )
    op.create_table(
        "joint_files",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("application", sa.String(length=64), nullable=False),
        sa.Column("material", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application"], ["joint_applications.number"], name=op.f("fk_joint_files_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_files")),
        sa.UniqueConstraint(
            "application", "material", "digest", name=op.f("uq_joint_files_application_material_digest")
        ),
    )
    with op.batch_alter_table("joint_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_joint_files_application"), ["application"], unique=False)

    op.create_table(
        "joint_reprints",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("application", sa.String(length=64), nullable=False),
        sa.Column("terminal", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application"], ["joint_applications.number"], name=op.f("fk_joint_reprints_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_reprints")),
    )
    with op.batch_alter_table("joint_reprints", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_joint_reprints_application"), ["application"], unique=False)

    op.create_table(
        "joint_submissions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("application", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("materials", sa.JSON(), nullable=False),
        sa.Column("commitments", sa.JSON(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("strokes", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application"], ["joint_applications.number"], name=op.f("fk_joint_submissions_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_submissions")),
        sa.UniqueConstraint("application", "number", name=op.f("uq_joint_submissions_application_number")),
    )
    with op.batch_alter_table("joint_submissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_joint_submissions_application"), ["application"], unique=False)

    op.create_table(
        "joint_warnings",
        sa.Column("application", sa.String(length=64), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application"], ["joint_applications.number"], name=op.f("fk_joint_warnings_application")
        ),
        sa.PrimaryKeyConstraint("application", "due_on", name=op.f("pk_joint_warnings")),
    )
    op.create_table(
        "ledger_steps",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["ledger.number"], name=op.f("fk_ledger_steps_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_steps")),
    )
    with op.batch_alter_table("ledger_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_steps_number"), ["number"], unique=False)

    op.create_table(
        "licence_codes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("licence_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("terminal", sa.String(length=30), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["licence_id"], ["licences.id"], name=op.f("fk_licence_codes_licence_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_licence_codes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence_codes")),
    )
    with op.batch_alter_table("licence_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_licence_codes_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_licence_codes_licence_id"), ["licence_id"], unique=False)

    op.create_table(
        "rateable_cases",
        sa.Column("case_number", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("service", sa.String(length=60), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name=op.f("fk_rateable_cases_case_number")),
        sa.PrimaryKeyConstraint("case_number", name=op.f("pk_rateable_cases")),
    )
    with op.batch_alter_table("rateable_cases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rateable_cases_day"), ["day"], unique=False)
        batch_op.create_index(batch_op.f("ix_rateable_cases_department"), ["department"], unique=False)

    op.create_table(
        "rating_follow_ups",
        sa.Column("rating_id", sa.String(length=36), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("ledger", sa.String(length=30), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("contacted_by", sa.String(length=60), nullable=False),
        sa.Column("contacted_at", sa.DateTime(), nullable=True),
        sa.Column("remedied_by", sa.String(length=60), nullable=False),
        sa.Column("remedied_at", sa.DateTime(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["rating_id"], ["ratings.id"], name=op.f("fk_rating_follow_ups_rating_id")),
        sa.PrimaryKeyConstraint("rating_id", name=op.f("pk_rating_follow_ups")),
    )
    with op.batch_alter_table("rating_follow_ups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rating_follow_ups_owner"), ["owner"], unique=False)
        batch_op.create_index(batch_op.f("ix_rating_follow_ups_state"), ["state"], unique=False)

    with op.batch_alter_table("case_steps", schema=None) as batch_op:
        batch_op.add_column(sa.Column("move", sa.String(length=20), server_default="", nullable=False))
        batch_op.add_column(sa.Column("actor", sa.String(length=80), server_default="", nullable=False))
        batch_op.add_column(sa.Column("notice_id", sa.String(length=36), server_default="", nullable=False))

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("service_version", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("region", sa.String(length=6), server_default="", nullable=False))
        batch_op.add_column(sa.Column("department", sa.String(length=40), server_default="", nullable=False))
        batch_op.add_column(sa.Column("company", sa.String(length=18), server_default="", nullable=False))
        batch_op.add_column(sa.Column("parent", sa.String(length=64), server_default="", nullable=False))
        batch_op.add_column(sa.Column("first_contact", sa.String(length=80), server_default="", nullable=False))
        batch_op.add_column(sa.Column("data_version", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("accepted_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("outcome", sa.String(length=10), server_default="", nullable=False))
        batch_op.add_column(sa.Column("corrected", sa.Boolean(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("level", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("handler", sa.String(length=60), server_default="", nullable=False))
        batch_op.add_column(sa.Column("answer_due", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("clock_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("clock_days", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("stopped_days", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("stopped_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("due_estimated", sa.Boolean(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("covers", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
        batch_op.add_column(sa.Column("correction", sa.JSON(none_as_null=True), nullable=True))
        batch_op.alter_column(
            "terminal", existing_type=sa.VARCHAR(length=20), type_=sa.String(length=30), existing_nullable=False
        )
        batch_op.create_index(batch_op.f("ix_cases_closed_at"), ["closed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_company"), ["company"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_department"), ["department"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_handler"), ["handler"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_parent"), ["parent"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_state"), ["state"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_cases_service_version"), "catalogue_versions", ["service_version"], ["id"]
        )

    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("title", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))

    with op.batch_alter_table("phone_codes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("terminal", sa.String(length=30), server_default="", nullable=False))
        batch_op.add_column(sa.Column("used_at", sa.DateTime(), nullable=True))
        batch_op.create_index(batch_op.f("ix_phone_codes_terminal"), ["terminal"], unique=False)

    with op.batch_alter_table("queue_numbers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("placed_at", sa.DateTime(), server_default="1970-01-01 00:00:00", nullable=False))
        batch_op.add_column(sa.Column("since", sa.DateTime(), server_default="1970-01-01 00:00:00", nullable=False))
        batch_op.add_column(sa.Column("periods", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("window", sa.String(length=8), server_default="", nullable=False))
        batch_op.add_column(sa.Column("wanted_window", sa.String(length=8), server_default="", nullable=False))
        batch_op.add_column(sa.Column("passed_after", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("told", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
        batch_op.add_column(sa.Column("offline", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
        batch_op.add_column(sa.Column("replaces", sa.String(length=36), server_default="", nullable=False))
        batch_op.add_column(sa.Column("appointment_id", sa.String(length=36), server_default="", nullable=False))
        batch_op.alter_column(
            "queue", existing_type=sa.VARCHAR(length=30), type_=sa.String(length=40), existing_nullable=False
        )
        batch_op.create_index(batch_op.f("ix_queue_numbers_hall_day_phone"), ["hall", "day", "phone"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_queue_numbers_hall_day_queue_state_kind_placed_at_sequence"),
            ["hall", "day", "queue", "state", "kind", "placed_at", "sequence"],
            unique=False,
        )
        batch_op.create_index(
            "uq_queue_numbers_window",
            ["hall", "day", "window"],
            unique=True,
            sqlite_where=sa.text("state = 1 AND \"window\" <> ''"),
            postgresql_where=sa.text("state = 1 AND \"window\" <> ''"),
        )

    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_face", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))

    with op.batch_alter_table("slip_reprints", schema=None) as batch_op:
        batch_op.alter_column(
            "terminal", existing_type=sa.VARCHAR(length=20), type_=sa.String(length=30), existing_nullable=False
        )


def downgrade() -> None:
    """Back to the one before."""
    with op.batch_alter_table("slip_reprints", schema=None) as batch_op:
        batch_op.alter_column(
            "terminal", existing_type=sa.String(length=30), type_=sa.VARCHAR(length=20), existing_nullable=False
        )

    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_column("by_face")

    with op.batch_alter_table("queue_numbers", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_queue_numbers_window",
            sqlite_where=sa.text("state = 1 AND \"window\" <> ''"),
            postgresql_where=sa.text("state = 1 AND \"window\" <> ''"),
        )
        batch_op.drop_index(batch_op.f("ix_queue_numbers_hall_day_queue_state_kind_placed_at_sequence"))
        batch_op.drop_index(batch_op.f("ix_queue_numbers_hall_day_phone"))
        batch_op.alter_column(
            "queue", existing_type=sa.String(length=40), type_=sa.VARCHAR(length=30), existing_nullable=False
        )
        batch_op.drop_column("appointment_id")
        batch_op.drop_column("replaces")
        batch_op.drop_column("offline")
        batch_op.drop_column("told")
        batch_op.drop_column("passed_after")
        batch_op.drop_column("wanted_window")
        batch_op.drop_column("window")
        batch_op.drop_column("periods")
        batch_op.drop_column("since")
        batch_op.drop_column("placed_at")
        batch_op.drop_column("kind")

    with op.batch_alter_table("phone_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phone_codes_terminal"))
        batch_op.drop_column("used_at")
        batch_op.drop_column("terminal")

    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_column("title")

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_cases_service_version"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_cases_state"))
        batch_op.drop_index(batch_op.f("ix_cases_parent"))
        batch_op.drop_index(batch_op.f("ix_cases_handler"))
        batch_op.drop_index(batch_op.f("ix_cases_due_on"))
        batch_op.drop_index(batch_op.f("ix_cases_department"))
        batch_op.drop_index(batch_op.f("ix_cases_company"))
        batch_op.drop_index(batch_op.f("ix_cases_closed_at"))
        batch_op.alter_column(
            "terminal", existing_type=sa.String(length=30), type_=sa.VARCHAR(length=20), existing_nullable=False
        )
        batch_op.drop_column("correction")
        batch_op.drop_column("covers")
        batch_op.drop_column("due_estimated")
        batch_op.drop_column("due_on")
        batch_op.drop_column("stopped_on")
        batch_op.drop_column("stopped_days")
        batch_op.drop_column("clock_days")
        batch_op.drop_column("clock_from")
        batch_op.drop_column("answer_due")
        batch_op.drop_column("handler")
        batch_op.drop_column("level")
        batch_op.drop_column("corrected")
        batch_op.drop_column("outcome")
        batch_op.drop_column("closed_at")
        batch_op.drop_column("accepted_at")
        batch_op.drop_column("data_version")
        batch_op.drop_column("first_contact")
        batch_op.drop_column("parent")
        batch_op.drop_column("company")
        batch_op.drop_column("department")
        batch_op.drop_column("region")
        batch_op.drop_column("service_version")

    with op.batch_alter_table("case_steps", schema=None) as batch_op:
        batch_op.drop_column("notice_id")
        batch_op.drop_column("actor")
        batch_op.drop_column("move")

    with op.batch_alter_table("rating_follow_ups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rating_follow_ups_state"))
        batch_op.drop_index(batch_op.f("ix_rating_follow_ups_owner"))

    op.drop_table("rating_follow_ups")
    with op.batch_alter_table("rateable_cases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rateable_cases_department"))
        batch_op.drop_index(batch_op.f("ix_rateable_cases_day"))

    op.drop_table("rateable_cases")
    with op.batch_alter_table("licence_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_licence_codes_licence_id"))
        batch_op.drop_index(batch_op.f("ix_licence_codes_expires_at"))

    op.drop_table("licence_codes")
    with op.batch_alter_table("ledger_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_steps_number"))

    op.drop_table("ledger_steps")
    op.drop_table("joint_warnings")
    with op.batch_alter_table("joint_submissions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_joint_submissions_application"))

    op.drop_table("joint_submissions")
    with op.batch_alter_table("joint_reprints", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_joint_reprints_application"))

    op.drop_table("joint_reprints")
    with op.batch_alter_table("joint_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_joint_files_application"))

    op.drop_table("joint_files")
    op.drop_table("joint_components")
    op.drop_table("joint_archives")
    op.drop_table("department_messages")
    op.drop_table("case_warnings")
    with op.batch_alter_table("case_transfers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_transfers_to_region"))
        batch_op.drop_index(batch_op.f("ix_case_transfers_from_hall"))
        batch_op.drop_index(batch_op.f("ix_case_transfers_case_number"))

    op.drop_table("case_transfers")
    with op.batch_alter_table("case_submissions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_submissions_case_number"))

    op.drop_table("case_submissions")
    with op.batch_alter_table("case_promises", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_promises_state"))
        batch_op.drop_index(batch_op.f("ix_case_promises_shared"))
        batch_op.drop_index(batch_op.f("ix_case_promises_due_on"))
        batch_op.drop_index(batch_op.f("ix_case_promises_case_number"))

    op.drop_table("case_promises")
    with op.batch_alter_table("case_opinions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_opinions_case_number"))

    op.drop_table("case_opinions")
    with op.batch_alter_table("case_notices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_notices_case_number"))
        batch_op.drop_index(batch_op.f("ix_case_notices_application"))

    op.drop_table("case_notices")
    with op.batch_alter_table("case_joint_tasks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_joint_tasks_region"))
        batch_op.drop_index(batch_op.f("ix_case_joint_tasks_department"))
        batch_op.drop_index(batch_op.f("ix_case_joint_tasks_case_number"))

    op.drop_table("case_joint_tasks")
    with op.batch_alter_table("case_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_files_case_number"))

    op.drop_table("case_files")
    op.drop_table("case_archives")
    with op.batch_alter_table("terminal_heartbeats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_terminal_heartbeats_at"))

    op.drop_table("terminal_heartbeats")
    with op.batch_alter_table("staff_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_sessions_terminal"))
        batch_op.drop_index(batch_op.f("ix_staff_sessions_staff"))
        batch_op.drop_index(batch_op.f("ix_staff_sessions_expires_at"))

    op.drop_table("staff_sessions")
    op.drop_table("rosters")
    with op.batch_alter_table("ratings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ratings_person_id"))
        batch_op.drop_index(batch_op.f("ix_ratings_hall"))
        batch_op.drop_index(batch_op.f("ix_ratings_department"))
        batch_op.drop_index(batch_op.f("ix_ratings_clerk"))
        batch_op.drop_index(batch_op.f("ix_ratings_at"))

    op.drop_table("ratings")
    with op.batch_alter_table("queue_periods", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_queue_periods_hall_queue_spell_ended_by_ended_at"))
        batch_op.drop_index(batch_op.f("ix_queue_periods_hall_day"))

    op.drop_table("queue_periods")
    with op.batch_alter_table("privacy_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_privacy_requests_state"))
        batch_op.drop_index(batch_op.f("ix_privacy_requests_person_id"))

    op.drop_table("privacy_requests")
    op.drop_table("photos")
    with op.batch_alter_table("office_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_office_sessions_staff"))
        batch_op.drop_index(batch_op.f("ix_office_sessions_seen_at"))
        batch_op.drop_index(batch_op.f("ix_office_sessions_expires_at"))

    op.drop_table("office_sessions")
    with op.batch_alter_table("office_drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_office_drafts_at"))

    op.drop_table("office_drafts")
    with op.batch_alter_table("licences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_licences_valid_until"))
        batch_op.drop_index(batch_op.f("ix_licences_representative_id"))
        batch_op.drop_index(batch_op.f("ix_licences_person_id"))
        batch_op.drop_index(batch_op.f("ix_licences_credit_code"))

    op.drop_table("licences")
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_terminal"))
        batch_op.drop_index(batch_op.f("ix_ledger_progress"))
        batch_op.drop_index(batch_op.f("ix_ledger_person_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_owner"))
        batch_op.drop_index(batch_op.f("ix_ledger_kind"))
        batch_op.drop_index(batch_op.f("ix_ledger_hall"))
        batch_op.drop_index(batch_op.f("ix_ledger_due"))
        batch_op.drop_index(batch_op.f("ix_ledger_at"))

    op.drop_table("ledger")
    with op.batch_alter_table("joint_applications", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_joint_applications_token"))
        batch_op.drop_index(batch_op.f("ix_joint_applications_state"))
        batch_op.drop_index(batch_op.f("ix_joint_applications_person_id"))
        batch_op.drop_index(batch_op.f("ix_joint_applications_lead"))
        batch_op.drop_index(batch_op.f("ix_joint_applications_filed_by"))
        batch_op.drop_index(batch_op.f("ix_joint_applications_filed_at"))
        batch_op.drop_index(batch_op.f("ix_joint_applications_event"))
        batch_op.drop_index(batch_op.f("ix_joint_applications_due_on"))
        batch_op.drop_index(batch_op.f("ix_joint_applications_company"))
        batch_op.drop_index(batch_op.f("ix_joint_applications_closed_at"))

    op.drop_table("joint_applications")
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_grants_principal_id"))
        batch_op.drop_index(batch_op.f("ix_grants_given_at"))
        batch_op.drop_index(batch_op.f("ix_grants_agent_id"))

    op.drop_table("grants")
    with op.batch_alter_table("face_checks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_face_checks_terminal"))
        batch_op.drop_index(batch_op.f("ix_face_checks_person_id"))
        batch_op.drop_index(batch_op.f("ix_face_checks_consent"))
        batch_op.drop_index(batch_op.f("ix_face_checks_at"))

    op.drop_table("face_checks")
    with op.batch_alter_table("face_check_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_face_check_ins_person_id"))
        batch_op.drop_index(batch_op.f("ix_face_check_ins_day"))

    op.drop_table("face_check_ins")
    op.drop_table("entitlement_notices")
    with op.batch_alter_table("entitlement_looks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entitlement_looks_day"))

    op.drop_table("entitlement_looks")
    with op.batch_alter_table("data_corrections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_data_corrections_state"))
        batch_op.drop_index(batch_op.f("ix_data_corrections_person_id"))
        batch_op.drop_index(batch_op.f("ix_data_corrections_department"))

    op.drop_table("data_corrections")
    with op.batch_alter_table("company_roles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_company_roles_person_id"))
        batch_op.drop_index(batch_op.f("ix_company_roles_credit_code"))

    op.drop_table("company_roles")
    op.drop_table("catalogue_publications")
    with op.batch_alter_table("catalogue_publication_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_catalogue_publication_steps_code"))

    op.drop_table("catalogue_publication_steps")
    with op.batch_alter_table("card_reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_card_reports_person_id"))
        batch_op.drop_index(batch_op.f("ix_card_reports_number"))

    op.drop_table("card_reports")
    op.drop_table("booking_pauses")
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_appointments_active", sqlite_where=sa.text("state <= 2"), postgresql_where=sa.text("state <= 2")
        )
        batch_op.drop_index("ix_appointments_slot_id_state")
        batch_op.drop_index("ix_appointments_person_id_made_at")
        batch_op.drop_index(
            "ix_appointments_held", sqlite_where=sa.text("state = 0"), postgresql_where=sa.text("state = 0")
        )

    op.drop_table("appointments")
    with op.batch_alter_table("terminals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_terminals_hall"))

    op.drop_table("terminals")
    op.drop_table("staff")
    with op.batch_alter_table("slots", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slots_day"))

    op.drop_table("slots")
    op.drop_table("queue_windows")
    with op.batch_alter_table("queue_window_periods", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_queue_window_periods_hall_day"))

    op.drop_table("queue_window_periods")
    with op.batch_alter_table("printouts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_printouts_terminal"))
        batch_op.drop_index(batch_op.f("ix_printouts_reference"))
        batch_op.drop_index(batch_op.f("ix_printouts_hall"))
        batch_op.drop_index(batch_op.f("ix_printouts_at"))

    op.drop_table("printouts")
    op.drop_table("platform_keys")
    with op.batch_alter_table("outbound_messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbound_messages_target"))
        batch_op.drop_index(batch_op.f("ix_outbound_messages_subject"))
        batch_op.drop_index(batch_op.f("ix_outbound_messages_sent_at"))
        batch_op.drop_index(batch_op.f("ix_outbound_messages_next_try"))

    op.drop_table("outbound_messages")
    with op.batch_alter_table("licence_uses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_licence_uses_licence_id"))

    op.drop_table("licence_uses")
    op.drop_table("licence_ledgers")
    op.drop_table("jobs")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_events_topic"))
        batch_op.drop_index(batch_op.f("ix_events_at"))

    op.drop_table("events")
    with op.batch_alter_table("configuration", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_configuration_name"))

    op.drop_table("configuration")
    op.drop_table("company_records")
    op.drop_table("companies")
    with op.batch_alter_table("catalogue_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_catalogue_versions_code"))

    op.drop_table("catalogue_versions")
    with op.batch_alter_table("access_log", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_log_subject"))
        batch_op.drop_index(batch_op.f("ix_access_log_staff"))
        batch_op.drop_index(batch_op.f("ix_access_log_at"))

    op.drop_table("access_log")
