"""Forms as cards, page by page, and what comes back from one as the values of a form.

Feishu has no modals: a form is a card with one `form` container. People are typed by name, as a picker of Feishu's
offers members alone, and somebody from the customer's side may be meant. A choice that other questions depend on stands
in the form like any other, since nothing in a form reacts before it is submitted, and a choice outside of it would cost
what was typed: when it was changed, `rethought` says so, and the same form is shown again with what is to be asked now.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.feishu import rules
from bot.feishu.cards import checked, framed
from bot.feishu.elements import columns
from bot.feishu.inputs import (
    ERROR_BYTES,
    Entry,
    Say,
    entered,
    entries,
    error_line,
    joined,
    language_of,
    read,
    small,
    sum_of,
)
from bot.feishu.markup import Json, Said, cleaned, cut, literal_size, one_line, plain_text
from chat.forms import Form, FormField
from chat.texts import text as sentence
from dossier.fields import Input
from dossier.language import Label, Language

DO, BACK, CANCEL = "do", "back", "cancel"
"""In the value of a button beside the form: what it does. The form's own button has none."""
METADATA, ASKED = "m", "f"
"""In the value of every button of a form: its metadata; and in the form's own button, which inputs there were."""
MOST_METADATA = 1000

_INPUTS, _PAGE_BYTES, _PAGE_ELEMENTS = 12, 21_500, 170
_TITLE, _NOTE_BYTES, _OVERALL, _BUTTON = 150, 900, 3, 30
_BACK = Label("这一页还没有提交的内容不会保留", "What is on this page and was not sent is not kept")
_SEND_FILE = Label(
    "**把文件发到和我的单聊里就行**，我会问拿它做什么。表单里放不了文件。",
    "**Just send me the file, in your chat with me**: I ask what it is for. Files cannot go into a form.",
)
Page = tuple[Entry, ...]


def pages(form: Form) -> tuple[tuple[FormField, ...], ...]:
    """Give a form's fields as the pages they are asked on, in order; at least one page.

    A text too long for one card stands on several pages.
    """
    return tuple(
        tuple({entry.field.name: entry.field for entry in page}.values()) for page in _laid_out(form, _mute(form))
    )


def page_of(form: Form, fields: Iterable[str]) -> int:
    """Give the first page on which one of some fields is asked, 0 when none of them is."""
    wanted = set(fields)
    found = (number for number, page in enumerate(pages(form)) if any(field.name in wanted for field in page))
    return next(found, 0)


def form_card(form: Form, metadata: str, say: Say, page: int, errors: Mapping[str, str]) -> Json:
    """Give the card of one page (from 0) of a form.

    `metadata` comes back with every button of it: at most MOST_METADATA characters, else ValueError is raised.
    `errors` are sentences by field, `""` for the form as a whole; each stands under its field where that is on the
    page, else above the form.
    """
    if len(metadata) > MOST_METADATA:
        raise ValueError(f"metadata of {len(metadata)} characters, {MOST_METADATA} allowed")
    laid_out = _laid_out(form, say)
    page = min(max(page, 0), len(laid_out) - 1)
    shown = laid_out[page]
    last = page == len(laid_out) - 1
    title = {language_of(say): cut(one_line(form.title), _TITLE) or "—"}
    # Without its file such a form can never be sent.
    barred = any(each.required and each.input is Input.ATTACHMENTS and not each.value for each in form.fields)
    within = small(_SEND_FILE.to(language_of(say))) if barred else _container(form, shown, metadata, say, last, errors)
    elements = [*_above(form, shown, page, len(laid_out), say, errors), within]
    elements.append(_beside(metadata, say, back=page > 0))
    said: Said = {language_of(say): "\n".join(filter(None, (form.title, form.note)))}
    return checked(framed(elements, said, title), said)


def values(form_value: Mapping[str, Any], asked: Iterable[str] = (), form: Form | None = None) -> dict[str, Any]:
    """Give what stands in a submitted form by field: text as it was typed, days in ISO form, choices by their value.

    `form_value` is what Feishu sends; `asked` names the inputs there were (ASKED in the button's value), of which
    Feishu leaves out those with nothing in them. `form` is the form as it was shown, needed where `divided` says so: a
    field on several pages comes back whole, with what other pages hold of it as it was. Attachments are not in it:
    they stay.
    """
    given = {**dict.fromkeys(asked), **form_value}
    found: dict[str, Any] = {}
    pieces: dict[str, dict[int, tuple[str, str, bool]]] = {}
    for key, value in given.items():
        name = read(key)
        if name is None:
            continue
        text = entered(name.how, value)
        if name.how in "ts":
            pieces.setdefault(name.field, {})[name.part] = (text, name.joint, name.how == "s")
        else:
            found[name.field] = text
    for field, parts in pieces.items():
        found[field] = joined({**_standing(form, field), **parts} if form else parts)
    return found


