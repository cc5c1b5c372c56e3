"""One organisation in Slack and in Feishu: a code joins them, and what is saved on one side is shown on the other."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from storage import organisations
from storage.database import Database
from tests.feishu import serving_dossier as feishu_side
from tests.feishu.local import Chat, LocalFeishu
from tests.feishu.local import Driver as FeishuDriver
from tests.feishu.local import User as FeishuUser
from tests.feishu.local import serving as serving_feishu
from tests.feishu.serving_dossier import driver_of, served, taken, wait_for
from tests.slack.local import Channel, LocalSlack
from tests.slack.local import Driver as SlackDriver
from tests.slack.local import User as SlackUser
from tests.slack.local import serving as serving_slack
from tests.slack.seen import words
from tests.slack.serving_dossier import Served

_CODE = re.compile(r"(?:关联|link) ([A-Z0-9]{8})")
_EMAIL = "lilei@example.com"


@dataclass(frozen=True, slots=True)
class Twin:
    """`dossier serve` with both platforms: 李雷 has an account on each, and started ABC in Slack's `abc`."""

    slack: Served
    feishu: LocalFeishu
    driver: FeishuDriver
    here: SlackUser
    there: FeishuUser
    abc: Channel
    group: Chat

    def in_slack(self, line: str) -> None:
        name, _, text = line.partition(" ")
        assert self.slack.driver.command(name, text, self.here, self.abc).ok

    def in_feishu(self, line: str) -> None:
        taken(self.driver.mention(line, self.there, self.group))

    def code(self) -> str:
        """Ask for a code in Slack and give it."""
        told = self.slack.told(self.here, lambda: self.slack.driver.command("/档案", "关联", self.here, self.abc))
        found = _CODE.search(words(told))
        assert found is not None, words(told)
        return found[1]

    def answered(self, line: str) -> str:
        """Write to the bot in Feishu and give what it answers."""
        direct = self.feishu.direct(self.there)
        before = len(self.feishu.posted(direct))
        taken(self.driver.direct(line, self.there))
        wait_for(lambda: len(self.feishu.posted(direct)) > before)
        return feishu_side.words(self.feishu.posted(direct)[-1])

    def seen(self, text: str) -> tuple[int, int]:
        """Count the cards on which a text stands, in Slack's channel and in Feishu's group."""
        by_slack = sum(text in words(each) for each in self.slack.slack.posted(self.abc))
        return by_slack, sum(text in feishu_side.words(each) for each in self.feishu.posted(self.group))

    def joined(self) -> "Twin":
        """Join the tenant to Slack's organisation, and bind the group to the dossier."""
        assert "已关联到" in self.answered(f"/档案 关联 {self.code()}")
        taken(self.driver.add_bot(self.group, self.there))
        wait_for(lambda: self.feishu.posted(self.group))
        # Who 李雷 is here is found out by the address, a moment after.
        wait_for(lambda: "ABC · 商城" in self.answered("/档案 状态"))
        self.in_feishu("/档案 绑定 ABC")
        wait_for(lambda: len(self.feishu.posted(self.group)) == 2)
        return self


@contextmanager
def both(folder: Path) -> Iterator[Twin]:
    with serving_slack(LocalSlack()) as slack, serving_feishu(LocalFeishu()) as feishu:
        settings = {
            "SLACK_API_URL": slack.api_url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
        }
        with (
            served(folder, feishu, settings) as (url, _),
            SlackDriver.over_http(slack, url) as by_slack,
            driver_of(feishu, "socket", url) as by_feishu,
        ):
            here = slack.add_user("李雷", locale="zh-CN", email=_EMAIL)
            there = feishu.add_user("李雷", email=_EMAIL)
            abc = slack.add_channel("abc-支付", [here], bot=False)
            side = Served(slack, by_slack, _claim_code(folder, slack.team.name))
            _start(side, here, abc)
            yield Twin(side, feishu, by_feishu, here, there, abc, feishu.add_chat("abc", [there], bot=False))
        assert slack.troubles == []
        assert feishu.troubles == []


def _claim_code(folder: Path, name: str) -> str:
    with closing(Database(f"sqlite:///{folder / 'dossier.db'}")) as database:
        rows = database.read(organisations.without_manager)
        organisation = next(number for number, called in rows if called == name)
        return database.write(partial(organisations.new_claim_code, organisation=organisation))


def _start(side: Served, user: SlackUser, channel: Channel) -> None:
    slack, driver = side.slack, side.driver
    side.told(user, lambda: driver.command("/档案", f"认领 {side.code}", user, channel))
    driver.join(driver.bot_user, channel, user)
    slack.wait_for(lambda: len(slack.posted(channel)) == 1)
    form = side.opened(user, lambda: driver.press(slack.posted(channel)[0], "新建档案", user))
    side.send(form, {"客户全称": "ABC有限公司", "客户简称": "ABC", "项目名称": "商城"})
    slack.wait_for(lambda: len(slack.posted(channel)) == 2)


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twin]:
    with both(tmp_path_factory.mktemp("twin")) as found:
        yield found.joined()


