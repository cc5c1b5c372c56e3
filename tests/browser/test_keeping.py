"""A message is kept and found back to; a form changes under one's hands and loses nothing. In a real Chromium."""

from collections.abc import Sequence
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot import codec
from bot.web.platform import WebPlatform
from chat.events import FormChanged, FormSubmitted, MessageChosen
from chat.messages import Hyperlink, Message, Paragraph, say
from chat.platform import Target
from storage import webchat
from tests.browser.test_accessibility import WIDTHS, check
from tests.unit.bot.web.product import START, Product

pytestmark = pytest.mark.browser

HERE = Target("w1", "abc1")


@pytest.fixture
def ann(page: Page, address: str) -> Page:
    """Give the page of Ann in the channel abc-1."""
    page.goto(f"{address}/w/w1/ann/c/abc1")
    return page


def write(page: Page, text: str) -> None:
    """Type a text and send it by Enter."""
    box = page.get_by_role("combobox", name="Message")
    box.fill(text)
    box.press("Escape")
    box.press("Enter")


def choosing(page: Page) -> Locator:
    """Open the form with a choice that decides."""
    write(page, "/choose")
    form = page.get_by_role("dialog", name="Deciding")
    expect(form).to_be_visible()
    return form


def labels(form: Locator) -> Sequence[str]:
    """Give the names of the fields that are asked, in order."""
    return [text.split()[0] for text in form.locator(".field > label:first-child").all_inner_texts()]


def fill(db: Product, count: int) -> None:
    """Have a lot said in the channel."""
    for number in range(1, count + 1):
        text = codec.encode(say(f"number {number}"))
        new = webchat.Post("w1", "c:abc1", text, f"k{number}", START, "lilei")
        db.db.write(lambda c, new=new: webchat.add(c, new))  # type: ignore[misc]


def test_a_choice_changes_the_form_and_keeps_what_is_typed_and_the_focus(ann: Page, product: Product) -> None:
    form = choosing(ann)
    assert labels(form) == ["Name", "Level", "Notes", "Plan"]
    form.get_by_label("Name").fill("typed")
    form.get_by_label("Notes").fill("two\nlines")
    form.get_by_label("Plan").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"x"})
    form.evaluate(
        "each => { each.dataset.same = 'yes'; each.addEventListener('close', () => (each.dataset.same = '')); }"
    )
    level = form.get_by_label("Level")
    level.focus()
    level.select_option("high")

    expect(form.get_by_label("Reason")).to_be_visible()
    assert labels(form) == ["Name", "Level", "Reason", "Day", "Notes", "Plan"]
    expect(level).to_be_focused()
    expect(form.get_by_label("Name")).to_have_value("typed")
    expect(form.get_by_label("Notes required")).to_have_value("two\nlines")
    expect(form).to_have_attribute("data-same", "yes")
    form.get_by_label("Reason").fill("because")
    form.get_by_role("button", name="Save").click()

    expect(ann.get_by_text("saved as high")).to_be_visible()
    changed, saved = (event for event in product.events if isinstance(event, FormChanged | FormSubmitted))
    assert changed.source.id != saved.source.id
    assert (saved.values["reason"], saved.values["notes"]) == ("because", "two\r\nlines")
    assert [file.name for file in saved.values["plan"]] == ["a.txt"]


def test_a_choice_taken_back_brings_back_what_was_typed_and_does_not_send_it(ann: Page, product: Product) -> None:
    form = choosing(ann)
    form.get_by_label("Name").fill("typed")
    level = form.get_by_label("Level")
    level.select_option("high")
    form.get_by_label("Reason").fill("because")
    level.select_option("low")
    expect(form.get_by_label("Reason")).to_have_count(0)
    assert labels(form) == ["Name", "Level", "Notes", "Plan"]
    level.select_option("high")
    expect(form.get_by_label("Reason")).to_have_value("because")
    level.select_option("low")
    expect(form.get_by_label("Reason")).to_have_count(0)
    form.get_by_role("button", name="Save").click()

    expect(ann.get_by_text("saved as low")).to_be_visible()
    saved = product.events[-1]
    assert isinstance(saved, FormSubmitted)
    assert "reason" not in saved.values


def test_a_choice_made_by_keyboard_goes_on_by_keyboard(ann: Page) -> None:
    form = choosing(ann)
    ann.keyboard.type("typed")
    ann.keyboard.press("Tab")
    expect(form.get_by_label("Level")).to_be_focused()
    ann.keyboard.type("High")
    expect(form.get_by_label("Reason")).to_be_visible()
    ann.keyboard.press("Tab")
    expect(form.get_by_label("Reason")).to_be_focused()


def test_a_choice_that_cannot_be_followed_says_so_and_leaves_the_form_open(ann: Page) -> None:
    form = choosing(ann)
    form.get_by_label("Level").select_option("high")
    field = form.get_by_label("Name")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description("Needed first.")
    field.fill("nobody")
    form.get_by_label("Level").select_option("low")
    form.get_by_label("Level").select_option("high")
    expect(form.get_by_role("alert")).to_have_text("There is no such record.")
    expect(field).to_have_value("nobody")


