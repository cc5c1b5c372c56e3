"""The day of a team in Feishu, over the webhook and over the long connection."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.signing import Signer
from storage.tables import audit, records, revisions
from tests.feishu.local import LocalFeishu, Message, elements, serving
from tests.feishu.local.entering import shown
from tests.feishu.serving_dossier import (
    FORGED,
    Day,
    driver_of,
    is_form,
    open_day,
    served,
    submit,
    taken,
    typed,
    wait_for,
    words,
)


@pytest.fixture(params=["http", "socket"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Day]:
    """Give the product that nobody has claimed yet."""
    with open_day(tmp_path, request.param) as day:
        yield day


@pytest.fixture
def day(fresh: Day) -> Day:
    """Give the product with the dossier `ABC · 商城` started in the group."""
    return fresh.started()


def test_the_bot_says_hello_once_to_a_group_it_is_taken_into(fresh: Day) -> None:
    taken(fresh.driver.add_bot(fresh.abc, fresh.lilei))
    taken(fresh.driver.again())

    (hello,) = fresh.posted()
    assert "/纪要 需求评审" in words(hello)
    for locale, said in (
        ("zh_cn", "这个群属于哪个客户项目"),
        ("en_us", "customer project this group belongs to"),
    ):
        assert any(said in shown(each, locale) for each in elements(hello.card) if "content" in each), locale


def test_the_bot_says_hello_once_in_a_direct_chat_in_the_readers_language(fresh: Day) -> None:
    hello = fresh.wrote(fresh.ann, lambda: fresh.driver.enter(fresh.ann))
    for locale, said in (("zh_cn", "你好，Ann"), ("en_us", "Hello, Ann")):
        assert any(said in shown(each, locale) for each in elements(hello.card) if "content" in each), locale
    assert any("设置" in shown(each["text"], "zh_cn") for each in elements(hello.card) if each["tag"] == "button")
    taken(fresh.driver.enter(fresh.ann))
    taken(fresh.driver.again())
    assert len(fresh.direct(fresh.ann)) == 1


def test_minutes_by_form_say_what_is_wrong_keep_what_was_typed_and_become_a_card(day: Day) -> None:
    form = day.wrote(day.lilei, lambda: day.driver.mention("/纪要", day.lilei, day.abc))
    assert is_form(form)
    wait_for(lambda: len(day.feishu.posted(day.abc)) == 3)
    assert "李雷：表单在你和我的单聊里" in words(day.posted()[2])
    written = len(day.direct(day.lilei))
    taken(day.driver.again())
    assert (len(day.direct(day.lilei)), len(day.posted())) == (written, 3)

    values = {"会议主题": "需求评审", "会议时间": "火星日", "参会人": "李雷、Ann", "决定": "短信验证一周后上线"}
    taken(day.submit(form, values))
    assert "火星日" in words(form)
    assert "⚠️" in words(form)
    assert {name: typed(form)[name] for name in values} == values
    assert len(day.posted()) == 3

    taken(day.submit(form, {"会议时间": "今天 10:00"}))
    card = day.posted()[-1]
    assert "ABC_需求评审_20261118_v1" in words(card)
    assert "短信验证一周后上线" in words(card)
    assert not is_form(form)
    assert "已保存" in words(form)


def test_a_change_of_one_line_is_a_card_without_a_form(day: Day) -> None:
    line = "/变更 登录页加短信验证 | 原因: 防刷 | 影响: 3天"
    taken(day.driver.mention(line, day.lilei, day.abc))
    taken(day.driver.again())

    card = day.posted()[-1]
    assert len(day.posted()) == 3
    for part in ("登录页加短信验证", "防刷", "3天", "ABC_需求变更_20261118_v1"):
        assert part in words(card), part
    assert not any(map(is_form, day.direct(day.lilei)))


def test_who_keeps_a_record_is_told_when_the_message_it_was_written_in_is_recalled(day: Day) -> None:
    taken(day.driver.mention("/变更 登录页加短信验证 | 原因: 防刷 | 影响: 3天", day.lilei, day.abc))
    message = next(each for each in day.feishu.chats[day.abc.id].messages if "防刷" in str(each.content))

    taken(day.driver.recall(message))
    day.deliver()

    told = day.direct(day.lilei)[-1]
    assert "#1“登录页加短信验证”来自的那条消息被删除了" in words(told)


def test_a_question_in_the_direct_chat_is_answered_there_once(day: Day) -> None:
    taken(day.driver.mention("/变更 登录页加短信验证 | 原因: 防刷 | 影响: 3天", day.lilei, day.abc))
    day.deliver()
    answer = day.wrote(day.lilei, lambda: day.driver.direct("短信验证是什么时候定的?", day.lilei))
    before = len(day.direct(day.lilei))
    taken(day.driver.again())

    assert "短信验证" in words(answer)
    assert len(day.direct(day.lilei)) == before


def test_a_card_is_changed_by_its_button_and_a_form_of_the_direct_chat(day: Day) -> None:
    taken(day.driver.mention("/变更 登录页加短信验证 | 原因: 防刷 | 影响: 3天", day.lilei, day.abc))
    card = day.posted()[-1]

    form = day.wrote(day.lilei, lambda: day.driver.press(card, "修改", day.lilei))
    assert "单聊" in day.feishu.told(day.lilei)[-1].text
    taken(day.submit(form, {"影响": "5天"}))

    day.deliver()
    assert "5天" in words(card)
    assert card.edits == 1
    assert not is_form(form)


def test_two_who_change_the_same_record_lose_nothing_of_each_other(day: Day) -> None:
    taken(day.driver.mention("/变更 登录页加短信验证 | 原因: 防刷 | 影响: 3天", day.ann, day.abc))
    card = day.posted()[-1]
    one = day.wrote(day.lilei, lambda: day.driver.press(card, "修改", day.lilei))
    other = day.wrote(day.ann, lambda: day.driver.press(card, "修改", day.ann))
    taken(day.submit(one, {"原因": "合规", "影响": "5天"}))

    taken(day.submit(other, {"原因": "防薅羊毛"}))

    assert is_form(other)
    assert "李雷 刚把它改成了“合规”" in words(other)
    assert (typed(other)["原因"], typed(other)["影响"]) == ("防薅羊毛", "5天")
    taken(day.submit(other, {}))
    day.deliver()
    assert "防薅羊毛" in words(card)
    assert "5天" in words(card)


def test_a_form_that_the_product_does_not_make_again_keeps_what_was_typed(day: Day) -> None:
    form = day.wrote(day.lilei, lambda: day.driver.direct("/档案 新建", day.lilei))
    values = {"客户全称": "DEF有限公司", "客户简称": "ABC", "项目名称": "门户"}
    taken(day.submit(form, values))

    assert is_form(form)
    assert "⚠️" in words(form)
    assert {name: typed(form)[name] for name in values} == values


def test_a_form_is_given_up_by_its_button(day: Day) -> None:
    form = day.wrote(day.lilei, lambda: day.driver.mention("/纪要", day.lilei, day.abc))
    taken(day.driver.press(form, "取消"))
    assert not is_form(form)
    assert day.count(records) == 0


def test_whom_the_bot_may_not_write_to_gets_the_form_in_the_group_for_them_alone(day: Day) -> None:
    day.lilei.available = False
    taken(day.driver.mention("/变更", day.lilei, day.abc))
    wait_for(lambda: len(day.feishu.posted(day.abc)) == 3)
    form = day.feishu.posted(day.abc)[2]
    values = {"变更内容": "短信验证", "原因": "防刷", "影响": "3天"}

    taken(day.submit(form, values, day.ann))
    assert "给别人填写" in day.feishu.told(day.ann)[-1].text
    assert day.count(records) == 0

    taken(day.submit(form, values, day.lilei))
    assert day.count(records) == 1
    assert not is_form(form)


def test_such_a_form_stands_in_the_thread_it_was_asked_for_in(day: Day) -> None:
    day.lilei.available = False
    first = day.posted()[0]
    taken(day.driver.mention("/变更", day.lilei, day.abc, reply_to=first))
    wait_for(lambda: len(day.feishu.posted(day.abc)) == 3)

    form = day.feishu.posted(day.abc)[2]
    assert is_form(form)
    assert form.root == first.id


def test_what_is_for_the_askers_eyes_is_not_said_in_the_group_when_it_cannot_be_written_to_them(day: Day) -> None:
    taken(day.driver.mention("/变更 登录页加短信验证 | 原因: 防刷 | 影响: 3天", day.lilei, day.abc))
    day.deliver()
    before = len(day.posted())
    day.lilei.available = False
    taken(day.driver.mention("短信验证是什么时候定的?", day.lilei, day.abc))
    wait_for(lambda: len(day.feishu.posted(day.abc)) > before)

    (said,) = day.feishu.posted(day.abc)[before:]
    assert "可用范围" in words(said)
    assert "防刷" not in words(said)


def test_a_form_of_several_pages_is_turned_and_turned_back_and_loses_nothing(day: Day) -> None:
    talk = "\n".join(f"第{n}项 " + "讨论" * 40 for n in range(100))
    taken(day.driver.mention(f"/纪要 评审 | 讨论内容: {talk} | 决定: 上线", day.lilei, day.abc))
    kept = day.posted()[-1]
    form = day.wrote(day.lilei, lambda: day.driver.press(kept, "修改", day.lilei))
    assert "第 1 页，共 3 页" in words(form)

    taken(day.submit(form, {"会议时间": "火星日", "讨论内容（1/13）": "先说这个\n" + "长" * 900}))
    assert "“火星日”" in words(form)
    assert "第 1 页，共 3 页" in words(form)
    taken(day.submit(form, {"会议时间": "昨天 10:00", "会议主题": "评审会"}))
    assert "第 2 页，共 3 页" in words(form)
    taken(day.driver.press(form, "上一页"))
    assert typed(form)["会议主题"] == "评审会"
    taken(day.submit(form, {}))
    taken(day.submit(form, {}))
    taken(day.submit(form, {"决定": "周五上线"}))

    assert not is_form(form)
    day.deliver()
    assert "周五上线" in words(kept)
    assert "评审会" in words(kept)
    query = select(revisions.c.content).order_by(revisions.c.id)
    before, after = (json.loads(each) for each in day.app.database.read(lambda c: c.execute(query).scalars().all()))
    assert before["discussion"] == talk
    assert after["discussion"].startswith("先说这个\n长")
    assert after["discussion"].endswith(talk[-5000:])


def test_what_was_sent_of_a_form_that_is_cancelled_is_kept_and_can_be_gone_on_with(day: Day) -> None:
    talk = "\n".join(f"第{n}项 " + "讨论" * 40 for n in range(100))
    taken(day.driver.mention(f"/纪要 评审 | 讨论内容: {talk} | 决定: 上线", day.lilei, day.abc))
    kept = day.posted()[-1]
    form = day.wrote(day.lilei, lambda: day.driver.press(kept, "修改", day.lilei))
    taken(day.submit(form, {"会议主题": "评审会"}))
    assert "第 2 页，共 3 页" in words(form)

    taken(day.driver.press(form, "取消"))
    assert "填到一半的“会议纪要”已经留着" in words(form)
    again = day.wrote(day.lilei, lambda: day.driver.press(form, "继续填写"))
    assert typed(again)["会议主题"] == "评审会"

    taken(day.driver.press(again, "取消"))
    taken(day.driver.press(again, "不要了"))
    assert "已经删掉" in words(again)
    anew = day.wrote(day.lilei, lambda: day.driver.press(kept, "修改", day.lilei))
    assert typed(anew)["会议主题"] == "评审"


@pytest.mark.parametrize("forge", ["button", "form"])
def test_what_was_forged_is_refused_in_words_and_changes_nothing(day: Day, forge: str) -> None:
    taken(day.driver.mention("/变更 登录页加短信验证 | 原因: 防刷 | 影响: 3天", day.lilei, day.abc))
    card = day.posted()[-1]
    if forge == "form":
        card = day.wrote(day.lilei, lambda: day.driver.press(card, "修改", day.lilei))
    refused = audit.c.action == "refused"
    before = day.count(revisions), day.count(audit, refused)
    for each in elements(card.card):
        for behaviour in each.get("behaviors", ()) if each["tag"] == "button" else ():
            name = "m" if forge == "form" else "v"
            behaviour["value"][name] = "x" + behaviour["value"][name][1:]

    send = partial(day.submit, card, {"影响": "9天"}) if forge == "form" else None
    taken(send() if send else day.driver.press(card, "撤销", day.lilei))

    assert FORGED in day.feishu.told(day.lilei)[-1].text
    assert (day.count(revisions), day.count(audit, refused)) == (before[0], before[1] + 1)


def test_whoever_may_not_do_it_is_refused_though_the_button_is_genuine(day: Day) -> None:
    taken(day.driver.mention("/联系人 王总 | 电话: 138 0000 1234", day.lilei, day.abc))
    card = day.posted()[-1]
    row = select(records.c.uid, records.c.revision, records.c.deleted, records.c.shared, records.c.key)
    before = day.app.database.read(lambda c: tuple(c.execute(row).one()))
    refused, signer = audit.c.action == "refused", Signer(day.app.keyring.signing_key())
    button = next(each for each in elements(card.card) if each["tag"] == "button")

    actions = ("edit", "delete", "restore", "reveal", "share", "erase")
    for action in actions:
        args = {"record": before[0], "revision": "1"}
        for behaviour in button["behaviors"]:
            behaviour["value"]["v"] = signer.sign("button", [day.feishu.tenant_key, action, args])
        taken(day.driver.press(card, button["text"]["content"], day.ann))

    wait_for(lambda: day.count(audit, refused) == len(actions))
    seen = [each.text for each in day.feishu.told(day.ann)] + [words(each) for each in day.direct(day.ann)]
    assert seen
    assert not any("0000" in text for text in seen)
    assert day.app.database.read(lambda c: tuple(c.execute(row).one())) == before


@pytest.mark.parametrize("way", ["http", "socket"])
def test_dossier_serve_is_claimed_and_logs_in_one_line(tmp_path: Path, way: str) -> None:
    with serving(LocalFeishu()) as feishu:
        key = {"FEISHU_ENCRYPT_KEY": feishu.encrypt_key, "FEISHU_VERIFICATION_TOKEN": feishu.verification_token}
        with (
            served(tmp_path, feishu, key if way == "http" else {}) as printed,
            driver_of(feishu, way, printed[0]) as who,
        ):
            lilei = feishu.add_user("李雷", email="lilei@example.com")
            abc, direct = feishu.add_chat("abc", [lilei]), feishu.direct(lilei)
            taken(who.direct(f"/档案 认领 {printed[1]}", lilei))
            wait_for(lambda: "李雷" in "".join(map(words, feishu.posted(direct))))
            taken(who.add_bot(abc, lilei))
            wait_for(lambda: feishu.posted(abc))
            taken(who.press(feishu.posted(abc)[0], "新建档案", lilei))
            form = wait_for(lambda: [each for each in feishu.posted(direct) if is_form(each)])[0]
            taken(submit(who, form, {"客户全称": "ABC有限公司", "客户简称": "ABC", "项目名称": "商城"}))
            wait_for(lambda: len(feishu.posted(abc)) == 2)
            taken(who.mention("/纪要 需求评审 | 决定: 周五前定原型", lilei, abc))
            wait_for(lambda: "ABC_需求评审_" in words(feishu.posted(abc)[-1]))
        assert feishu.troubles == []


def test_a_meeting_that_ended_is_asked_for_in_its_group_with_what_is_known(tmp_path: Path) -> None:
    with open_day(tmp_path, "socket") as day:
        day.started()
        taken(day.driver.end_meeting("需求评审", day.lilei, [day.ann], seconds=1800))

        asked = wait_for(lambda: [each for each in day.posted() if "需求评审" in each.text])[-1]
        form = day.wrote(day.lilei, lambda: day.driver.press(asked, _entering(asked), day.lilei))

        known = typed(form)
        assert known["会议主题"] == "需求评审"
        assert "Ann" in known["参会人"]
        taken(day.submit(form, {"决定": "周五前定原型"}))
        wait_for(lambda: any("✅" in each.text and "需求评审" in each.text for each in day.posted()))


def _entering(card: Message) -> str:
    labels = [str(each["text"]["content"]) for each in elements(card.card) if each["tag"] == "button"]
    return next(label for label in labels if "纪要" in label or "补记" in label or "记" in label)