def test_what_is_saved_in_slack_is_shown_in_feishu_once_and_in_its_way(twin: Twin) -> None:
    twin.in_slack("/纪要 需求评审 | 决定: 周五前定原型")

    wait_for(lambda: twin.seen("ABC_需求评审_") == (1, 1))
    card: Any = twin.feishu.posted(twin.group)[-1].card
    assert "Decisions" in str(card), "who reads English there sees English"


def test_what_is_saved_in_feishu_is_shown_in_slack_once(twin: Twin) -> None:
    twin.in_feishu("/变更 登录页加短信验证 | 原因: 防刷 | 影响: 3 天")

    wait_for(lambda: twin.seen("登录页加短信验证") == (1, 1))


def test_a_change_and_its_undoing_reach_both_sides_on_the_same_cards(twin: Twin) -> None:
    twin.in_feishu("/问题 微信支付失败 | 严重程度: 高")
    wait_for(lambda: twin.seen("微信支付失败") == (1, 1))
    number = re.search(r"#(\d+)", words(twin.slack.slack.posted(twin.abc)[-1]))
    assert number is not None
    view = twin.slack.opened(
        twin.here, lambda: twin.slack.driver.command("/档案", f"修改 #{number[1]}", twin.here, twin.abc)
    )
    twin.slack.send(view, {"问题": "微信支付超时"})
    wait_for(lambda: (twin.seen("微信支付失败"), twin.seen("微信支付超时")) == ((0, 0), (1, 1)))

    twin.in_slack(f"/档案 撤销 #{number[1]}")

    wait_for(lambda: (twin.seen("微信支付失败"), twin.seen("微信支付超时")) == ((1, 1), (0, 0)))


def test_a_phase_is_announced_on_both_sides_with_the_reason_it_was_moved_for(twin: Twin) -> None:
    slack, here = twin.slack, twin.here
    asked = slack.told(here, lambda: slack.driver.command("/档案", "阶段 设计", here, twin.abc))
    assert "进入设计阶段前还缺" in words(asked)
    form = slack.opened(here, lambda: slack.driver.press(asked, "仍要推进到设计"))
    slack.send(form, {"为什么先推进": "客户已同意"})

    wait_for(lambda: twin.seen("客户已同意") == (1, 1))


def test_in_feishu_it_is_asked_in_the_same_way(twin: Twin) -> None:
    direct = twin.feishu.direct(twin.there)
    assert "进入测试阶段前还缺" in twin.answered("/档案 阶段 测试")
    asked = twin.feishu.posted(direct)[-1]
    before = len(twin.feishu.posted(direct))
    taken(twin.driver.press(asked, "仍要推进到测试"))
    wait_for(lambda: len(twin.feishu.posted(direct)) > before)
    taken(feishu_side.submit(twin.driver, twin.feishu.posted(direct)[-1], {"为什么先推进": "先试运行"}))

    wait_for(lambda: twin.seen("先试运行") == (1, 1))


def test_going_back_is_asked_why_on_either_side(twin: Twin) -> None:
    slack, here = twin.slack, twin.here
    form = slack.opened(here, lambda: slack.driver.command("/档案", "阶段 设计", here, twin.abc))
    slack.send(form, {"为什么退回": "设计要重来"})
    wait_for(lambda: twin.seen("设计要重来") == (1, 1))

    direct = twin.feishu.direct(twin.there)
    before = len(twin.feishu.posted(direct))
    twin.in_feishu("/档案 阶段 启动")
    wait_for(lambda: len(twin.feishu.posted(direct)) > before)
    taken(feishu_side.submit(twin.driver, twin.feishu.posted(direct)[-1], {"为什么退回": "预算没批"}))
    wait_for(lambda: twin.seen("预算没批") == (1, 1))


def test_who_has_the_same_address_is_one_person_with_the_same_rights(twin: Twin) -> None:
    assert "李雷 (2)" not in twin.answered("/档案 成员 ABC")
    assert "ABC · 商城" in twin.answered("/档案 状态 ABC")


def test_a_code_works_once(tmp_path: Path) -> None:
    with both(tmp_path) as twin:
        code = twin.code()
        assert "代码不对" in twin.answered("/档案 关联 ABCD2345")
        assert "已关联到" in twin.answered(f"/档案 关联 {code.lower()}")
        assert "代码不对" in twin.answered(f"/档案 关联 {code}")
