"""A dossier goes from phase to phase: what is still lacking is asked for, and what was done is told."""

import pytest

from chat.messages import Button
from chat.replies import Errors, Show
from dossier.kinds import kind_named, kinds
from dossier.phases import Phase
from tests.kinds.entries import enter, newest
from tests.kinds.samples import alone
from tests.moving import move
from tests.team import ELSEWHERE, Team, button_in, buttons_in, form_in, said


def phase(team: Team) -> Phase:
    return team.read("lilei", lambda store: store.dossiers.by_id(team.dossier.id)).phase


def complete(team: Team, upto: Phase) -> None:
    """Log everything that is expected in a phase."""
    for kind in kinds():
        if kind.expected and upto.reached(kind.expected.phase):
            for _ in range(kind.expected.count):
                enter(team, kind, alone(kind), who="wangfang")


def test_a_move_asks_for_what_the_phase_still_lacks_with_buttons_to_log_it(team: Team) -> None:
    asked = team.say("lilei", "/档案 阶段 开发")

    assert said(asked).startswith("🚩 进入开发阶段前还缺\nABC · 商城 · 设计 → 开发")
    assert "客户基本信息：客户基本信息、联系人" in said(asked)
    assert "需求 0/3" in said(asked)
    assert "测试用例" not in said(asked), "what only the next phase needs"
    assert phase(team) is Phase.DESIGN
    assert [each.action for each in buttons_in(asked)] == ["new", "new", "new", "phase-anyway"]
    form = form_in(team.press(button_in(asked, "new"), "lilei"))
    assert form.ref["dossier"] == team.dossier.uid


def test_what_is_skipped_is_asked_for_too(team: Team) -> None:
    assert "周报月报" in said(team.say("lilei", "/档案 阶段 测试"))


def test_a_complete_phase_is_left_at_once_and_told_in_the_channel_with_what_is_expected_now(team: Team) -> None:
    complete(team, Phase.DESIGN)
    before = len(team.posted("abc"))

    assert "已进入“开发”阶段" in said(team.say("lilei", "/档案 阶段 开发"))

    (told,) = team.posted("abc")[before:]
    assert told.text == "🚩 李雷 把 ABC · 商城 推进到“开发”阶段。\n从现在起要有：周报月报、接口与集成"
    missing = team.press(button_in(told, "missing"), "ann")
    assert "Integration document" in said(missing)
    assert "phase Development" in said(missing), "health expects what the new phase needs"


def test_it_can_be_moved_all_the_same_for_a_reason_that_is_told_and_kept(team: Team) -> None:
    asked = team.say("lilei", "/档案 阶段 开发")
    form = form_in(team.press(button_in(asked, "phase-anyway"), "lilei"))
    assert form.note.startswith("ABC · 商城 · 设计 → 开发\n还缺：")

    empty = team.submit(form, "lilei", reason=" \n")
    assert isinstance(empty, Errors)
    assert empty.sentences == {"reason": "请填写"}
    long = team.submit(form, "lilei", reason="很" * 301)
    assert isinstance(long, Errors)
    assert "最多 300 个字" in long.sentences["reason"]
    assert phase(team) is Phase.DESIGN

    team.submit(form, "lilei", reason="客户催上线，\n文档下周补")

    assert phase(team) is Phase.DEVELOPMENT
    (told,) = team.posted("abc")
    assert "还缺 会议纪要、客户基本信息" in told.text
    assert "需求 0/3" in told.text
    assert "先推进。理由：客户催上线， 文档下周补" in told.text
    assert "变更阶段 · 开发 · 客户催上线， 文档下周补" in said(team.say("wangfang", "/档案 审计"))


def test_what_was_logged_meanwhile_is_asked_for_no_more(team: Team) -> None:
    asked = team.say("lilei", "/档案 阶段 开发")
    complete(team, Phase.DESIGN)

    answer = team.press(button_in(asked, "phase-anyway"), "lilei")

    assert isinstance(answer, Show)
    assert phase(team) is Phase.DEVELOPMENT


def test_a_change_without_a_retest_stands_in_the_way_of_the_launch(team: Team) -> None:
    change = kind_named("change")
    assert change is not None
    complete(team, Phase.TEST)
    move(team, Phase.TEST)
    team.say("lilei", "/变更 登录页加短信验证 | 原因: 合规 | 影响: 3天")
    number = newest(team, change).line.number
    team.say("lilei", f"/档案 提交审核 #{number}")
    team.say("wangfang", f"/档案 批准 #{number}")

    asked = said(team.say("wangfang", "/档案 阶段 上线"))

    assert f"复测还没有通过：#{number} 登录页加短信验证" in asked
    assert phase(team) is Phase.TEST

    form = form_in(team.press(button_in(team.say("wangfang", "/档案 阶段 上线"), "phase-anyway"), "wangfang"))
    team.submit(form, "wangfang", reason="客户催上线")
    assert "1 项变更的复测还没有通过，先推进。理由：客户催上线" in team.posted("abc")[-1].text


