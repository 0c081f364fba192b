"""What authors need: which version of a case is out, drafts, errands."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# What was out before: of each case the version that was published last.
_OUT = """
INSERT INTO "release" (scenario, snapshot, source, withdrawn)
SELECT s.scenario, MIN(s.hash), '', FALSE FROM snapshot AS s
JOIN (SELECT scenario, MAX(at) AS at FROM snapshot GROUP BY scenario) AS last
ON s.scenario = last.scenario AND s.at = last.at GROUP BY s.scenario
"""


def upgrade() -> None:
    """Make the tables, and let what is out stay out."""
    op.create_table(
        "release",
        sa.Column("scenario", sa.Text, primary_key=True),
        sa.Column("snapshot", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
    )
    op.create_table(
        "draft",
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("scenario", sa.Text, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("snapshot", sa.Text, nullable=False),
        sa.Column("against", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "errand",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("tries", sa.SmallInteger, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.add_column("snapshot", sa.Column("text", sa.Text, nullable=False, server_default=""))
    op.create_index("errand_by_person", "errand", ["person"])
    op.create_index("session_by_snapshot", "session", ["snapshot"])
    op.execute(_OUT)