def test_a_changed_form_still_asks_before_it_is_thrown_away(ann: Page) -> None:
    form = choosing(ann)
    form.get_by_label("Name").fill("x")
    form.get_by_label("Level").select_option("high")
    expect(form.get_by_label("Reason")).to_be_visible()
    ann.keyboard.press("Escape")
    expect(ann.locator("#ask")).to_contain_text("lose what you have typed")


def test_a_message_is_chosen_and_one_form_leads_to_the_next(ann: Page, product: Product) -> None:
    write(ann, "WeChat pay fails")
    message = ann.get_by_role("article")
    message.hover()
    message.get_by_role("button", name="Save to dossier").click()
    form = ann.get_by_role("dialog", name="Keep it")
    expect(form).to_contain_text("WeChat pay fails")
    form.get_by_role("button", name="Go on").click()
    expect(ann.get_by_role("dialog", name="Everything")).to_be_visible()
    expect(ann.get_by_role("dialog")).to_have_count(1)
    expect(ann.get_by_label("The text required")).to_be_focused()
    ann.keyboard.press("Escape")
    message.get_by_role("button", name="Save to dossier").click()
    expect(form).to_be_visible()
    first, second = (event for event in product.events if isinstance(event, MessageChosen))
    assert first.source.id != second.source.id


def test_saving_is_reached_by_keyboard_and_seen_then(ann: Page) -> None:
    write(ann, "hello")
    button = ann.get_by_role("button", name="Save to dossier")
    expect(button).to_be_attached()
    ann.get_by_role("link", name="Reply in thread").focus()
    ann.keyboard.press("Tab")
    expect(button).to_be_focused()
    assert button.evaluate("each => getComputedStyle(each.closest('.quick')).opacity") == "1"
    ann.keyboard.press("Enter")
    expect(ann.get_by_role("dialog", name="Keep it")).to_be_visible()


def test_in_a_thread_every_answer_can_be_kept(ann: Page, platform: WebPlatform, address: str) -> None:
    platform.send(HERE, say("start"), "k")
    ann.goto(f"{address}/w/w1/ann/c/abc1?thread=1")
    box = ann.get_by_role("combobox", name="Reply to the thread")
    box.fill("answer")
    box.press("Enter")
    thread = ann.get_by_role("complementary")
    expect(thread.get_by_role("article")).to_have_count(2)
    expect(thread.get_by_role("button", name="Save to dossier")).to_have_count(1)


def test_the_link_to_a_message_leads_to_it_however_long_ago_it_was(
    ann: Page, product: Product, platform: WebPlatform
) -> None:
    fill(product, 120)
    platform.send(HERE, Message((Paragraph((Hyperlink("message:/w1/c%3Aabc1/7", "original"),)),)), "link")
    ann.reload()
    message = ann.locator("#m7")
    expect(message).to_have_count(0)
    ann.get_by_role("link", name="original").click()
    expect(message).to_be_in_viewport(ratio=0.9)
    expect(message).to_be_focused()
    plain = ann.locator("#m8").evaluate("each => getComputedStyle(each).backgroundColor")
    assert message.evaluate("each => getComputedStyle(each).backgroundColor") != plain

    ann.get_by_role("link", name="original").scroll_into_view_if_needed()
    expect(message).not_to_be_in_viewport()
    ann.evaluate("window.same = true")
    ann.get_by_role("link", name="original").click()
    expect(message).to_be_in_viewport(ratio=0.9)
    assert ann.evaluate("window.same"), "the page was loaded again"


def test_the_link_to_an_answer_opens_its_thread(ann: Page, product: Product, platform: WebPlatform) -> None:
    fill(product, 3)
    thread = Target("w1", "abc1", thread="2")
    for number in range(40):
        platform.send(thread, say(f"answer {number}"), f"a{number}")
    platform.send(HERE, Message((Paragraph((Hyperlink("message:/w1/c%3Aabc1/9/2", "original"),)),)), "link")
    ann.reload()
    ann.get_by_role("link", name="original").click()
    expect(ann.get_by_role("complementary").locator("#t9")).to_be_in_viewport(ratio=0.9)
    expect(ann.locator("#t9")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_what_is_kept_and_on_a_changed_form(
    browser: Browser, address: str, product: Product, width: int, scheme: Literal["light", "dark"]
) -> None:
    fill(product, 2)
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
        has_touch=width < 800,
        is_mobile=width < 800,
    )
    page = context.new_page()
    page.goto(f"{address}/w/w1/ann/c/abc1?message=1#m1")
    expect(page.locator("#m1")).to_be_focused()
    page.locator("#m1").hover()
    check(page)
    form = choosing(page)
    form.get_by_label("Name").fill("x")
    form.get_by_label("Level").select_option("high")
    expect(form.get_by_label("Reason")).to_be_visible()
    check(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
