"""`python -m manifest` writes what is made in this folder: slack.yaml, feishu.json, the tables in README.md."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from manifest import feishu, slack

FOLDER = Path(__file__).parent
_HEAD = "# Made from the commands by `make manifest`; a test fails when it is stale. It is JSON, which is YAML too.\n"
_BEGIN, _END = "<!-- made by `make manifest`: {} -->\n", "<!-- end -->\n"


def made() -> dict[Path, str]:
    """Give what the files have to hold."""
    readme = FOLDER / "README.md"
    text = readme.read_text("utf-8")
    for platform, scopes in (("slack", slack.SCOPES), ("feishu", feishu.SCOPES)):
        text = _replaced(text, _BEGIN.format(platform), _table("scope", scopes))
    text = _replaced(text, _BEGIN.format("feishu events"), _table("event", feishu.EVENTS | feishu.CALLBACKS))
    return {
        FOLDER / "slack.yaml": _HEAD + _json(slack.manifest()),
        FOLDER / "feishu.json": _json(feishu.manifest()),
        readme: text,
    }


def _json(made: Mapping[str, Any]) -> str:
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _table(what: str, reasons: Mapping[str, str]) -> str:
    rows = "".join(f"| `{name}` | {reason} |\n" for name, reason in sorted(reasons.items()))
    return f"| {what} | what for |\n|---|---|\n{rows}"


def _replaced(text: str, begin: str, table: str) -> str:
    before, mark, rest = text.partition(begin)
    if not mark:
        raise LookupError(f"README.md has no {begin.strip()}")
    _, end, after = rest.partition(_END)
    return f"{before}{begin}{table}{end}{after}"


if __name__ == "__main__":
    for path, text in made().items():
        path.write_text(text, "utf-8")
