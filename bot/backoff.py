"""How long to wait before trying again."""

import random

_FIRST_SECONDS = 2.0


def backoff(attempts: int) -> float:
    """Give the seconds before the next attempt: doubling, with jitter so that many do not come back at once."""
    # Nothing secret depends on it.
    jitter = random.uniform(0.75, 1.25)  # noqa: S311  # nosec B311
    return float(_FIRST_SECONDS * 2 ** (attempts - 1) * jitter)
