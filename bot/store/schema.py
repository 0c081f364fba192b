"""The tables, for SQLite and PostgreSQL alike.

Moments are whole milliseconds since 1970, UTC. A person or a chat is a pseudonym wherever it is named; what someone
wrote, and what someone will read, is sealed.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, SmallInteger, Table, Text

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

metadata = MetaData()

seen = Table("seen", metadata, Column("id", Text, primary_key=True), Column("at", BigInteger, nullable=False))

# What the bot must know again at its next start: which master key this is, which commands Telegram shows.
fact = Table("fact", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

session = Table(
    "session",
    metadata,
    Column("key", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("snapshot", Text, nullable=False),
    Column("state", Text, nullable=False),
    Index("session_by_snapshot", "snapshot"),
)

seat = Table(
    "seat",
    metadata,
    Column("session", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Index("seat_by_person", "person"),
)

answer = Table(
    "answer",
    metadata,
    Column("session", Text, primary_key=True),
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("participant", Text, primary_key=True),
    Column("step", Text, nullable=False),
    Column("option", Text, nullable=False),
    Column("first", Text),
    Column("second", Text),
    Column("rest", Text, nullable=False),
    Column("words", LargeBinary, nullable=False),
    Index("answer_by_participant", "participant", "session"),
)

person = Table(
    "person",
    metadata,
    Column("key", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("sealed_key", LargeBinary, nullable=False),
    Column("consent", Integer, nullable=False),
    Column("settings", LargeBinary, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    # SQLite counts by itself only in an INTEGER column; AUTOINCREMENT there never gives a number out twice, and the
    # order in a chat is the order of these numbers.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("chat", Text, nullable=False),
    Column("crowd", Boolean, nullable=False),
    Column("lane", SmallInteger, nullable=False),
    Column("slot", Text, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("lease", BigInteger, nullable=False),
    Column("tries", SmallInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("outbox_by_chat", "chat", "id", "lane"),
    sqlite_autoincrement=True,
)

card = Table(
    "card",
    metadata,
    Column("chat", Text, primary_key=True),
    Column("slot", Text, primary_key=True),
    Column("message_id", BigInteger, nullable=False),
)

timer = Table(
    "timer",
    metadata,
    Column("key", Text, primary_key=True),
    Column("due", BigInteger, nullable=False),
    Column("session", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index("timer_by_due", "due"),
    Index("timer_by_session", "session"),
)

pace = Table("pace", metadata, Column("bucket", Text, primary_key=True), Column("spent", BigInteger, nullable=False))

# `text` is the YAML it was compiled from, "" where that is not known.
snapshot = Table(
    "snapshot",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("scenario", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("text", Text, nullable=False, server_default=""),
)

# Which snapshot of a case is out; `source` is what the folder of scenarios held when it was last looked at.
release = Table(
    "release",
    metadata,
    Column("scenario", Text, primary_key=True),
    Column("snapshot", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
)

draft = Table(
    "draft",
    metadata,
    Column("person", Text, primary_key=True),
    Column("scenario", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("snapshot", Text, nullable=False),
    Column("against", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

errand = Table(
    "errand",
    metadata,
    Column("key", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("tries", SmallInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("errand_by_person", "person"),
)

failed = Table(
    "failed",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("person", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("failed_by_person", "person"),
)


def milliseconds(moment: datetime) -> int:
    """Return a moment (aware) as the tables hold it."""
    return (moment - _EPOCH) // _MILLISECOND


def moment(stored: int) -> datetime:
    """Return a stored moment, aware, UTC."""
    return _EPOCH + stored * _MILLISECOND
