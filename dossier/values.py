"""What is said in a JSON value: the words it is found by, the people it names."""

from collections.abc import Iterable, Mapping
from typing import Any


def unknown_people(value: Any) -> Iterable[str]:
    """Give the names of people in a JSON value who are known by name alone."""
    if isinstance(value, Mapping) and set(value) <= {"id", "name"} and value.get("name") and not value.get("id"):
        yield str(value["name"])
    elif isinstance(value, Mapping):
        yield from (name for inner in value.values() for name in unknown_people(inner))
    elif isinstance(value, list | tuple):
        yield from (name for inner in value for name in unknown_people(inner))


def words_in(value: Any) -> Iterable[str]:
    """Give the words in a JSON value: texts, people's names, the cells of rows."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (part for key, inner in value.items() if key != "id" for part in words_in(inner))
    elif isinstance(value, list | tuple):
        yield from (part for inner in value for part in words_in(inner))
