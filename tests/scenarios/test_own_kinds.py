"""An organisation's own kinds and fields: uploaded in chat, used everywhere the product's are, seen by nobody else."""

import json

import pytest
from sqlalchemy import event, select

from bot.own_kinds import example
from dossier.fields import FileRef
from dossier.phases import Phase
from storage.tables import blobs
from tests.scenarios.test_exporting import export
from tests.team import ELSEWHERE, Team, button_in, buttons_in, form_in, said

SMALL = """\
kinds:
  - key: demo
    command: {zh: 演示, en: demo-day}
    label: {zh: 现场演示, en: Demo day}
    category: implementation
    expected: {from: design, count: 1}
    fields:
      - {key: topic, type: text, label: {zh: 演示主题, en: Topic}, required: true}
      - {key: notes, type: long_text, label: {zh: 反馈意见, en: Feedback}}
"""


def upload(team: Team, content: str | bytes, who: str = "wangfang", workspace: str = "galaxy") -> str:
    """Upload a file of kinds and give what is said of it in the end."""
    raw = content.encode() if isinstance(content, str) else content
    team.platform.files[f"k{len(raw)}"] = raw
    file = FileRef(id=f"k{len(raw)}", name="kinds.yaml", size=len(raw), type="application/yaml")
    form = form_in(team.say(who, "/档案 类型 上传", None, workspace=workspace))
    answer = team.submit(form, who, None, workspace=workspace, file=[file])
    team.app.jobs.work_due()
    told = [card.text for card in team.told(who, workspace) if "kinds.yaml" in card.text]
    return told[-1] if told else said(answer)


@pytest.fixture
def own(team: Team) -> Team:
    """Give a team that has the kinds of the documentation's example."""
    assert "检查通过" in upload(team, example())
    return team


def test_a_manager_uploads_a_file_and_sees_what_it_brought(team: Team) -> None:
    before = team.say("wangfang", "/档案 类型")
    assert "还没有自己的类型" in said(before)
    assert {each.action for each in buttons_in(before)} == {"kinds-upload", "kinds-file"}

    told = upload(team, example())

    assert "“kinds.yaml”检查通过" in told
    for part in (
        "研讨记录 · /档案 研讨 · 测试与验收 · 研讨主题、研讨日期",
        "商务报价",
        "问题：环境",
        "客户基本信息：税号",
    ):
        assert part in told
    assert "Workshop session · /dossier workshop" in said(team.say("ann", "/dossier kinds"))


def test_an_own_kind_is_logged_in_a_line_and_by_form_listed_found_and_shown(own: Team) -> None:
    own.say("lilei", "/档案 研讨 管理员研讨 | 状态: 已举办 | 客户电话: 13876543210 | 遗留事项: 补发手册 @Ann 周五")
    form = form_in(own.say("ann", "/dossier workshop"))
    assert form.title == "New: Workshop session"
    assert "why_again" not in [field.name for field in form.fields]
    own.submit(form, "ann", topic="End users", status="held")

    (first, second) = own.posted("abc")[-2:]
    assert "ABC_研讨记录_20261118_v1" in first.text
    assert "138****3210" in first.text
    assert "补发手册" in first.text
    assert "End users" in second.text
    listed = said(own.say("lilei", "/档案 列表 研讨记录"))
    assert "管理员研讨" in listed
    assert "End users" in listed
    assert "管理员研讨" in said(own.say("lilei", "/档案 搜索 补发手册"))
    assert "没有" in said(own.say("lilei", "/档案 搜索 13876543210"))
    assert "管理员研讨" in said(own.say("lilei", "已举办的研讨有哪些"))


def test_a_field_of_an_own_kind_is_checked_and_nothing_typed_is_lost(own: Team) -> None:
    form = form_in(own.say("lilei", "/档案 研讨 管理员研讨 | 研讨日期: 明年 | 状态: 需重做"))

    values = {field.name: (field.value, field.error) for field in form.fields}
    assert values["topic"][0] == "管理员研讨"
    assert values["held_on"][1]
    assert "重做原因" in [field.label for field in form.fields]


