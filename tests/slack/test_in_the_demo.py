"""The demo serves a Slack that is on this machine, under the clock that can be moved; no other one."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx

from tests.demoing import demo
from tests.slack.local import Driver, LocalSlack, serving
from tests.slack.seen import words
from tests.slack.serving_dossier import Served


def settings_of(slack: LocalSlack, api_url: str) -> dict[str, str]:
    """Give the settings that name a Slack."""
    return {
        "SLACK_API_URL": api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
    }


def test_a_slack_on_this_machine_is_reminded_when_the_clock_is_moved(tmp_path: Path) -> None:
    with serving(LocalSlack()) as slack, demo(tmp_path, settings_of(slack, slack.api_url)) as (url, printed):
        code = re.search(r"claim (\S+)", printed)
        assert code is not None, printed
        with Driver.over_http(slack, url) as driver:
            side = Served(slack, driver, code[1])
            lilei = slack.add_user("李雷", locale="zh-CN", tz="Asia/Shanghai")
            abc = slack.add_channel("abc", [lilei], bot=False)
            side.told(lilei, lambda: driver.command("/档案", f"认领 {code[1]}", lilei, abc))
            driver.join(driver.bot_user, abc, lilei)
            slack.wait_for(lambda: len(slack.posted(abc)) == 1)
            form = side.opened(lilei, lambda: driver.press(slack.posted(abc)[0], "新建档案", lilei))
            side.send(form, {"客户全称": "ABC有限公司", "客户简称": "ABC", "项目名称": "商城"})
            slack.wait_for(lambda: len(slack.posted(abc)) == 2)
            assert driver.command("/催办", "@李雷 补会议签到表", lilei, abc).ok
            direct = slack.direct(lilei)

            # In the middle of a day: at night nobody is written to.
            later = (datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=3)).replace(hour=10, minute=30)
            to = {"to": later.isoformat()}
            moved = httpx.post(f"{url}/demo/clock", json=to, headers={"Origin": url}, trust_env=False)

            assert moved.status_code == 200
            slack.wait_for(lambda: any("补会议签到表" in words(each) for each in slack.posted(direct)))


def test_a_slack_elsewhere_is_left_alone(tmp_path: Path) -> None:
    with serving(LocalSlack()) as slack, demo(tmp_path, settings_of(slack, "https://slack.com/api/")) as (url, printed):
        assert "claim" not in printed
        assert httpx.post(f"{url}/slack/events", trust_env=False).status_code in (403, 404, 405)
