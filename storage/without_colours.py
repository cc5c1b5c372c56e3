"""Loads structlog and Alembic without rich and Pygments: 15 MB for colours that a server's log does not have."""

import sys

_COLOURS = ("rich", "pygments")
# A module that is None there cannot be imported, and both do without
# (https://docs.python.org/3/reference/import.html#the-module-cache).
_absent = [name for name in _COLOURS if name not in sys.modules]
for each in _absent:
    sys.modules[each] = None  # type: ignore[assignment]

import alembic.util  # noqa: E402, F401
import structlog  # noqa: E402, F401

# Whoever explains a command has them.
for each in _absent:
    del sys.modules[each]
