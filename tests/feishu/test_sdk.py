"""The SDK's parts: cheap, complete, quiet, of the version they were tried with, and imported in one place alone."""

import subprocess
import sys
from pathlib import Path

from bot.feishu.sdk import PARTS, VERSION, part

ROOT = Path(__file__).parents[2]
TRIED = "import sys; from bot.feishu.sdk import PARTS, part; [part(each) for each in PARTS]\n"


def run(code: str, *options: str) -> str:
    """Give what a fresh Python prints."""
    done = subprocess.run([sys.executable, *options, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_every_part_is_there_and_nothing_warns() -> None:
    assert run(f"{TRIED}print(len(PARTS))", "-W", "error") == str(len(PARTS))


def test_what_is_not_needed_is_not_imported() -> None:
    found = run(f"{TRIED}print(*(each for each in sys.modules if each.startswith('lark_oapi.api.')))").split()
    services = {each.split(".")[2] for each in found}
    assert services == {"im", "contact"}
    assert int(run(f"{TRIED}print(len(sys.modules))")) < 2500


def test_the_whole_package_can_still_be_imported_afterwards_and_before() -> None:
    whole = "import lark_oapi; from lark_oapi.api.im.v1 import CreateMessageRequest\n"
    same = "assert part('api.im.v1').CreateMessageRequest is CreateMessageRequest; print(lark_oapi.Client.__name__)"
    assert run(TRIED + whole + same, "-W", "ignore") == "Client"
    assert run(whole + TRIED + same, "-W", "ignore") == "Client"


def test_importing_the_product_imports_nothing_of_the_sdk() -> None:
    code = "import sys, bot.serve, bot.feishu.sender; print([each for each in sys.modules if 'lark_oapi' in each])"
    assert run(code) == "[]"


def test_the_version_is_the_one_it_was_tried_with() -> None:
    assert part("core.const").VERSION == VERSION


def test_the_requests_that_are_used_are_what_they_were() -> None:
    im = part("api.im.v1")
    request = im.ReplyMessageRequest.builder().message_id("om_1").build()
    assert (request.http_method.name, request.uri) == ("POST", "/open-apis/im/v1/messages/:message_id/reply")
    assert request.paths == {"message_id": "om_1"}
    page = im.GetChatMembersRequest.builder().chat_id("oc_1").page_size(100).build()
    assert ("page_size", "100") in page.queries


def test_the_sdk_is_imported_in_one_place() -> None:
    others = [each for each in (ROOT / "bot").rglob("*.py") if each.name != "sdk.py"]
    assert [
        each.name for each in others if "import lark_oapi" in (text := each.read_text()) or "from lark" in text
    ] == []
