"""The one place of lark_oapi: its parts, without the hundred services that its package brings along when imported.

`import lark_oapi` runs a package that imports every service there is: 3 s and 170 MiB. With both packages standing
empty meanwhile, a part brings along what it needs itself and no more.
"""

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import Any

VERSION = "1.7.5"
"""The version this was tried with: how its packages are laid out is promised by nobody."""
PARTS = ("core.enum", "core.http", "core.model", "api.im.v1", "api.contact.v3")
"""What is used of it."""

_WHOLE = ("lark_oapi", "lark_oapi.api")
_lock = threading.RLock()


def part(name: str) -> Any:
    """Give a part of the SDK, such as `api.im.v1`; may be called from any thread. Takes half a second the first time.

    Raises ImportError where the SDK is missing.
    """
    with _lock:
        found = sys.modules.get(f"lark_oapi.{name}")
        if found is not None:
            return found
        with _standing_empty():
            found = import_module(f"lark_oapi.{name}")
        # It writes to standard output by itself; what it has to say goes where everything else goes.
        logging.getLogger("Lark").handlers.clear()
        return found


@contextmanager
def _standing_empty() -> Iterator[None]:
    """Have its packages be there with nothing in them, unless somebody has imported them as they are."""
    if _WHOLE[0] in sys.modules:
        yield
        return
    try:
        for name in _WHOLE:
            spec = find_spec(name)
            if spec is None:
                raise ImportError(f"{name} is not installed")
            sys.modules[name] = module_from_spec(spec)
        yield
    finally:
        # Whoever imports the package after this gets it whole.
        for name in _WHOLE:
            sys.modules.pop(name, None)
