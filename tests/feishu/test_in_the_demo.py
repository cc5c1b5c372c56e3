"""The demo serves a Feishu that is on this machine, as `python -m tests.feishu` makes one to try it by hand."""

import re
from pathlib import Path

from tests.demoing import demo
from tests.feishu.local import LocalFeishu, serving
from tests.feishu.serving_dossier import driver_of, submit, taken, wait_for, words


def settings_of(feishu: LocalFeishu) -> dict[str, str]:
    """Give the settings that name a Feishu."""
    return {
        "FEISHU_DOMAIN": feishu.base_url,
        "FEISHU_APP_ID": feishu.app_id,
        "FEISHU_APP_SECRET": feishu.app_secret,
    }


def test_a_feishu_on_this_machine_is_served_and_a_group_from_before_is_bound(tmp_path: Path) -> None:
    with serving(LocalFeishu()) as feishu, demo(tmp_path, settings_of(feishu)) as (url, printed):
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
