"""How a sensitive value looks to those who may know that it exists, but not what it is."""

from typing import Any

VEILED = "••••"
"""A value of which nothing may be seen."""


def masked(value: Any) -> Any:
    """Give a value with its middle hidden: `138****1234`, `l***@example.com`; money and all else as `••••`."""
    if not isinstance(value, str):
        return VEILED
    name, at, domain = value.partition("@")
    if at:
        return f"{name[:1]}***@{domain}"
    return f"{value[:3]}****{value[-4:]}" if len(value) >= 9 else VEILED
