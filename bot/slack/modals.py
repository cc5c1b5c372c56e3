"""Forms as modals, page by page, and what stands in a modal back as the values of a form."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.slack import limits
from bot.slack.blocks import violated
from bot.slack.inputs import BLOCK, MOST_OPTIONS, Say, asked, choosable, chosen_by, context, fits, input_block, option
from bot.slack.markup import cleaned, cut, escape, length, literal, one_line
from bot.slack.units import Json, plain_text
from chat.forms import Form, FormField

_INPUTS, _PAGE_BLOCKS, _PAGE_BYTES = 12, 90, 120_000
_TITLE, _ERROR, _METADATA, _GROUPS = 24, 2000, 3000, 100


def pages(form: Form) -> tuple[tuple[FormField, ...], ...]:
    """Give a form's fields as the pages they are asked on, in order; at least one page."""
    made: list[list[FormField]] = [[]]
    inputs = blocks = size = 0
    for field in form.fields:
        written = list(asked(field, _mute))
        more, room = sum(block["type"] == "input" for block in written), _bytes(written)
        full = inputs + more > _INPUTS or blocks + len(written) > _PAGE_BLOCKS or size + room > _PAGE_BYTES
        if made[-1] and full:
            made.append([])
            inputs = blocks = size = 0
        made[-1].append(field)
        inputs, blocks, size = inputs + more, blocks + len(written), size + room
    return tuple(tuple(page) for page in made)


def view(form: Form, page: int, metadata: str, say: Say, *, drafted: bool = False) -> Json:
    """Give the modal of one page (from 0) of a form. `metadata` comes back with it: at most 3000 characters.

    Of one of which there may be a draft (`drafted`) Slack tells when it is closed, and it says what is kept then.
    """
    all_pages = pages(form)
    last = page >= len(all_pages) - 1
    fields = all_pages[page] if page < len(all_pages) else ()
    made = {
        "type": "modal",
        "callback_id": "form",
        "private_metadata": metadata,
        "title": plain_text(cut(one_line(form.title), _TITLE) or "—"),
        "submit": plain_text(cut(one_line(form.submit), _TITLE) or say("slack-save"))
        if last
        else plain_text(say("slack-next")),
        "close": plain_text(say("slack-back" if page else "slack-cancel")),
        **({"notify_on_close": True} if drafted else {}),
        "blocks": [
            *_above(form, page, len(all_pages), say),
            *(block for each in fields for block in asked(each, say)),
            *([context(escape(say("slack-close-hint", pages=len(all_pages))))] if drafted else ()),
        ],
    }
    return _plainly(made, fields) if violated(limits.check_view(made)) else made


def anchors(shown: Mapping[str, Any]) -> dict[str, str]:
    """Give the block under which an error of a field is shown, by field, for a view as Slack sends it back."""
    found: dict[str, str] = {}
    for block in shown.get("blocks", ()):
        if block.get("type") == "input" and (field := field_named(str(block.get("block_id", "")))):
            found.setdefault(field, block["block_id"])
    return found


def refused(shown: Mapping[str, Any], sentences: Mapping[str, str]) -> Json | None:
    """Give the answer to a submitted view that puts each sentence on its field, and others on the first one.

    None when the view has no field at all to put one on.
    """
    blocks = anchors(shown)
    if not blocks:
        return None
    first = next(iter(blocks.values()))
    said: dict[str, list[str]] = {}
    for field, sentence in sentences.items():
        said.setdefault(blocks.get(field, first), []).append(sentence)
    return {
        "response_action": "errors",
        "errors": {block: cut(cleaned("\n".join(each)), _ERROR) or "—" for block, each in said.items()},
    }


def field_named(block_id: str) -> str | None:
    """Give the field that a block belongs to, None when it is none of a form's."""
    match = BLOCK.fullmatch(block_id)
    return match[4] if match else None


