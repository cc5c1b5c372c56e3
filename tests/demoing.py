"""Running `dossier demo` in a process of its own."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def demo(folder: Path, settings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Run it with settings of a platform and no others; give its address and all that it printed before."""
    ours = {"DOSSIER_PORT": "0", "PYTHONPATH": str(Path(__file__).parents[1])}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DOSSIER_", "SLACK_", "FEISHU_"))}
    command = [sys.executable, "-m", "bot", "demo", "--data", str(folder / "demo")]
    process = subprocess.Popen(command, env={**kept, **ours, **settings}, cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        printed = ""
        while not (address := re.search(r"(http://127\S+)", printed)):
            line = process.stdout.readline()
            assert line, f"it ended: {printed}"
            printed += line
        yield address[1], printed
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
