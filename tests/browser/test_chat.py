"""What a person does in the chat with keyboard and mouse."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from bot.web.platform import WebPlatform
from chat.events import ButtonPressed, CommandGiven, FormSubmitted
from chat.messages import Button, say
from chat.platform import Target
from tests.unit.bot.web.product import Product

pytestmark = pytest.mark.browser

HERE = Target("w1", "abc1")


@pytest.fixture
def ann(page: Page, address: str) -> Page:
    """Give the page of Ann in the channel abc-1."""
    page.goto(f"{address}/w/w1/ann/c/abc1")
    return page


def write(page: Page, text: str) -> None:
    """Type a text and send it by Enter."""
    box = page.get_by_role("combobox")
    box.fill(text)
    box.press("Escape")
    box.press("Enter")


def open_form(page: Page) -> None:
    """Have the form with every kind of field opened."""
    write(page, "/form")
    expect(page.get_by_role("dialog", name="Everything")).to_be_visible()


def test_commands_are_completed_while_typing(ann: Page, product: Product) -> None:
    box = ann.get_by_role("combobox")
    box.press_sequentially("/")
    expect(ann.get_by_role("option")).to_have_count(4)
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press_sequentially("do")
    expect(ann.get_by_role("option")).to_have_count(2)
    box.press("ArrowDown")
    expect(ann.get_by_role("option", selected=True)).to_contain_text("/dossier start")
    box.press("Enter")
    expect(box).to_have_value("/dossier start ")
    expect(ann.get_by_role("listbox")).to_be_hidden()
    assert product.events == []
    box.press("Enter")
    expect(ann.get_by_text("dossier: start")).to_be_visible()


def test_chinese_names_and_the_full_width_slash_complete_too(ann: Page) -> None:
    box = ann.get_by_role("combobox")
    box.press_sequentially("／纪")
    box.press("Tab")
    expect(box).to_have_value("/纪要 ")


def test_escape_closes_the_list_and_keeps_the_text(ann: Page) -> None:
    box = ann.get_by_role("combobox")
    box.press_sequentially("/mi")
    box.press("Escape")
    expect(ann.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("/mi")


def test_a_whole_command_is_sent_by_enter(ann: Page, product: Product) -> None:
    ann.get_by_role("combobox").press_sequentially("/minutes")
    ann.keyboard.press("Enter")
    expect(ann.get_by_text("minutes:")).to_be_visible()
    assert isinstance(product.events[0], CommandGiven)


def test_shift_enter_is_a_new_line(ann: Page) -> None:
    box = ann.get_by_role("combobox")
    box.press_sequentially("one")
    box.press("Shift+Enter")
    box.press_sequentially("two")
    box.press("Enter")
    expect(ann.get_by_role("article").locator(".text")).to_have_text("one\ntwo")


def test_what_one_says_the_others_see_at_once(ann: Page, address: str) -> None:
    other = ann.context.new_page()
    other.goto(f"{address}/w/w1/lilei/c/abc1")
    elsewhere = ann.context.new_page()
    elsewhere.goto(f"{address}/w/w1/han/dm")
    write(ann, "大家好")
    for page in (ann, other):
        expect(page.get_by_role("article")).to_have_count(1)
        expect(page.get_by_role("article")).to_contain_text("大家好")
    expect(elsewhere.get_by_role("link", name=re.compile("abc-1"))).to_contain_text("1 条未读")
    expect(elsewhere).to_have_title(re.compile(r"^\(1\)"))


def test_an_answer_for_one_is_dismissed(ann: Page) -> None:
    write(ann, "/echo hi")
    expect(ann.get_by_text("Only visible to you")).to_be_visible()
    ann.get_by_role("button", name="Dismiss").click()
    expect(ann.get_by_text("echo: hi")).to_have_count(0)
    ann.reload()
    expect(ann.get_by_text("echo: hi")).to_have_count(0)


def test_pressing_a_button_twice_is_two_events(ann: Page, product: Product) -> None:
    write(ann, "/echo hi")
    for count in (1, 2):
        ann.get_by_role("button", name="Again").first.click()
        expect(ann.get_by_text("pressed again")).to_have_count(count)
    pressed = [event for event in product.events if isinstance(event, ButtonPressed)]
    assert len({event.source.id for event in pressed}) == 2


def test_a_button_with_a_question_asks_it_first(ann: Page, platform: WebPlatform, product: Product) -> None:
    platform.send(HERE, say("done", Button("Undo", "undo", confirm="Really?")), "k")
    for answer in ("Cancel", "OK"):
        ann.get_by_role("button", name="Undo").click()
        expect(ann.get_by_role("dialog")).to_contain_text("Really?")
        ann.get_by_role("dialog").get_by_role("button", name=answer).click()
    expect(ann.get_by_text("pressed undo")).to_have_count(1)
    assert len(product.events) == 1


def test_refused_fields_say_so_and_nothing_typed_is_lost(ann: Page, product: Product) -> None:
    open_form(ann)
    expect(ann.get_by_label("The text required")).to_be_focused()
    ann.get_by_label("The long_text").fill("typed before")
    ann.get_by_label("The attachments").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"x"})
    ann.get_by_role("button", name="Save").click()
    field = ann.get_by_label("The text required")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("Needed here.")
    expect(ann.get_by_label("The long_text")).to_have_value("typed before")
    field.fill("now")
    ann.get_by_role("button", name="Save").click()
    expect(ann.get_by_text("saved now")).to_be_visible()
    expect(ann.get_by_role("dialog")).to_have_count(0)
    first, second = (event for event in product.events if isinstance(event, FormSubmitted))
    assert first.source.id != second.source.id
    assert (first.ref, second.ref) == ({"about": "all"}, {"about": "all"})
    assert [file.name for file in second.values["attachments"]] == ["a.txt"]


@pytest.mark.parametrize("how", ["Escape", "Cancel", "Close"])
def test_closing_a_form_asks_before_typed_text_is_lost(ann: Page, how: str) -> None:
    open_form(ann)
    form = ann.get_by_role("dialog", name="Everything")
    form.get_by_label("The text required").fill("typed")
    for answer, left in (("Cancel", 1), ("Discard", 0)):
        if how == "Escape":
            ann.keyboard.press("Escape")
        else:
            form.get_by_role("button", name=how).click()
        ask = ann.locator("#ask")
        expect(ask).to_contain_text("lose what you have typed")
        ask.get_by_role("button", name=answer).click()
        expect(ask).to_be_hidden()
        expect(form).to_have_count(left)


def test_a_question_asked_again_before_its_closing_is_told_stays(ann: Page) -> None:
    open_form(ann)
    ann.get_by_role("dialog", name="Everything").get_by_label("The text required").fill("typed")
    ann.keyboard.press("Escape")
    ask = ann.locator("#ask")
    expect(ask).to_be_visible()
    ask.evaluate("""async (ask) => {
        const told = new Promise((tell) => ask.addEventListener("close", tell, { once: true }));
        ask.querySelector("[data-answer=no]").click();
        document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", cancelable: true }));
        await told;
    }""")
    ask.get_by_role("button", name="Discard").click(timeout=5_000)
    expect(ann.get_by_role("dialog", name="Everything")).to_have_count(0)


def test_an_untouched_form_closes_without_a_question(ann: Page) -> None:
    open_form(ann)
    ann.keyboard.press("Escape")
    expect(ann.get_by_role("dialog")).to_have_count(0)


def test_a_draft_survives_a_reload(ann: Page) -> None:
    ann.get_by_role("combobox").fill("half a sen")
    ann.reload()
    expect(ann.get_by_role("combobox")).to_have_value("half a sen")
    ann.get_by_role("combobox").press("Enter")
    expect(ann.get_by_role("article")).to_contain_text("half a sen")
    ann.reload()
    expect(ann.get_by_role("combobox")).to_have_value("")


def test_a_refused_message_stays_in_the_box(ann: Page) -> None:
    write(ann, "x" * 20_000)
    expect(ann.get_by_role("alert")).to_have_text("The message is too long (20000); at most 10000.")
    expect(ann.get_by_role("combobox")).to_have_value("x" * 20_000)


def test_what_went_wrong_is_no_longer_said_once_something_went_well(ann: Page) -> None:
    write(ann, "x" * 20_000)
    expect(ann.locator("#alert")).to_contain_text("too long")
    write(ann, "short")
    expect(ann.get_by_role("article")).to_contain_text("short")
    expect(ann.locator("#alert")).to_be_hidden()


def test_what_went_wrong_stays_said_when_the_live_updates_begin_later(
    page: Page, address: str, platform: WebPlatform
) -> None:
    held: list[Route] = []
    page.route("**/events?*", lambda route: held.append(route))
    page.goto(f"{address}/w/w1/ann/c/abc1")
    write(page, "x" * 20_000)
    said = page.locator("#alert")
    expect(said).to_contain_text("too long")
    held[0].continue_()
    platform.send(HERE, say("later"), "k")
    expect(page.get_by_role("article")).to_contain_text("later")
    expect(said).to_contain_text("too long")


def test_a_thread_is_opened_and_answered(ann: Page, platform: WebPlatform) -> None:
    platform.send(HERE, say("start"), "k")
    ann.get_by_role("article").hover()
    ann.get_by_role("link", name="Reply in thread").click()
    box = ann.get_by_role("combobox", name="Reply to the thread")
    expect(box).to_be_focused()
    box.fill("answer")
    box.press("Enter")
    thread = ann.get_by_role("complementary")
    expect(thread.get_by_role("article")).to_have_count(2)
    expect(ann.get_by_role("main").get_by_role("article")).to_have_count(1)
    expect(ann.get_by_role("link", name="1 reply")).to_be_visible()
    box.fill("/echo here")
    box.press("Enter")
    expect(thread.get_by_text("echo: here")).to_be_visible()


def test_the_clock_is_moved_from_the_bar(ann: Page) -> None:
    expect(ann.locator("#clock")).to_have_text("Nov 20, 07:03")
    ann.locator(".clock summary").click()
    ann.get_by_role("button", name="+24 hours").click()
    expect(ann.locator("#clock")).to_have_text(re.compile("Nov 21, 07:0"))
    ann.locator(".clock summary").click()
    ann.get_by_label("Move to").fill("2026-11-27T16:00")
    ann.get_by_role("button", name="Move", exact=True).click()
    expect(ann.locator("#clock")).to_have_text("Nov 27, 16:00")
    ann.locator(".clock summary").click()
    ann.get_by_label("Move to").fill("2026-11-01T16:00")
    ann.get_by_role("button", name="Move", exact=True).click()
    expect(ann.get_by_role("alert")).to_have_text("The clock moves forward only.")


def test_another_persona_is_a_menu_away(ann: Page) -> None:
    ann.locator(".personas summary").click()
    ann.get_by_role("link", name=re.compile("韩梅梅")).click()
    expect(ann.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(ann.get_by_role("heading", name="abc-1")).to_be_visible()


def test_a_channel_is_made(ann: Page) -> None:
    ann.get_by_role("button", name="New channel").click()
    ann.get_by_label("Channel name").fill("general-1")
    ann.get_by_role("button", name="Create").click()
    expect(ann.get_by_role("alert")).to_have_text("There is a channel of that name.")
    ann.get_by_label("Channel name").fill("xyz")
    ann.get_by_role("button", name="Create").click()
    expect(ann.get_by_role("heading", name="xyz")).to_be_visible()


def test_several_people_are_completed_in_one_field(ann: Page) -> None:
    open_form(ann)
    field = ann.get_by_label("The people")
    field.press_sequentially("Ann, ")
    offered = field.evaluate("each => [...each.list.options].map((option) => option.value)")
    assert offered == ["Ann, 李雷", "Ann, 韩梅梅"]


def test_everything_is_reached_by_keyboard(ann: Page, platform: WebPlatform) -> None:
    platform.send(HERE, say("done", Button("Undo", "undo")), "k")
    ann.reload()
    ann.keyboard.press("Shift+Tab")
    reached = set()
    for _ in range(30):
        reached.add(ann.evaluate("document.activeElement.ariaLabel || document.activeElement.innerText"))
        ann.keyboard.press("Shift+Tab")
    for wanted in ("Undo", "Skip to the message box", "Reply in thread", "Switch light and dark", "Messages"):
        assert any(wanted in (each or "") for each in reached), wanted


def test_a_button_pressed_before_the_scripts_are_there_is_pressed_once_they_are(
    page: Page, address: str, platform: WebPlatform, product: Product
) -> None:
    platform.send(HERE, say("Hello", Button("Go on", "go")), "k")
    held: list[Route] = []
    page.route("**/htmx.min.js", lambda route: held.append(route))
    page.goto(f"{address}/w/w1/ann/c/abc1", wait_until="commit")

    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Go on").click()
    assert product.events == []
    held[0].continue_()

    expect(page.get_by_text("pressed go")).to_be_visible()
    assert [type(event) for event in product.events] == [ButtonPressed]


def test_a_text_sent_before_the_scripts_are_there_is_sent_once_they_are(page: Page, address: str) -> None:
    held: list[Route] = []
    page.route("**/htmx.min.js", lambda route: held.append(route))
    page.goto(f"{address}/w/w1/ann/c/abc1", wait_until="commit")

    page.get_by_role("combobox").fill("/minutes kickoff")
    page.get_by_role("button", name="Send").click()
    held[0].continue_()

    expect(page.get_by_text("minutes: kickoff")).to_be_visible()
    expect(page.get_by_role("combobox")).to_have_value("")
