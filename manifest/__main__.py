"""`python -m manifest` writes the files of this folder that are made: slack.yaml, and the table in README.md."""

import json
from pathlib import Path

from manifest import slack

FOLDER = Path(__file__).parent
_HEAD = "# Made from the commands by `make manifest`; a test fails when it is stale. It is JSON, which is YAML too.\n"
_BEGIN, _END = "<!-- made by `make manifest` -->\n", "<!-- end -->\n"


def made() -> dict[Path, str]:
    """Give what the files have to hold."""
    readme = FOLDER / "README.md"
    before, _, rest = readme.read_text("utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    scopes = "".join(f"| `{scope}` | {reason} |\n" for scope, reason in sorted(slack.SCOPES.items()))
    table = f"| scope | what for |\n|---|---|\n{scopes}"
    return {
        FOLDER / "slack.yaml": _HEAD + json.dumps(slack.manifest(), ensure_ascii=False, indent=2) + "\n",
        readme: f"{before}{_BEGIN}{table}{_END}{after}",
    }


if __name__ == "__main__":
    for path, text in made().items():
        path.write_text(text, "utf-8")
