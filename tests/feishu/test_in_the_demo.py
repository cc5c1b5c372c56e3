"""The demo serves a Feishu that is on this machine, as `python -m tests.feishu` makes one to try it by hand."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.feishu.local import LocalFeishu, serving
from tests.feishu.serving_dossier import driver_of, submit, taken, wait_for, words


@contextmanager
def demo(folder: Path, feishu: LocalFeishu) -> Iterator[tuple[str, str]]:
    """Run `dossier demo` with Feishu's settings; give its address and all that it printed before."""
    settings = {
        "DOSSIER_PORT": "0",
        "FEISHU_DOMAIN": feishu.base_url,
        "FEISHU_APP_ID": feishu.app_id,
        "FEISHU_APP_SECRET": feishu.app_secret,
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DOSSIER_", "SLACK_", "FEISHU_"))}
    command = [sys.executable, "-m", "bot", "demo", "--data", str(folder / "demo")]
    process = subprocess.Popen(command, env={**kept, **settings}, cwd=folder, stdout=subprocess.PIPE, text=True)
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


def test_a_feishu_on_this_machine_is_served_and_a_group_from_before_is_bound(tmp_path: Path) -> None:
    with serving(LocalFeishu()) as feishu, demo(tmp_path, feishu) as (url, printed):
        code = re.search(r"claim (\S+)", printed)
        assert code is not None, printed
        lilei = feishu.add_user("李雷")
        general, direct = feishu.add_chat("general", [lilei]), feishu.direct(lilei)
        with driver_of(feishu, "socket", url) as driver:
            taken(driver.direct(f"/档案 认领 {code[1]}", lilei))
            wait_for(lambda: "李雷" in "".join(map(words, feishu.posted(direct))))
            taken(driver.mention("/档案 新建 ABC有限公司", lilei, general))
            form = wait_for(lambda: [each for each in feishu.posted(direct) if "客户简称" in words(each)])[-1]
            taken(submit(driver, form, {"客户简称": "ABC", "项目名称": "商城"}, lilei))
            wait_for(lambda: any("ABC · 商城" in words(each) for each in feishu.posted(general)))
