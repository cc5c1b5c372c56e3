"""What was not made here, or not for whom it comes from, is refused in words, does nothing, and is in the audit log."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.signing import Signer
from dossier.views import DossierView
from storage.tables import files, members, outbox, records
from tests.slack.house import KEYRING, House, open_house, opened
from tests.slack.local import Ack, Channel, Ephemeral, Message, User, View, payloads
from tests.slack.local.wires import INTERACTIVE
from tests.slack.local.world import Json

FORGED = "This button or form was not made here; nothing was done"
FIELDS = {"Change": "SMS login", "Reason": "asked", "Impact": "3 days"}


@dataclass(frozen=True, slots=True)
class Scene:
    """Ann, a manager, has a dossier in #abc; Eve of another company and Gus, a guest, are in the channel as well."""

    house: House
    ann: User
    eve: User
    gus: User
    abc: Channel
    dossier: DossierView

    def press(self, value: str, user: User | None = None, **about: object) -> Ack:
        """Press a button of a value in #abc."""
        text = {"type": "plain_text", "text": "Go"}
        button: Json = {"type": "button", "action_id": "go", "block_id": "go", "text": text, "value": value, **about}
        blocks = [{"type": "actions", "block_id": "go", "elements": [button]}]
        shown = self.house.slack.add_message(self.house.slack.team.bot_user, self.abc, "x", blocks=blocks)
        return self.house.driver.deliver(
            INTERACTIVE, payloads.block_actions(self.house.slack, shown, button, user or self.ann, {})
        )

    def form(self, user: User | None = None, line: str = "") -> View:
        """Open the form of a change."""
        who = user or self.ann
        self.house.driver.command("/change", line, who, self.abc)
        view = self.house.slack.wait_for(lambda: self.house.slack.open_view(who))
        assert isinstance(view, View)
        return view

    def send(self, view: View, metadata: str, user: User | None = None) -> Ack:
        """Send a form, filled in, with other metadata than it was opened with."""
        slack = self.house.slack
        for block in view.blocks:
            if block["type"] == "input" and (given := FIELDS.get(block["label"]["text"])):
                view.values[block["block_id"]][block["element"]["action_id"]]["value"] = given
        payload = payloads.view_submission(slack, view, user or self.ann)
        payload["view"]["private_metadata"] = metadata
        return self.house.driver.deliver(INTERACTIVE, payload)

    def told(self, user: User | None = None) -> str:
        """Give what somebody was told last, once all was said."""
        self.house.stop()
        told: list[Ephemeral] = self.house.slack.told(user or self.ann)
        return told[-1].text if told else ""


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with open_house(tmp_path) as house:
        slack = house.slack
        ann = slack.add_user("Ann")
        customer = slack.add_team("Customer")
        eve, gus = slack.add_user("Eve", customer, is_stranger=True), slack.add_user("Gus", is_restricted=True)
        abc = slack.add_channel("abc", [ann, eve, gus], kind="shared", shared_with=[customer])
        yield Scene(house, ann, eve, gus, abc, house.found("ABC", ann, abc))


def text_of(ack: Ack) -> str:
    return json.dumps(ack.json, ensure_ascii=False)


def tampered(value: str) -> list[str]:
    """Give what somebody could make of a signed value."""
    payload, _, digest = value.partition(".")
    content = json.loads(base64.urlsafe_b64decode(payload))
    raised = base64.urlsafe_b64encode(json.dumps([content[0], "bind", {"dossier": "x"}]).encode()).decode()
    other = Signer(b"o" * 32).sign("button", content)
    return [
        "",
        "x",
        ".",
        payload,
        f"{payload}.",
        f".{digest}",
        f"{raised}.{digest}",
        f"{payload}.{digest[:-4]}AAA=",
        f"{payload}.{digest}.{digest}",
        f"{payload}x.{digest}",
        f"按钮.{digest}",
        "null",
        '{"action": "bind"}',
        "A" * 2000,
        other,
        other.partition(".")[0] + "." + digest[::-1],
    ]