def divided(names: Iterable[str]) -> bool:
    """Say whether some of these inputs are only a part of a field, the rest of which is on another page."""
    parts: dict[str, tuple[int, int]] = {}
    for name in filter(None, map(read, names)):
        parts[name.field] = (parts.get(name.field, (0, 0))[0] + 1, name.parts)
    return any(there < all_ for there, all_ in parts.values())


def rethought(form_value: Mapping[str, Any]) -> bool:
    """Say whether a choice that other questions depend on is another than the form was made for: FormChanged."""
    for key, value in form_value.items():
        name = read(key)
        if name and name.how == "c" and sum_of(entered("c", value)) != name.chosen:
            return True
    return False


def _standing(form: Form, field: str) -> dict[int, tuple[str, str, bool]]:
    """Give the pieces of a field as the form shows them."""
    shown: dict[int, tuple[str, str, bool]] = {}
    for each in form.fields:
        for entry in entries(each, _mute(form)) if each.name == field else ():
            if entry.input and (name := read(entry.input["name"])):
                shown[name.part] = (entry.input.get("default_value", ""), name.joint, name.how == "s")
    return shown


def _laid_out(form: Form, say: Say) -> list[Page]:
    made: list[list[Entry]] = [[]]
    inputs = size = count = 0
    for entry in (entry for field in form.fields for entry in entries(field, say)):
        # Under each input an error may have to be said.
        room = sum(rules.measure(each) + 2 for each in entry.elements) + ERROR_BYTES + 200
        tags = sum(1 for each in entry.elements for _ in rules.tagged(each)) + 1
        if made[-1] and (inputs == _INPUTS or size + room > _PAGE_BYTES or count + tags > _PAGE_ELEMENTS):
            made.append([])
            inputs = size = count = 0
        made[-1].append(entry)
        inputs, size, count = inputs + (entry.input is not None), size + room, count + tags
    return [tuple(page) for page in made]


def _mute(form: Form) -> Say:
    """Speak in place of a voice where only names and sizes count: in the form's language."""
    language = Language.spoken_in(form.submit)
    return lambda key, **data: sentence(language, key, **data)


def _above(form: Form, shown: Page, page: int, count: int, say: Say, errors: Mapping[str, str]) -> list[Json]:
    here = {entry.field.name for entry in shown}
    labels = {field.name: field.label for field in form.fields}
    made = [small(note)] if (note := cut(cleaned(form.note).strip(), _NOTE_BYTES, literal_size)) else []
    if count > 1:
        made.append(small(say("slack-page", page=page + 1, of=count)))
    opened = [form.error] if form.error and "" not in errors else []
    overall = opened + [
        f"{one_line(labels[name])}: {error}" if name in labels else error
        for name, error in errors.items()
        if name not in here
    ]
    return [*made, *(error_line(each) for each in overall[:_OVERALL])]


def _container(form: Form, shown: Page, metadata: str, say: Say, last: bool, errors: Mapping[str, str]) -> Json:
    # What is required may not be asked any more once another choice is made; a client would not let that be sent.
    deciding = any(field.decides for field in form.fields)
    elements: list[Json] = []
    told: set[str] = set()
    for entry in shown:
        for element in entry.elements:
            loose = deciding and element is entry.input and not entry.field.decides
            elements.append({key: value for key, value in element.items() if not (loose and key == "required")})
        error = (errors.get(entry.field.name) or entry.field.error).strip()
        if error and entry.field.name not in told:
            elements.append(error_line(error))
        told.add(entry.field.name)
    names = [entry.input["name"] for entry in shown if entry.input]
    submit: Json = {
        "tag": "button",
        "name": "submit",
        "type": "primary",
        "text": _plain(cut(one_line(form.submit), _BUTTON) or say("slack-save") if last else say("slack-next"), say),
        "form_action_type": "submit",
        "behaviors": [_callback({METADATA: metadata, ASKED: names})],
        "margin": "12px 0px 0px 0px",
    }
    return {"tag": "form", "name": "form", "vertical_spacing": "4px", "elements": [*elements, submit]}


def _beside(metadata: str, say: Say, *, back: bool) -> Json:
    """Make the buttons outside the form: nothing typed comes with them."""
    buttons: list[Sequence[Json]] = []
    if back:
        label = _plain(say("slack-back"), say)
        confirm = {"title": label, "text": _plain(_BACK.to(language_of(say)), say)}
        buttons.append([{**_button(label, {METADATA: metadata, DO: BACK}), "confirm": confirm}])
    buttons.append([_button(_plain(say("slack-cancel"), say), {METADATA: metadata, DO: CANCEL})])
    return columns(buttons, flex_mode="flow")


def _button(label: Json, value: Json) -> Json:
    return {"tag": "button", "type": "default", "text": label, "behaviors": [_callback(value)]}


def _callback(value: Json) -> Json:
    return {"type": "callback", "value": value}


def _plain(text: str, say: Say) -> Json:
    return plain_text({language_of(say): text})
