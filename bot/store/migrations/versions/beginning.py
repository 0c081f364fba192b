"""The tables of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    op.create_table("seen", sa.Column("id", sa.Text, primary_key=True), sa.Column("at", sa.BigInteger, nullable=False))
    op.create_table("fact", sa.Column("name", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False))
    op.create_table(
        "session",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("snapshot", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
    )
    op.create_table(
        "seat", sa.Column("session", sa.Text, primary_key=True), sa.Column("person", sa.Text, primary_key=True)
    )
    op.create_index("seat_by_person", "seat", ["person"])
    op.create_table(
        "answer",
        sa.Column("session", sa.Text, primary_key=True),
        sa.Column("turn", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("participant", sa.Text, primary_key=True),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("option", sa.Text, nullable=False),
        sa.Column("first", sa.Text),
        sa.Column("second", sa.Text),
        sa.Column("rest", sa.Text, nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
    )
    op.create_index("answer_by_participant", "answer", ["participant", "session"])
    op.create_table(
        "person",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("sealed_key", sa.LargeBinary, nullable=False),
        sa.Column("consent", sa.Integer, nullable=False),
        sa.Column("settings", sa.LargeBinary, nullable=False),
    )
    _sending()
    op.create_table(
        "timer",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("session", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("timer_by_due", "timer", ["due"])
    op.create_index("timer_by_session", "timer", ["session"])
    op.create_table(
        "snapshot",
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("scenario", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "failed",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("failed_by_person", "failed", ["person"])


def _sending() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("crowd", sa.Boolean, nullable=False),
        sa.Column("lane", sa.SmallInteger, nullable=False),
        sa.Column("slot", sa.Text, nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("lease", sa.BigInteger, nullable=False),
        sa.Column("tries", sa.SmallInteger, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_by_chat", "outbox", ["chat", "id", "lane"])
    op.create_table(
        "card",
        sa.Column("chat", sa.Text, primary_key=True),
        sa.Column("slot", sa.Text, primary_key=True),
        sa.Column("message_id", sa.BigInteger, nullable=False),
    )
    pace = op.create_table(
        "pace", sa.Column("bucket", sa.Text, primary_key=True), sa.Column("spent", sa.BigInteger, nullable=False)
    )
    op.bulk_insert(pace, [{"bucket": "*", "spent": 0}, {"bucket": "*broadcast", "spent": 0}])