def test_a_forged_button_does_nothing(scene: Scene) -> None:
    values = tampered(scene.house.signed("bind", dossier=scene.dossier.uid))
    before = scene.house.count(outbox)
    assert all(scene.press(value).ok for value in values)
    assert scene.told() == FORGED
    assert len(scene.house.slack.told(scene.ann)) == len(values)
    assert {each.text for each in scene.house.slack.told(scene.ann)} == {FORGED}
    assert scene.house.count(outbox) == before
    assert scene.house.audited("refused") == [(f"slack:{scene.ann.id}", "problem-refused-forged")] * len(values)


def test_the_genuine_one_works(scene: Scene) -> None:
    scene.press(scene.house.signed("bind", dossier=scene.dossier.uid))
    assert "ABC" in scene.told()
    assert [card for (card,) in scene.house.column(outbox.c.card)].count("bound") == 1


def test_a_button_of_another_workspace_is_refused(scene: Scene) -> None:
    other = next(each for each in scene.house.slack.teams.values() if each.name == "Customer")
    scene.press(scene.house.signed("status", other, dossier=scene.dossier.uid))
    assert scene.told() == FORGED
    assert scene.house.audited("refused") == [(f"slack:{scene.ann.id}", "problem-refused-forged")]


def test_what_was_signed_as_a_form_is_no_button(scene: Scene) -> None:
    signer = Signer(KEYRING.signing_key())
    scene.press(signer.sign("form", [scene.house.slack.team.id, "status", {"dossier": scene.dossier.uid}]))
    assert scene.told() == FORGED


def test_the_action_id_decides_nothing(scene: Scene) -> None:
    value = scene.house.signed("status", dossier=scene.dossier.uid)
    assert scene.press(value, action_id="delete:1").ok
    assert "ABC" in scene.told()


def test_a_form_with_tampered_metadata_saves_nothing(scene: Scene) -> None:
    view = scene.form()
    genuine = view.content["private_metadata"]
    payload, _, digest = genuine.partition(".")
    content = json.loads(base64.urlsafe_b64decode(payload))
    content[3]["dossier"] = "another"
    raised = base64.urlsafe_b64encode(json.dumps(content).encode()).decode()
    wrong = ["", "x", "{}", payload, f"{raised}.{digest}", f"{payload}.{digest[:-4]}AAA=", "按钮", "A" * 3000]
    wrong.append(scene.house.signed("record", dossier=scene.dossier.uid))
    wrong.append(Signer(KEYRING.signing_key()).sign("form", [*content[:2], "record"]))
    wrong.append(Signer(KEYRING.signing_key()).sign("form", []))
    for metadata in wrong:
        answer = scene.send(view, metadata)
        assert answer.ok
        assert answer.json["response_action"] in ("update", "errors")
        assert FORGED in text_of(answer)
    assert scene.house.count(records) == 0
    assert set(scene.house.audited("refused")) == {(f"slack:{scene.ann.id}", "problem-refused-forged")}
    assert scene.send(view, genuine).json == {"response_action": "clear"}
    assert scene.house.count(records) == 1


def test_a_form_of_somebody_else_saves_nothing(scene: Scene) -> None:
    bob = scene.house.slack.add_user("Bob")
    view = scene.form()
    answer = scene.send(view, view.content["private_metadata"], bob)
    assert FORGED in text_of(answer)
    assert scene.house.count(records) == 0
    assert scene.house.audited("refused") == [(f"slack:{bob.id}", "problem-refused-forged")]