def test_an_added_field_is_asked_kept_shown_and_narrows_lists(own: Team) -> None:
    own.say("lilei", "/issue 支付失败 | 环境: 生产")
    own.say("lilei", "/issue 图片不显示 | 环境: staging")

    assert "环境" in own.posted("abc")[-2].text
    assert "生产" in own.posted("abc")[-2].text
    listed = said(own.say("lilei", "/档案 列表 问题 环境 生产"))
    assert "支付失败" in listed
    assert "图片不显示" not in listed


def test_what_an_own_kind_expects_counts_in_what_is_missing_and_in_health(own: Team) -> None:
    own.write("wangfang", lambda store: store.dossiers.set_phase(own.dossier, Phase.TEST))

    assert "研讨记录" in said(own.say("lilei", "ABC 还缺什么?"))
    report = said(own.say("lilei", "/档案 健康度"))
    own.say("lilei", "/档案 研讨 第一次")
    own.say("lilei", "/档案 研讨 第二次")
    assert said(own.say("lilei", "/档案 健康度")) != report
    assert "研讨记录" not in said(own.say("lilei", "ABC 还缺什么?"))


def test_an_own_kind_keeps_the_tiers_and_the_approval_it_declares(own: Team) -> None:
    own.say("ann", "/dossier workshop For users")
    submitted = own.say("ann", "/dossier submit #1")
    assert "王芳" in said(submitted)
    assert "refused" not in said(submitted)
    refused = said(own.say("ann", "/dossier offer Discount"))
    assert "senior" in refused

    own.say("lilei", "/档案 报价 首年八折 | 报价金额: CNY 98765")
    assert "98,765" not in own.posted("abc")[-1].text
    assert "首年八折" not in said(own.say("ann", "/dossier list"))


def test_exports_have_own_kinds_and_fields(own: Team) -> None:
    own.say("lilei", "/档案 研讨 管理员研讨")
    own.say("lilei", "/issue 支付失败 | 环境: 生产")

    _, content = export(own, "lilei", "研讨 csv")
    assert "管理员研讨" in content.decode("utf-8-sig")
    assert "讲师" in content.decode("utf-8-sig")
    _, content = export(own, "lilei", "issue csv")
    assert "生产" in content.decode("utf-8-sig")
    _, content = export(own, "wangfang", "全部 json 含敏感")
    archive = json.loads(content)
    assert {record["kind"] for record in archive["records"]} == {"own_workshop", "issue"}
    assert [kind["key"] for kind in archive["kinds"]["kinds"]] == ["workshop", "price_offer"]


def test_help_knows_own_kinds_and_near_words_lead_to_them(own: Team) -> None:
    (named,) = [line for line in said(own.say("lilei", "/档案 帮助")).splitlines() if "验收反馈" in line]
    assert "研讨" in named
    assert "研讨主题" in said(own.say("lilei", "/档案 帮助 研讨"))
    assert "研讨记录" in said(own.say("lilei", "/档案 研讨记录"))
    assert "/档案 研讨" in said(own.say("lilei", "/研讨 管理员"))


def test_what_managers_alone_log_is_changed_and_deleted_by_none_below_them(team: Team) -> None:
    upload(team, SMALL.replace("category: implementation", "category: implementation\n    log: manager", 1))
    team.say("wangfang", "/档案 演示 甲")
    for who in ("ann", "lilei"):
        for words in ("/dossier edit #1", "/dossier delete #1"):
            answer = said(team.say(who, words))
            assert "manager" in answer or "管理层" in answer
    assert team.read("wangfang", lambda store: store.records.by_number(team.dossier, 1)).line.revision == 1


@pytest.mark.parametrize("words", ["/dossier kinds", "/dossier help price", "/dossier help workshop"])
def test_guests_know_nothing_of_them(own: Team, words: str) -> None:
    assert "Amount" in said(own.say("ann", "/dossier kinds"))
    for who in ("carla", "unknown"):
        told = said(own.say(who, words))
        assert "Amount" not in told
        assert "Price offer" not in told
        assert "Workshop topic" not in told


