"""A YAML file as plain lists, mappings and texts, with the line of everything in it; bounded in every way."""

from dataclasses import dataclass
from typing import Any

import yaml

from dossier.decoding import decoded
from dossier.errors import DossierError, Problem

MOST_BYTES = 256 * 1024
_DEEPEST, _MOST_PARTS = 12, 20_000

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in a file: its line (0 for the file as a whole), where in it, and why."""

    line: int
    where: str
    problem: Problem


class WrongFile(DossierError):
    """A file of kinds that is not taken, with everything that is wrong with it."""

    def __init__(self, *wrongs: Wrong) -> None:
        """Take what is wrong, in the order in which it is told."""
        super().__init__("kinds-file")
        self.args = (*self.args, wrongs)
        self.wrongs = wrongs


@dataclass(frozen=True, slots=True)
class Read:
    """What stands in a file: every value a text, and the line of each by its path."""

    content: Any
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """Give the line of a path, or of the nearest that holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(content: bytes) -> Read:
    """Read a file. Raises WrongFile where it is too large, no text, no YAML, or has what only programs need.

    Every value stays the text that was written: `no` is an option's name here, not a truth value.
    """
    if len(content) > MOST_BYTES:
        raise _wrong(0, Problem("problem-kinds-size", {"max": MOST_BYTES // 1024}))
    text = decoded(content)
    if text is None:
        raise _wrong(0, Problem("problem-kinds-no-text"))
    try:
        _bound(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _wrong(mark.line + 1 if mark else 0, Problem("problem-kinds-no-yaml")) from None
    except yaml.YAMLError:
        raise _wrong(0, Problem("problem-kinds-no-yaml")) from None
    if node is None:
        raise _wrong(0, Problem("problem-kinds-empty"))
    lines: dict[Path, int] = {}
    return Read(_value(node, (), lines), lines)


def written(content: Any) -> str:
    """Give lists, mappings and texts as a file that reads back as the same."""
    return str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120))


def _bound(text: str) -> None:
    """Raise WrongFile for a text that is nested too deeply, has too many parts, repeats itself, or names types."""
    depth = documents = 0
    for parts, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        line = event.start_mark.line + 1
        opens = isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent)
        depth += opens - isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _wrong(line, Problem("problem-kinds-alias"))
        if documents > 1 or getattr(event, "tag", None):
            raise _wrong(line, Problem("problem-kinds-no-yaml"))
        if depth > _DEEPEST or parts > _MOST_PARTS:
            raise _wrong(line, Problem("problem-kinds-too-deep"))


def _value(node: yaml.Node, path: Path, lines: dict[Path, int]) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_value(each, (*path, at), lines) for at, each in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        # Nothing behind a colon is no text either; whoever means an empty text writes "".
        return None if node.tag == "tag:yaml.org,2002:null" else node.value
    found: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise _wrong(line, Problem("problem-kinds-no-yaml"))
        if key.value in found:
            raise _wrong(line, Problem("problem-kinds-twice", {"name": key.value[:40]}))
        lines[(*path, key.value)] = line
        found[key.value] = _value(value, (*path, key.value), lines)
    return found


def _wrong(line: int, problem: Problem) -> WrongFile:
    return WrongFile(Wrong(line, "", problem))