def test_a_draft_of_somebody_else_opens_nothing(scene: Scene) -> None:
    slack = scene.house.slack
    bob = slack.add_user("Bob")
    payload = payloads.slash_command(slack, "/change", "SMS login", scene.ann, scene.abc)
    slack.advance(4)
    scene.house.driver.deliver("slash_commands", payload)
    slack.wait_for(lambda: slack.told(scene.ann))
    offered = slack.told(scene.ann)[0]
    value = next(each for block in offered.blocks for each in block.get("elements", ()) if each["type"] == "button")
    scene.press(value["value"], bob)
    assert "draft is gone" in scene.told(bob)
    assert slack.open_view(bob) is None


@pytest.mark.parametrize("who", ["eve", "gus"])
@pytest.mark.parametrize("line", ["SMS login | reason: asked | impact: none", ""])
def test_who_does_not_belong_here_logs_nothing(scene: Scene, who: str, line: str) -> None:
    user: User = getattr(scene, who)
    answer = scene.house.driver.command("/change", line, user, scene.abc)
    assert answer.ok
    scene.house.stop()
    assert scene.house.slack.open_view(user) is None
    assert "cannot" in answer.json["text"] or "no dossier" in answer.json["text"].lower(), answer.json["text"]
    assert scene.house.count(records) == 0


@pytest.mark.parametrize("who", ["eve", "gus"])
@pytest.mark.parametrize("asked", ["status", "list", "search SMS", "missing"])
def test_who_does_not_belong_here_sees_nothing(scene: Scene, who: str, asked: str) -> None:
    user: User = getattr(scene, who)
    scene.house.driver.command("/change", "SMS login | reason: asked | impact: none", scene.ann, scene.abc)
    answer = scene.house.driver.command("/dossier", asked, user, scene.abc)
    scene.house.driver.mention("what is ABC's status?", user, scene.abc)
    said = answer.body + scene.told(user)
    assert said
    assert "ABC Ltd" not in said
    assert "SMS login" not in said.replace("search SMS", "")


@pytest.mark.parametrize("action", ["status", "bind", "history", "edit", "undo"])
def test_who_does_not_belong_here_gets_nothing_by_a_button_everybody_sees(scene: Scene, action: str) -> None:
    slack = scene.house.slack
    before = scene.house.count(outbox)
    scene.press(scene.house.signed(action, dossier=scene.dossier.uid, record="x"), scene.eve)
    said = scene.told(scene.eve)
    assert said
    assert "ABC Ltd" not in said
    assert slack.open_view(scene.eve) is None
    assert scene.house.count(outbox) == before


def test_a_refused_stranger_is_audited(scene: Scene) -> None:
    scene.house.driver.command("/change", "x", scene.ann, scene.abc)
    scene.press(scene.house.signed("bind", dossier=scene.dossier.uid), scene.gus)
    assert scene.told(scene.gus)
    assert f"dossier:{scene.dossier.uid}" in [subject for subject, _ in scene.house.audited("refused")]


def test_a_manager_can_let_a_stranger_in(scene: Scene) -> None:
    driver = scene.house.driver
    driver.command("/dossier", "status", scene.eve, scene.abc)  # So that her name is known.
    answer = driver.command("/dossier", "member @Eve member", scene.ann, scene.abc)
    assert "Eve" in answer.body
    assert scene.house.count(members) > 0
    view = scene.form(scene.eve)
    assert scene.send(view, view.content["private_metadata"], scene.eve).json == {"response_action": "clear"}
    assert scene.house.count(records) == 1


def test_a_home_shows_a_stranger_nothing(scene: Scene) -> None:
    scene.house.driver.open_home(scene.gus)
    home = scene.house.slack.wait_for(lambda: scene.house.slack.home(scene.gus))
    assert "ABC" not in json.dumps(home.content)


def test_a_suggestion_gives_a_stranger_no_names(scene: Scene) -> None:
    view = scene.form()
    slack = scene.house.slack
    element = next(each["element"] for each in view.blocks if each.get("block_id") == "f:one:1:requested_by")
    payload = payloads.block_suggestion(slack, view, {**element, "block_id": "f:one:1:requested_by"}, "An", scene.gus)
    answer = scene.house.driver.deliver(INTERACTIVE, payload)
    assert answer.ok
    assert "Ann" not in answer.body