@pytest.mark.parametrize("words", ["/档案 阶段 设计", ""])
def test_going_back_asks_why_and_tells_it(team: Team, words: str) -> None:
    move(team, Phase.TEST)
    before = len(team.posted("abc"))
    offered = team.say("lilei", words or "/档案 阶段")
    form = form_in(offered if words else team.press(button_in(offered, "phase", phase="design"), "lilei"))
    assert (form.title, form.submit, form.fields[0].label) == ("退回到设计", "退回", "为什么退回")
    assert form.note == "ABC · 商城 · 测试 → 设计"

    empty = team.submit(form, "lilei", reason=" ")
    assert isinstance(empty, Errors)
    assert empty.sentences == {"reason": "请填写"}
    assert phase(team) is Phase.TEST
    assert len(team.posted("abc")) == before

    team.submit(form, "lilei", reason="客户要改流程")

    assert phase(team) is Phase.DESIGN
    (told,) = team.posted("abc")[before:]
    assert told.text == "🚩 李雷 把 ABC · 商城 从“测试”退回“设计”阶段。\n理由：客户要改流程"
    assert "变更阶段 · 设计 · 客户要改流程" in said(team.say("wangfang", "/档案 审计"))


def test_a_slip_of_the_hand_is_put_right_by_a_button_of_the_answer(team: Team) -> None:
    complete(team, Phase.DESIGN)
    moved = team.say("lilei", "/档案 阶段 开发")

    team.submit(form_in(team.press(button_in(moved, "phase", phase="design"), "lilei")), "lilei", reason="点错了")

    assert phase(team) is Phase.DESIGN
    assert "点错了" in team.posted("abc")[-1].text


def test_a_sealed_dossier_is_opened_again_by_a_manager_for_a_reason(team: Team) -> None:
    move(team, Phase.SEALED)

    form = form_in(team.say("wangfang", "/档案 阶段 上线"))
    assert "还缺：" in form.note
    assert "管理层" in said(team.submit(form, "lilei", reason="x"))
    team.submit(form, "wangfang", reason="客户续约")

    assert phase(team) is Phase.LAUNCH
    assert "还缺 " in team.posted("abc")[-1].text
    assert "客户续约" in team.posted("abc")[-1].text


def test_without_a_phase_all_are_offered_and_sealing_to_managers_alone(team: Team) -> None:
    asked = team.say("lilei", "/档案 阶段")
    assert [each.args["phase"] for each in buttons_in(asked)] == [
        *("initiation", "development", "test", "launch", "closing")
    ]
    assert button_in(team.say("wangfang", "/档案 阶段"), "phase", phase="sealed").confirm
    assert "进入上线阶段前还缺" in said(team.press(button_in(asked, "phase", phase="launch"), "lilei"))


def test_sealing_a_complete_dossier_by_word_is_asked_first_and_done_by_the_button(team: Team) -> None:
    complete(team, Phase.CLOSING)
    asked = team.say("wangfang", "/dossier phase sealed")
    assert phase(team) is Phase.DESIGN

    team.press(button_in(asked, "phase", phase="sealed"), "wangfang")

    assert phase(team) is Phase.SEALED


def test_sealing_an_incomplete_one_takes_a_reason_and_says_what_it_means(team: Team) -> None:
    asked = team.say("wangfang", "/dossier phase sealed")
    form = form_in(team.press(button_in(asked, "phase-anyway"), "wangfang"))
    assert "不能再新增或修改" in form.note

    team.submit(form, "wangfang", reason="项目取消")

    assert phase(team) is Phase.SEALED
    assert "不再记录或修改" in team.posted("abc")[0].text
    assert "，仍然封存。理由：项目取消" in team.posted("abc")[0].text


def test_sealing_names_what_would_stay_open_for_good(team: Team) -> None:
    complete(team, Phase.CLOSING)
    team.say("lilei", "/issue 支付失败 | 严重程度: 高")
    team.say("lilei", "/催办 @Ann 补会议纪要")
    team.say("lilei", "/变更 改支付 | 原因: 客户要求 | 影响: 无")
    change = kind_named("change_request")
    assert change is not None
    number = newest(team, change).line.number
    team.say("lilei", f"/档案 提交审核 #{number}")
    team.wait(days=3)

    asked = team.say("wangfang", "/dossier phase sealed")

    assert said(asked).startswith("🚩 封存前还没做完\n")
    assert "🐞 未结问题：1\n• ⏰ 待更新：1（1 条逾期）\n• ⏳ 待审核：1" in said(asked)
    form = form_in(team.press(button_in(asked, "phase-anyway"), "wangfang"))
    assert "未结问题：1、待更新：1（1 条逾期）、待审核：1" in form.note
    assert "未结问题" not in said(team.say("wangfang", "/档案 阶段 上线")), "it can still be done there"


