"""A dossier is handed over in Slack: by command or in words, with modals, and nobody else's press counts."""

from sqlalchemy import select

from storage.tables import dossiers, people
from tests.slack.local import Message, View
from tests.slack.seen import buttons, typed, words
from tests.slack.serving_dossier import Team


def _owner(team: Team) -> str:
    query = select(people.c.name).join(dossiers, dossiers.c.owner_id == people.c.id)
    return team.day.app.database.read(lambda connection: str(connection.execute(query).scalar_one()))


def _offer(team: Team) -> Message:
    """Let 李雷 offer the dossier to Ann, and give the card she gets."""
    team.command("/issue 支付失败", team.ann)
    shown = team.day.told(team.lilei, lambda: team.command("/档案 交接 @Ann", team.lilei))
    assert "未结问题" in words(shown)
    form = team.day.opened(team.lilei, lambda: team.press(shown, "交接给 Ann", team.lilei))
    assert typed(form)["接手人"] == "Ann"
    answer = team.day.told(team.lilei, lambda: team.day.send(form, {"移交说明": "客户只在上午接电话"}))
    assert "已请 Ann 接手 ABC · 商城" in words(answer)
    return _told(team)


def _told(team: Team) -> Message:
    return team.day.posted(team.day.slack.direct(team.ann))[-1]


def _opened(team: Team, card: Message, button: str) -> View:
    return team.day.opened(team.ann, lambda: team.press(card, button, team.ann))


def test_the_new_owner_reads_it_in_her_language_and_takes_it(team: Team) -> None:
    card = _offer(team)
    assert "李雷 asks you to take over ABC · 商城" in words(card)
    assert "客户只在上午接电话" in words(card)
    assert buttons(card) == ["Take over", "Decline", "Everything"]
    assert _owner(team) == "李雷"

    form = _opened(team, card, "Take over")
    assert team.day.driver.submit(form, {"A word with it (optional)": "gladly"}).ok
    assert "You have taken over ABC · 商城" in words(form)

    announced = next(each for each in team.cards()[::-1] if "负责" in words(each))
    assert "ABC · 商城 现在由 Ann 负责（此前是 李雷）" in words(announced)
    assert _owner(team) == "Ann"
    assert "gladly" in words(team.day.posted(team.day.slack.direct(team.lilei))[-1])
    assert buttons(_told(team)) == []
    kept = team.day.told(team.ann, lambda: team.press(announced, "交接记录", team.ann))
    assert "李雷 → Ann" in words(kept)


def test_she_says_no_and_why(team: Team) -> None:
    card = _offer(team)
    form = _opened(team, card, "Decline")
    assert team.day.driver.submit(form, {"Why not": "too much to do"}).ok
    assert "李雷 hears that you do not take over" in words(form)

    assert "too much to do" in words(team.day.posted(team.day.slack.direct(team.lilei))[-1])
    assert _owner(team) == "李雷"


def test_somebody_elses_press_is_refused_and_changes_nothing(team: Team) -> None:
    card = _offer(team)

    refused = team.day.told(team.lilei, lambda: team.press(card, "Take over", team.lilei))

    assert "只有 Ann 能答复这次交接" in words(refused)
    assert _owner(team) == "李雷"


def test_in_words_it_is_offered_by_a_button(team: Team) -> None:
    asked = "把ABC公司交接给Ann"
    shown = team.day.told(team.lilei, lambda: team.day.driver.mention(asked, team.lilei, team.abc))

    assert buttons(shown) == ["交接给 Ann", "全部内容"]
    whole = team.day.told(team.lilei, lambda: team.press(shown, "全部内容", team.lilei))
    assert "缺少或过期的资料" in words(whole)


def test_the_customer_at_a_glance(team: Team) -> None:
    team.command("/联系人 王总 | 职位: CTO | 电话: 138 0000 1234", team.lilei)
    shown = team.day.told(team.lilei, lambda: team.day.driver.mention("介绍一下ABC公司", team.lilei, team.abc))

    assert "王总" in words(shown)
    assert "138****1234" in words(shown)
    whole = team.day.told(team.ann, lambda: team.command("/dossier show", team.ann))
    assert buttons(whole)[-1] == "More"
    more = team.day.told(team.ann, lambda: team.press(whole, "More", team.ann))
    assert "Latest entries" in words(more)
