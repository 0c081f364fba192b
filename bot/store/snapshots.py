"""Compiled cases by the hash of their content, so that a walk ends with the case it began with."""

from datetime import datetime

from sqlalchemy import Connection, select

from bot.scenario.model import Scenario, content_hash, decode, encode
from bot.store.database import Database, upsert
from bot.store.schema import milliseconds, snapshot

_MOST = 500  # decoded cases in memory; a walk names one, and all walks together few


class Snapshots:
    """Reads a case once and keeps it in memory; what a hash stands for never changes."""

    def __init__(self, database: Database) -> None:
        """Take the database they are kept in."""
        self._database = database
        self._read: dict[str, Scenario] = {}

    async def keep(self, scenario: Scenario, now: datetime, text: str = "") -> str:
        """Keep a case with the YAML it was compiled from; return its hash. To keep the same again is harmless."""
        name = content_hash(scenario)
        row = {"hash": name, "scenario": scenario.id, "at": milliseconds(now), "body": encode(scenario), "text": text}
        await self._database.tx(lambda connection: upsert(connection, snapshot, [row]))
        return name

    async def get(self, name: str) -> Scenario:
        """Return a case by its hash; raises LookupError for one that was never published."""
        if found := self._read.get(name):
            return found
        return await self._database.tx(lambda connection: self.read(connection, name))

    def read(self, connection: Connection, name: str) -> Scenario:
        """Return a case by its hash, within a transaction; raises LookupError likewise."""
        found = self._read.get(name)
        if found is None:
            body = connection.execute(select(snapshot.c.body).where(snapshot.c.hash == name)).scalar_one_or_none()
            if body is None:
                raise LookupError(name)
            if len(self._read) >= _MOST:
                self._read.clear()
            found = self._read[name] = decode(body)  # other threads read here, and may empty it
        return found
