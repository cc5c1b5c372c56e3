"""OAuth states: given out when somebody begins to install, taken back once when they return."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert

from storage.tables import installing

VALID = timedelta(minutes=10)


def issue(connection: Connection, platform: str, now: datetime) -> str:
    """Give a new state, valid for ten minutes of the system clock; only its hash is kept."""
    connection.execute(delete(installing).where(installing.c.expires_at <= now))
    state = secrets.token_urlsafe(32)
    row = {"state": _hash(state), "platform": platform, "expires_at": now + VALID}
    connection.execute(insert(installing), row)
    return state


def consume(connection: Connection, platform: str, state: str, now: datetime) -> bool:
    """Take a state back; False for one that was not given out, is too old, or was taken back before."""
    mine = (installing.c.state == _hash(state), installing.c.platform == platform, installing.c.expires_at > now)
    return connection.execute(delete(installing).where(*mine)).rowcount == 1


def _hash(state: str) -> bytes:
    return hashlib.sha256(state.encode(errors="replace")).digest()