def test_another_organisation_neither_sees_nor_uses_them(own: Team) -> None:
    own.say("lilei", "/档案 研讨 管理员研讨")

    assert "Workshop session" not in said(own.say("bob", "/dossier kinds", "xyz", workspace=ELSEWHERE))
    assert "workshop" not in said(own.say("bob", "/dossier help", "xyz", workspace=ELSEWHERE))
    assert "There is no command" in said(own.say("bob", "/dossier workshop x", "xyz", workspace=ELSEWHERE))
    assert "检查通过" in upload(own, SMALL, "bob", ELSEWHERE)
    assert own.read("bob", lambda store: store.kinds.named("workshop"), ELSEWHERE) is None
    assert own.read("lilei", lambda store: store.kinds.named("demo-day")) is None


def test_only_managers_change_them(team: Team) -> None:
    for who in ("lilei", "ann", "carla", "zhaomin", "unknown"):
        answer = team.say(who, "/档案 类型 上传")
        assert "管理层" in said(answer) or "manager" in said(answer)
        assert not {each.action for each in buttons_in(team.say(who, "/档案 类型"))} & {"kinds-upload", "kinds-remove"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("en: demo-day", "en: status"), "第 3 行 · kinds › demo › command › en：“status”已经是一个命令或常用词"),
        (("zh: 演示", "zh: 审核"), "第 3 行 · kinds › demo › command › zh：“审核”已经是一个命令或常用词"),
        (("现场演示", "需求变更表"), "第 4 行 · kinds › demo › label › zh：“需求变更表”已经是一个命令或常用词"),
        (("en: demo-day", "en: members"), "第 3 行 · kinds › demo › command › en：“members”已经是一个命令或常用词"),
        (("zh: 演示", "zh: 健康"), "第 3 行 · kinds › demo › command › zh：“健康”已经是一个命令或常用词"),
        (("zh: 演示", "zh: 敏感"), "第 3 行 · kinds › demo › command › zh：“敏感”已经是一个命令或常用词"),
        (("现场演示", "需求评审"), "第 4 行 · kinds › demo › label › zh：“需求评审”已经是一个命令或常用词"),
        (("现场演示", "会议纪要"), "第 4 行 · kinds › demo › label › zh：“会议纪要”已经是“会议纪要”的名字或命令"),
        (("category: implementation", "category: 实施"), "第 5 行 · kinds › demo › category：“实施”不在可选范围内"),
        (("category: implementation", "zh: 演示"), "第 5 行 · kinds › demo › zh：“zh”不写在这里"),
        (
            ("category: implementation", "categori: x"),
            "第 5 行 · kinds › demo › categori：不认识这一项，是不是想写 category",
        ),
        (("type: long_text", "type: longtext"), "第 9 行 · kinds › demo › fields › notes › type"),
        (("kinds:", "kinds: ["), "这里不是正确的 YAML"),
    ],
)
def test_a_file_that_clashes_or_is_wrong_is_told_by_line_and_changes_nothing(
    team: Team, change: tuple[str, str], told: str
) -> None:
    answer = upload(team, SMALL.replace(*change, 1))

    assert "没有启用，什么都没有改变" in answer
    assert told in answer
    assert team.read("wangfang", lambda store: (store.own_kinds.file(), list(store.kinds))) == (
        "",
        list(team.read("bob", lambda store: store.kinds, ELSEWHERE)),
    )


def test_of_a_file_that_is_refused_nothing_is_kept(team: Team) -> None:
    upload(team, SMALL.replace("category: implementation", "category: 实施"))
    assert team.database.read(lambda connection: connection.execute(select(blobs)).all()) == []
    upload(team, SMALL)
    assert len(team.database.read(lambda connection: connection.execute(select(blobs)).all())) == 1


def test_what_is_too_large_or_no_text_is_told(team: Team) -> None:
    assert "最多 256 KB" in upload(team, b"a: " + b"x" * 300_000)
    assert "这不是文本文件" in upload(team, b"PK\x03\x04\0\0")
    form = form_in(team.say("wangfang", "/档案 类型 上传"))
    assert "请上传一个 .yaml 文件" in said(team.submit(form, "wangfang", file=[]))