def test_the_phase_a_dossier_is_in_is_no_move(team: Team) -> None:
    assert "已经处在“设计”阶段" in said(team.say("lilei", "/档案 阶段 设计"))
    assert team.posted("abc") == []


def test_of_two_who_move_it_at_once_the_second_is_told(team: Team) -> None:
    form = form_in(team.press(button_in(team.say("lilei", "/档案 阶段 开发"), "phase-anyway"), "lilei"))
    move(team, Phase.TEST)

    answer = team.submit(form, "lilei", reason="先开工")

    assert isinstance(answer, Errors)
    assert "刚才有人把它改到了“测试”阶段" in answer.sentences[""]
    assert phase(team) is Phase.TEST


def test_among_guests_the_reason_and_what_is_lacking_are_not_said(team: Team) -> None:
    team.write(
        "wangfang", lambda store: store.channels.describe(store.channels.of(team.dossier)[0], "abc", external=True)
    )

    move(team, Phase.TEST, "lilei")

    assert team.posted("abc")[0].text == "🚩 李雷 把 ABC · 商城 推进到“测试”阶段。"


def test_only_its_owner_or_a_manager_moves_it_by_whatever_way(team: Team) -> None:
    args = {"dossier": team.dossier.uid, "phase": "test"}
    form = form_in(team.press(Button("", "phase-anyway", args), "lilei"))
    for who in ("ann", "carla", "zhaomin", "unknown"):
        for answer in (
            team.say(who, "/dossier phase test"),
            team.press(Button("", "phase", args), who),
            team.press(Button("", "phase-anyway", args), who),
            team.submit(form, who, reason="x"),
        ):
            assert "复测" not in said(answer)
            assert "缺" not in said(answer), said(answer)
            assert "issing" not in said(answer), said(answer)
    for answer in (
        team.press(Button("", "phase-anyway", args), "bob", workspace=ELSEWHERE),
        team.submit(form, "bob", workspace=ELSEWHERE, reason="x"),
        team.press(Button("", "phase-anyway", args | {"phase": "nonsense"}), "lilei"),
    ):
        assert "ABC" not in said(answer)
    assert phase(team) is Phase.DESIGN
    assert team.posted("abc") == []


def test_the_owner_of_a_sealed_dossier_is_offered_no_phase_but_whom_to_ask(team: Team) -> None:
    team.write("wangfang", lambda store: store.dossiers.set_phase(team.dossier, Phase.SEALED))

    answer = team.say("lilei", "/档案 阶段")
    assert "ABC · 商城 已封存" in said(answer)
    assert "管理层" in said(answer)
    assert buttons_in(answer) == []
    assert buttons_in(team.say("wangfang", "/档案 阶段"))


def test_what_is_to_be_approved_again_stands_in_the_way_too(team: Team) -> None:
    team.say("ann", "/change SMS code | reason: fraud | impact: 3 days")
    team.say("ann", "/dossier submit #1")
    team.say("wangfang", "/档案 批准 #1")
    assert "需要重新审核" not in said(team.say("lilei", "/档案 阶段 开发"))
    team.submit(form_in(team.say("ann", "/dossier edit #1")), "ann", impact="9 days")
    assert "🟠 批准后又改过，需要重新审核：1" in said(team.say("lilei", "/档案 阶段 开发"))


def test_where_no_channel_hears_of_it_the_owner_is_told_who_moved_their_dossier(team: Team) -> None:
    owner = team.read("lilei", lambda store: store.people.named("李雷"))
    assert owner is not None
    team.write("wangfang", lambda store: store.dossiers.start("新公司", "NEW", "P", Phase.INITIATION, owner))
    answer = team.say("wangfang", "/档案 阶段 NEW 设计", None)
    form = form_in(team.press(button_in(answer, "phase-anyway"), "wangfang", None))
    team.submit(form, "wangfang", None, reason="急")
    (told,) = [each for each in team.told("lilei") if "设计" in each.text]
    assert "王芳" in told.text
    assert "NEW · P" in told.text
    assert "急" in told.text
    form = form_in(team.press(button_in(team.say("lilei", "/档案 阶段 NEW 开发", None), "phase-anyway"), "lilei", None))
    team.submit(form, "lilei", None, reason="急")
    assert not [each for each in team.told("lilei") if "开发" in each.text]