def test_a_suggestion_with_tampered_metadata_gives_no_names_and_is_audited(scene: Scene) -> None:
    view = scene.form()
    element = next(each["element"] for each in view.blocks if each.get("block_id") == "f:one:1:requested_by")
    payload = payloads.block_suggestion(
        scene.house.slack, view, {**element, "block_id": "f:one:1:requested_by"}, "An", scene.ann
    )
    payload["view"]["private_metadata"] = "x"
    for _ in range(2):
        assert scene.house.driver.deliver(INTERACTIVE, payload).json == {"options": []}
    assert scene.house.audited("refused") == [(f"slack:{scene.ann.id}", "problem-refused-forged")] * 2


def test_a_message_of_a_place_the_presser_cannot_see_is_not_read(scene: Scene) -> None:
    slack = scene.house.slack
    secret = slack.add_channel("secret", [scene.ann], kind="private")
    said: Message = slack.add_message(scene.ann, secret, "The password is 1234")
    other = scene.house.signed("keep", channel=secret.id, message=said.ts)
    scene.press(other, scene.gus)
    scene.house.stop()
    assert slack.open_view(scene.gus) is None
    assert "1234" not in json.dumps([each.text for each in slack.told(scene.gus)])


def test_whoever_may_not_do_it_is_refused_though_the_button_is_genuine(scene: Scene) -> None:
    scene.house.driver.command("/change", "SMS code | reason: fraud | impact: 3 days", scene.ann, scene.abc)
    scene.house.slack.wait_for(lambda: scene.house.column(records.c.uid))
    ((record,),) = scene.house.column(records.c.uid)
    before = scene.house.column(records.c.revision, records.c.deleted, records.c.shared, records.c.key)

    for action in ("show", "history", "edit", "delete", "restore", "reveal", "share", "erase", "submit"):
        scene.press(scene.house.signed(action, record=record, revision="1"), scene.gus)
    assert "needs member access" in scene.told(scene.gus)

    told = [each.text for each in scene.house.slack.told(scene.gus)]
    assert len(told) == 9
    assert not any("SMS code" in text for text in told)
    assert scene.house.slack.open_view(scene.gus) is None
    assert scene.house.column(records.c.revision, records.c.deleted, records.c.shared, records.c.key) == before
    assert len(scene.house.audited("refused")) == 9


def test_a_file_of_another_record_is_not_had_by_its_id(scene: Scene) -> None:
    house, slack = scene.house, scene.house.slack
    for title, name in (("SMS code", "secret.txt"), ("SMS login", "plan.txt")):
        view = scene.form(line=f"{title} | reason: fraud")
        file = slack.add_file(scene.ann, name, b"hello", "text/plain")
        house.driver.submit(view, {"Impact": "3 days", "Attachments": [file]})
    ((secret, _), (plan, _)) = house.column(files.c.uid, files.c.name)
    house.driver.command("/dossier", "edit #2", scene.ann, scene.abc)
    view = opened(house, scene.ann)

    def sent(held: list[str], entered: list[str]) -> Ack:
        payload = payloads.view_submission(slack, view, scene.ann)
        for block, state in payload["view"]["state"]["values"].items():
            for element in state.values():
                if block.startswith("f:kept:"):
                    option = {"text": {"type": "plain_text", "text": "x"}}
                    element["selected_options"] = [{**option, "value": each} for each in held]
                elif element["type"] == "file_input":
                    element["files"] = [{"id": each, "name": "x.txt", "size": 5} for each in entered]
        return house.driver.deliver(INTERACTIVE, payload)

    assert "There is no such thing here" in text_of(sent([plan], [secret]))
    assert "Nothing was changed" in text_of(sent([plan, secret], []))
    assert house.column(records.c.revision) == [(1,), (1,)]
