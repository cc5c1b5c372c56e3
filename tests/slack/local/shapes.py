"""Small checkers that blocks are described with; each names what is wrong by JSON pointer, as Slack does."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Problems = list[str]
Check = Callable[[Any, str, Problems], None]


def _wrong(problems: Problems, path: str, what: str) -> None:
    problems.append(f"[ERROR] {what} [json-pointer:{path}]")


def string(longest: int | None = None, shortest: int = 0, pattern: str | None = None) -> Check:
    """Check a string: lengths in characters, and a pattern for the whole of it."""

    def check(value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, str):
            return _wrong(problems, path, "must be a string")
        if longest is not None and len(value) > longest:
            _wrong(problems, path, f"must be less than {longest + 1} characters")
        if len(value) < shortest:
            _wrong(problems, path, f"must be more than {shortest - 1} characters")
        if pattern and not re.fullmatch(pattern, value):
            _wrong(problems, path, "has an invalid format")
        return None

    return check


def whole(least: int, most: int) -> Check:
    """Check an integer."""

    def check(value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            _wrong(problems, path, f"must be an integer from {least} to {most}")

    return check


def number(value: Any, path: str, problems: Problems) -> None:
    """Check a number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        _wrong(problems, path, "must be a number")


def truth(value: Any, path: str, problems: Problems) -> None:
    """Check true or false."""
    if not isinstance(value, bool):
        _wrong(problems, path, "must be a boolean")


def anything(value: Any, path: str, problems: Problems) -> None:
    """Take whatever there is: nothing is documented about it."""


def one_of(*allowed: str) -> Check:
    """Check that it is one of some words."""

    def check(value: Any, path: str, problems: Problems) -> None:
        if value not in allowed:
            _wrong(problems, path, f"must be one of {', '.join(allowed)}")

    return check


def several(item: Check, least: int = 0, most: int | None = None) -> Check:
    """Check an array and each thing in it."""

    def check(value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, list):
            return _wrong(problems, path, "must be an array")
        if len(value) < least:
            _wrong(problems, path, f"no fewer than {least} items allowed")
        if most is not None and len(value) > most:
            _wrong(problems, path, f"no more than {most} items allowed")
        for place, each in enumerate(value):
            item(each, f"{path}/{place}", problems)
        return None

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """Check an object: what it must have, may have, and nothing else."""
    known = {**required, **(optional or {})}

    def check(value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            return _wrong(problems, path, "must be an object")
        for name in required:
            if value.get(name) is None:
                _wrong(problems, path, f"missing required field: {name}")
        for name, each in value.items():
            if name not in known:
                _wrong(problems, f"{path}/{name}", f"invalid additional property: {name}")
            elif each is not None:
                known[name](each, f"{path}/{name}", problems)
        return None

    return check


def tagged(kinds: Mapping[str, Check]) -> Check:
    """Check an object by its `type`."""

    def check(value: Any, path: str, problems: Problems) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in kinds:
            return _wrong(problems, f"{path}/type", f"unsupported type: {kind}")
        return kinds[kind](value, path, problems)

    return check


def both(*checks: Check) -> Check:
    """Check the same thing in several ways."""

    def check(value: Any, path: str, problems: Problems) -> None:
        for each in checks:
            each(value, path, problems)

    return check


def rule(holds: Callable[[Any], bool], what: str) -> Check:
    """Check something about an object whose parts are right otherwise; `what` is the complaint."""

    def check(value: Any, path: str, problems: Problems) -> None:
        try:
            right = holds(value)
        except (KeyError, TypeError, ValueError, AttributeError):
            return  # Its parts are wrong, which has been said already.
        if not right:
            _wrong(problems, path, what)

    return check


def exactly_one(*names: str) -> Check:
    """Check that one alone of some fields is there."""
    return rule(
        lambda v: sum(v.get(name) is not None for name in names) == 1, f"needs exactly one of {', '.join(names)}"
    )


def unique(values: Sequence[Any], path: str, problems: Problems, what: str) -> None:
    """Say which values stand there twice."""
    for each in {each for each in values if values.count(each) > 1}:
        _wrong(problems, path, f"{what} {each} already exists")
