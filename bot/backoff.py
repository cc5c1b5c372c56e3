"""How long to wait before trying again."""

import random
from datetime import timedelta

_FIRST_SECONDS = 2.0
LONGEST_WAIT = timedelta(days=1)
"""For how long a job waits for something else."""


class Later(Exception):
    """A job waits for something else: it is tried again in so many seconds, for a day at most, at no attempt's cost."""

    def __init__(self, why: str, seconds: float) -> None:
        """Take what it waits for, and for how long."""
        super().__init__(why)
        self.seconds = seconds


def backoff(attempts: int) -> float:
    """Give the seconds before the next attempt: doubling, with jitter so that many do not come back at once."""
    # Nothing secret depends on it.
    jitter = random.uniform(0.75, 1.25)  # noqa: S311  # nosec B311
    return float(_FIRST_SECONDS * 2 ** (attempts - 1) * jitter)
