"""Requests that are refused, and the sentence each is answered with."""


class Refusal(Exception):
    """A request that is refused: its HTTP status, and the key (without `problem-`) and data of the sentence."""

    def __init__(self, status: int, key: str, **data: object) -> None:
        """Take the status, the key and the data."""
        super().__init__(key)
        self.status = status
        self.key = f"problem-{key}"
        self.data = data
