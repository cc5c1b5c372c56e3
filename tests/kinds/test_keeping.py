"""Every kind's record has a card and a name, can be changed, looked back on, taken back and restored."""

import re

from chat.cards.record import history_card, record_card
from chat.messages import Diff, Heading, Mark
from chat.voice import Voice
from dossier.fields import Input
from dossier.kinds import Kind
from dossier.language import Language
from dossier.views import UNDO_WINDOW, Saved
from tests.kinds.entries import enter, for_all, newest
from tests.kinds.samples import typed
from tests.team import ZONE, Team, button_in, buttons_in, form_in, said

# 客户简称_阶段_日期_版本号
_NAME = re.compile(r'(?P<short>[^_]+)_(?P<stage>[^_\\/:*?"<>|]+)_(?P<day>\d{8})_v(?P<version>\d+)')


def _changed(team: Team, kind: Kind) -> tuple[Saved, Saved]:
    before = enter(team, kind)
    form = form_in(team.say("lilei", f"/dossier edit #{before.line.number}"))
    visible = {spec.name: typed(kind, turn=1)[spec.name] for spec in kind.fields if not spec.sensitive}
    answer = team.submit(form, "lilei", **visible, reason_for_change="写错了")
    after = newest(team, kind)
    assert said(answer).startswith(f"已保存 #{after.line.number} 的修改：{after.title}"), answer
    return before, after


def test_the_card_tells_everything_in_both_languages(kind: Kind, language: Language, team: Team) -> None:
    saved = enter(team, kind)
    voice = Voice(language, ZONE, team.clock.now())

    card = record_card(saved, voice, whole=True)

    heading = card.blocks[0]
    assert isinstance(heading, Heading)
    assert heading.text == saved.title != ""
    for spec in kind.fields:
        assert spec.label.to(language) in card.text or "{" + spec.name + "}" in kind.title
        assert voice.value(spec, saved.content[spec.name]) in card.text


def test_the_channel_sees_a_card_with_three_buttons_now_and_when_it_cannot_be_undone_any_more(
    kind: Kind, team: Team
) -> None:
    saved = enter(team, kind)
    if not for_all(kind):
        assert team.posted("abc") == []
        return

    (card,) = team.posted("abc")

    assert saved.title in card.text
    fresh = [button.action for button in buttons_in(card)]
    assert len(fresh) == 3
    assert {"edit", "undo"} <= set(fresh)
    later = buttons_in(record_card(saved, Voice(Language.ZH, ZONE, team.clock.now() + UNDO_WINDOW * 2)))
    assert [button.action for button in later][-2:] == ["edit", "history"]
    assert len(later) <= 3


def test_a_changed_record_leads_on_to_its_history(kind: Kind, team: Team) -> None:
    _, saved = _changed(team, kind)

    buttons = [button.action for button in buttons_in(record_card(saved, Voice(Language.ZH, ZONE, team.clock.now())))]

    assert len(buttons) == 3
    assert {"edit", "history"} <= set(buttons)


def test_the_document_is_named_by_the_rule(kind: Kind, team: Team) -> None:
    _, saved = _changed(team, kind)

    name = _NAME.fullmatch(saved.document())

    assert name is not None
    assert (name["short"], name["day"], name["version"]) == ("ABC", "20261118", "2")


def test_two_of_a_kind_on_one_day_have_documents_of_two_names(kind: Kind, team: Team) -> None:
    saved = [enter(team, kind)] if kind.single else [enter(team, kind), enter(team, kind)]

    names = [each.document() for each in saved]

    assert names == [f"ABC_{kind.label.zh}{ordinal}_20261118_v1" for ordinal in ("", "-2")[: len(saved)]]


def test_history_shows_what_was_changed_from_what_to_what(kind: Kind, language: Language, team: Team) -> None:
    before, after = _changed(team, kind)
    voice = Voice(language, ZONE, team.clock.now())
    revisions = team.read("lilei", lambda store: store.records.revisions_of(after))

    card = history_card(after, revisions, voice)

    shown = {block.label: block.pieces for block in card.blocks if isinstance(block, Diff)}
    changed = [spec for spec in kind.fields if before.content[spec.name] != after.content[spec.name]]
    assert changed
    assert shown.keys() == {spec.label.to(language) for spec in changed}
    for spec in changed:
        # What stands between what was and what is belongs to neither.
        pieces = [piece for piece in shown[spec.label.to(language)] if piece != (Mark.SAME, " → ")]
        old = "".join(text for mark, text in pieces if mark is not Mark.ADDED)
        new = "".join(text for mark, text in pieces if mark is not Mark.REMOVED)
        values = [voice.value(spec, content[spec.name]) for content in (before.content, after.content)]
        if spec.input is Input.ATTACHMENTS:
            # A file a line, by its name alone.
            old, new, values = old.strip(), new.strip(), [each.replace("📎 ", "") for each in values]
        elif spec.input in (Input.ROWS, Input.PEOPLE):
            # A row a line, a name a word.
            old, new = old.strip(), new.strip()
        assert [old, new] == values
    assert "写错了" in card.text


def test_a_form_that_nobody_touched_changes_nothing(kind: Kind, team: Team) -> None:
    saved = enter(team, kind)
    form = form_in(team.say("lilei", f"/dossier edit #{saved.line.number}"))

    team.submit(form, "lilei")

    assert newest(team, kind).line.revision == 1


def test_what_was_hidden_stays_when_its_field_is_left_empty(kind: Kind, team: Team) -> None:
    before, after = _changed(team, kind)

    hidden = [spec.name for spec in kind.fields if spec.sensitive]
    assert [after.content[name] for name in hidden] == [before.content[name] for name in hidden]


def test_undoing_a_change_brings_the_earlier_content_back(kind: Kind, team: Team) -> None:
    before, after = _changed(team, kind)

    team.say("lilei", f"/dossier undo #{after.line.number}")

    undone = newest(team, kind)
    assert undone.content == before.content
    assert undone.line.revision == 3


def test_undoing_the_first_save_takes_the_record_out_and_restoring_puts_it_back(kind: Kind, team: Team) -> None:
    saved = enter(team, kind)
    team.say("lilei", f"/dossier undo #{saved.line.number}")
    assert team.read("lilei", lambda store: store.records.get(saved.line.uid)).line.deleted

    history = team.say("lilei", f"/dossier history #{saved.line.number}")
    team.press(button_in(history, "restore", revision="1"), "lilei")

    assert newest(team, kind).content == saved.content


def test_restoring_brings_an_old_version_back_as_a_new_one(kind: Kind, team: Team) -> None:
    before, after = _changed(team, kind)
    history = team.say("lilei", f"/dossier history #{after.line.number}")

    answer = team.press(button_in(history, "restore", revision="1"), "lilei")

    restored = newest(team, kind)
    assert said(answer).startswith(f"#{restored.line.number} 已恢复到 v1 的内容：{restored.title}")
    assert restored.content == before.content
    assert restored.line.revision == 3
    assert len(team.read("lilei", lambda store: store.records.revisions_of(restored))) == 3