def values(state: Mapping[str, Any]) -> dict[str, Any]:
    """Give what stands in the fields of a view, from its `state.values`: text, or Slack's files as they came.

    A field with nothing in it is `""`, or `[]` for files. Which files are kept is told by `kept`.
    """
    found: dict[str, Any] = {}
    texts: dict[str, list[tuple[int, str, str]]] = {}
    for how, part, joint, field, element in _entries(state):
        match how:
            case "text":
                texts.setdefault(field, []).append((part, element.get("value") or "", joint))
            case "day":
                found[field] = element.get("selected_date") or ""
            case "one":
                found[field] = (element.get("selected_option") or {}).get("value", "")
            case "many":
                found[field] = "、".join(each["value"] for each in element.get("selected_options") or ())
            case "files":
                found[field] = list(element.get("files") or ())
    for field, pieces in texts.items():
        pieces.sort()
        *firsts, (_, last, _) = pieces
        found[field] = "".join(text + joint for _, text, joint in firsts) + last
    return found


def kept(state: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Give the ids of the files that stay, by field; a field that is missing was not asked and keeps all it has."""
    return {
        field: tuple(option["value"] for option in element.get("selected_options") or ())
        for how, _, _, field, element in _entries(state)
        if how == "kept"
    }


def _entries(state: Mapping[str, Any]) -> Iterator[tuple[str, int, str, str, Mapping[str, Any]]]:
    for block, entered in state.items():
        match = BLOCK.fullmatch(block)
        if match and isinstance(entered, Mapping):
            for element in entered.values():
                yield match[1], int(match[2]), "\n" if match[3] else "", match[4], element


def options(field: FormField, query: str) -> Json:
    """Answer what is typed into a choice of more than a hundred: what fits, in groups when it is still too many."""
    wanted = query.strip().casefold()
    found = [chosen_by(each) for each in field.choices if wanted in each.label.casefold() and choosable(each)]
    if len(found) <= MOST_OPTIONS:
        return {"options": found}
    groups = [found[start : start + MOST_OPTIONS] for start in range(0, len(found), MOST_OPTIONS)][:_GROUPS]
    return {"option_groups": [{"label": plain_text(_span(group)), "options": group} for group in groups]}


def _span(group: Sequence[Json]) -> str:
    first, last = (cut(option["text"]["text"], 34) for option in (group[0], group[-1]))
    return f"{first} – {last}"


def suggestions(query: str, names: Iterable[str], say: Say) -> Json:
    """Answer what is typed into a field for people: whose name fits, and always what was typed itself."""
    typed = " ".join(cleaned(query).split()).lstrip("@＠").strip()
    fitting = [name for name in dict.fromkeys(names) if typed.casefold() in name.casefold() and fits(name)]
    fitting.sort(key=lambda name: not name.casefold().startswith(typed.casefold()))
    found = [option(name, name) for name in fitting[:MOST_OPTIONS]]
    if typed and fits(typed) and typed not in fitting:
        found = [*found[: MOST_OPTIONS - 1], option(say("slack-use", text=typed), typed)]
    return {"options": found}


def _above(form: Form, page: int, count: int, say: Say) -> Iterator[Json]:
    """Say above the fields what does not fit into the title, what the form is about, and which page this is."""
    title = one_line(form.title)
    lines = [f"*{literal(title)}*"] if length(title) > _TITLE else []
    if error := literal(form.error).strip():
        lines.append(f"⚠️ {error}")
    if note := literal(form.note).strip():
        lines.append(note)
    if count > 1:
        lines.append(escape(say("slack-page", page=page + 1, of=count)))
    if page:
        lines.append(escape(say("slack-back-hint")))
    for line in lines:
        yield context(line)


def _mute(key: str, **_: object) -> str:
    """Speak in place of a voice where only the size of what is said counts."""
    return key


def _bytes(blocks: Sequence[Json]) -> int:
    return len(json.dumps(blocks, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _plainly(made: Json, fields: Iterable[FormField]) -> Json:
    """Give the simplest view that asks for the same fields, cut to what Slack takes."""
    blocks = []
    for field in fields:
        value = cut(cleaned(field.value), 2500) if isinstance(field.value, str) else ""
        element = {"type": "plain_text_input", "multiline": True, **({"initial_value": value} if value else {})}
        blocks.append(input_block(field, "text", element))
    return {**made, "private_metadata": made["private_metadata"][:_METADATA], "blocks": blocks[: limits.VIEW_BLOCKS]}