def test_a_kind_with_records_cannot_be_left_out_but_it_can_be_retired(team: Team) -> None:
    upload(team, SMALL)
    team.say("ann", "/dossier demo-day First look")

    refused = upload(team, "kinds: []")
    assert "“现场演示”已经有记录，不能去掉" in refused
    assert team.read("ann", lambda store: store.kinds.named("demo-day")) is not None

    assert "检查通过" in upload(team, SMALL.replace("    category:", "    retired: true\n    category:"))
    assert "“Demo day” is retired" in said(team.say("ann", "/档案 演示 再来一次"))
    assert "First look" in said(team.say("ann", "/dossier list demo day"))
    assert "First look" in said(team.say("ann", "/dossier show #1"))


def test_giving_all_up_keeps_records_to_be_read_and_a_file_brings_them_back(team: Team) -> None:
    upload(team, SMALL)
    team.say("ann", "/dossier demo-day First look")

    asked = team.say("wangfang", "/档案 类型 停用")
    answer = said(team.press(button_in(asked, "kinds-remove"), "wangfang"))
    assert "有记录的类型和字段仍可查看" in answer
    assert "First look" in said(team.say("ann", "/dossier list"))
    assert "现场演示 · 已停用" in said(team.say("wangfang", "/档案 类型"))
    assert "“Demo day” is retired" in said(team.say("ann", "/档案 演示 再来一次"))

    assert "检查通过" in upload(team, f"{SMALL}# again\n")
    team.say("lilei", "/档案 演示 再来一次")
    assert "再来一次" in team.posted("abc")[-1].text


def test_giving_up_what_nobody_used_leaves_nothing(team: Team) -> None:
    upload(team, SMALL)
    asked = team.say("wangfang", "/档案 类型 停用")

    assert "没有留下任何记录" in said(team.press(button_in(asked, "kinds-remove"), "wangfang"))
    assert team.actor("wangfang").kinds_version == ""


def test_the_file_in_use_or_an_example_is_sent_back(team: Team) -> None:
    team.press(button_in(team.say("wangfang", "/档案 类型"), "kinds-file"), "wangfang")
    team.app.jobs.work_due()
    upload(team, SMALL)
    team.press(button_in(team.say("wangfang", "/档案 类型"), "kinds-file"), "wangfang")
    team.app.jobs.work_due()

    sent = [(name, content.decode()) for _, name, content in team.platform.sent.values()]
    assert sent == [("example.yaml", example()), ("kinds.yaml", SMALL)]


def test_a_form_opened_before_another_file_came_is_not_saved_as_what_it_no_longer_is(team: Team) -> None:
    upload(team, SMALL)
    form = form_in(team.say("ann", "/dossier demo-day"))
    upload(team, "kinds: []")

    answer = said(team.submit(form, "ann", topic="Too late"))

    assert answer
    assert team.read("ann", lambda store: store.records.counts([team.dossier.id])) == {}


def test_every_version_is_kept_and_noted(team: Team) -> None:
    upload(team, SMALL)
    upload(team, f"{SMALL}# second\n")

    noted = said(team.say("wangfang", "/档案 审计 全部"))
    assert noted.count("启用自定义记录类型") == 2


def test_where_nobody_has_kinds_of_their_own_no_command_asks_for_them(team: Team) -> None:
    asked: list[str] = []
    event.listen(team.database.engine, "before_cursor_execute", lambda *each: asked.append(each[2]))
    team.say("lilei", "/issue 支付失败")
    team.say("lilei", "/档案 列表 问题")
    team.posted("abc")

    assert not [each for each in asked if "own_kinds" in each or each.startswith("SELECT organisations.kinds_version")]


def test_what_an_organisation_approves_like_a_change_is_verified_like_one(own: Team) -> None:
    own.say("lilei", "/档案 研讨 需求共创 | 研讨日期: 今天")

    own.say("lilei", "/档案 测试用例 测1 | 步骤: 1 | 预期结果: ok | 验证变更: #1")

    assert "#1 需求共创" in said(own.say("lilei", "/档案 查看 #2"))
