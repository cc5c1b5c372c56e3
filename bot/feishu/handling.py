"""From a payload to its answer, and to what follows it; plain and synchronous, called in worker threads."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import structlog

from bot.feishu import forms
from bot.feishu.api import Json
from bot.feishu.events import CARD_ACTION, PLATFORM, Bot, Metadata, NotTheirs, Payload, Reader, Submission, noticed
from bot.feishu.markup import LOCALES
from bot.feishu.replying import PATIENCE_SECONDS, Replier
from bot.feishu.taking import toast, words
from chat.event_handler import Handle
from chat.events import ButtonPressed, Event, FormBegun, FormChanged, FormClosed, Overheard, Source, Tampered
from chat.forms import Form
from chat.messages import Message, Paragraph, Translated, say
from chat.replies import Errors, Nothing, OpenForm, Rendered, Show
from chat.texts import text as sentence
from dossier.language import Label, Language
from handlers.fill_form import DRAFTS, PAGES

_FOLLOWERS = 8
_SHORT, _MOST_FORMS = 120, 2_000
_IN_DIRECT = Label("已发到你和我的单聊。", "Sent to your chat with me.")
_FORM_IN_DIRECT = Label("表单已发到你和我的单聊。", "The form is in your chat with me.")
_NAMED_FORM = Label("{name}：表单在你和我的单聊里。", "{name}: the form is in your chat with me.")
_UNREACHABLE = Label(
    "{name}：我没法给你发单聊消息，请管理员把应用的可用范围开放给你。",
    "{name}: I cannot write to you; ask an administrator to make the app available to you.",
)
_SAVED = Label("已保存。", "Saved.")
_CANCELLED = Label("已取消，没有保存任何内容。", "Cancelled: nothing was saved.")
_GONE = Label("这个表单已经打不开了，请重新发起。", "This form can no longer be opened: please begin again.")
_NOT_THEIRS = Label("这个表单是给别人填写的。", "This form is for somebody else.")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Product:
    """What handles events, and what it wants to know of accounts and chats (see FeishuConnection)."""

    handle: Handle
    name_of: Callable[[str, str], str | None]
    is_group: Callable[[str, str], bool]
    is_first: Callable[[Source], bool]
    note: Callable[[Payload], object]


class Handling:
    """Takes payloads in: `take` gives the answer to each at once, and what is to be sent follows in other threads."""

    def __init__(self, product: Product, reader: Reader, replier: Replier, bot: Bot) -> None:
        """Take the product and the parts that speak Feishu."""
        self._product = product
        self._reader = reader
        self._replier = replier
        self._bot = bot
        self._followers = ThreadPoolExecutor(_FOLLOWERS, thread_name_prefix="feishu-after")
        # Forms the product does not make again by itself, by the message of their card: to show what is wrong in them.
        self._forms: OrderedDict[str, Form] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, payload: Json) -> Json:
        """Take an event or a callback and give its answer, {} where none is needed."""
        header = payload.get("header")
        if isinstance(header, Mapping) and header.get("event_type") == CARD_ACTION:
            return self._action(payload)
        if noticed(payload) is not None:
            self._product.note(payload)
            return {}
        event = self._reader.event(payload, self._bot)
        if isinstance(event, Overheard):
            self._overheard(event)
        elif event is not None:
            answer = self._handle(event)
            if not isinstance(answer, Nothing):
                self._then(event.source, lambda: self._answer(event.source, answer, notice=True))
        return {}

    def late(self, payload: Json, answer: Json) -> None:
        """Show what came of a callback that Feishu did not wait for: in its card or, what is only said, in words."""
        self._follow(lambda: self._shown_late(payload, answer))

    def close(self) -> None:
        """Bring to its end what follows the answers given so far."""
        self._replier.close()
        self._followers.shutdown(wait=True)

    def _overheard(self, event: Overheard) -> None:
        """Ask who said something, in their own chat; where the bot may not write to them, nobody hears anything."""
        source = event.source
        name = self._product.name_of(source.workspace, source.account) or "?"
        answer = self._product.handle(replace(event, said=replace(event.said, author=name)))
        if isinstance(answer, Show):
            self._then(source, lambda: self._replier.message(source, answer.message, "suggestion"))

    # Cards

    def _action(self, payload: Payload) -> Json:
        action = self._reader.action(payload, self._bot)
        match action:
            case None:
                return {}
            case NotTheirs():
                return toast("info", _NOT_THEIRS)
            case Submission():
                self._product.name_of(action.event.source.workspace, action.event.source.account)
                chat = str(payload["event"]["context"].get("open_chat_id") or "")
                # A group the bot has not heard of yet is one all the same when its form was asked for there.
                public = chat == action.metadata.channel or self._product.is_group(self._bot.workspace, chat)
                return self._submitted(action, public=public)
        return self._pressed(action)

    def _pressed(self, event: ButtonPressed | Tampered) -> Json:
        answer, source = self._handle(event), event.source
        if isinstance(answer, Nothing):
            return {}
        if isinstance(answer, Errors):
            return _said("error", "\n".join(answer.sentences.values()))
        if isinstance(answer, Show) and answer.instead and source.channel is None:
            return self._replaced(source, answer.message)
        if isinstance(answer, Show) and _is_short(answer.message):
            return toast("error" if isinstance(event, Tampered) else "info", words(answer.message))
        self._then(source, lambda: self._answer(source, answer, notice=False))
        if source.channel is None:
            return {}
        return toast("info", _FORM_IN_DIRECT if isinstance(answer, OpenForm) else _IN_DIRECT)

    def _submitted(self, sent: Submission, *, public: bool) -> Json:
        source, carried = sent.event.source, sent.metadata
        if sent.do == forms.CANCEL:
            self._forget(sent.message)
            return self._replaced(source, self._left(sent))
        if sent.do == forms.BACK:
            earlier = self._changed(sent, "back", {}) or self._known(sent)
            return self._page(sent, earlier, carried.page - 1) if earlier else toast("error", _GONE)
        # What was typed and refused is in no draft: the form that was shown last is the surer one.
        if forms.divided(sent.asked) and (shown := self._known(sent) or self._changed(sent, "shown", {})):
            values = forms.values(sent.given, sent.asked, shown)
            sent = replace(sent, event=replace(sent.event, values=values))
        if sent.rethought and (again := self._changed(sent, "rethought", sent.event.values)):
            return self._page(sent, again, carried.page)
        if carried.more:
            return self._turned(sent)
        return self._saved(sent, self._product.handle(sent.event), public=public)

    def _left(self, sent: Submission) -> Message:
        """Give what takes the place of a form that was cancelled: what was sent of it may have been kept."""
        event = sent.event
        if event.ref.keys() & DRAFTS:
            closed = FormClosed(replace(event.source, id=f"{event.source.id}:closed"), event.name, event.ref)
            answer = self._product.handle(closed)
            if isinstance(answer, Show):
                return answer.message
        return _translated(_CANCELLED)

    def _turned(self, sent: Submission) -> Json:
        event = sent.event
        turned = tuple(event.values)
        answer = self._product.handle(FormChanged(event.source, event.name, event.ref, event.values, turned))
        match answer:
            case OpenForm(form):
                return self._page(sent, form, sent.metadata.page + 1)
            case Show(message):
                return self._refused(sent, Errors({"": message.text}))
            case Errors():
                return self._refused(sent, answer)
        return {}

    def _saved(self, sent: Submission, answer: Rendered, *, public: bool) -> Json:
        """Answer a form that was sent: what is wrong with it, a further form, or what has become of it.

        `public` says that its card stands in a group, where what is for the asker alone is not shown.
        """
        source = sent.event.source
        if isinstance(answer, Errors):
            return self._refused(sent, answer)
        if isinstance(answer, OpenForm):
            return self._page(sent, answer.form, 0)
        self._forget(sent.message)
        saved = _translated(_SAVED)
        if isinstance(answer, Nothing):
            return self._replaced(source, saved)
        if not public:
            return self._replaced(source, answer.message)
        if _is_short(answer.message):
            return {**toast("success", words(answer.message)), **self._replaced(source, saved)}
        self._then(source, lambda: self._show(source, answer.message))
        return self._replaced(source, saved)

    def _refused(self, sent: Submission, errors: Errors) -> Json:
        """Show the form again with what is wrong in it and all that was typed."""
        event = sent.event
        form = self._changed(sent, "refused", event.values)
        if form is None:
            known = self._known(sent)
            if known is None:
                return _said("error", "\n".join(errors.sentences.values()))
            fields = tuple(replace(each, value=event.values.get(each.name, each.value)) for each in known.fields)
            form = replace(known, fields=fields, ref=event.ref)
        # What is wrong may stand on an earlier page only where nothing of it is on this one.
        pages = forms.pages(form)
        page = min(sent.metadata.page, len(pages) - 1)
        wrong = {name for name in errors.sentences if name}
        if wrong and not wrong & {each.name for each in pages[page]}:
            page = forms.page_of(form, wrong)
        return self._page(sent, form, page, errors.sentences)

    def _shown_late(self, payload: Json, answer: Json) -> None:
        if not answer or answer in (toast("info", _IN_DIRECT), toast("info", _FORM_IN_DIRECT)):
            return  # What those point to follows by itself.
        event, said = payload["event"], answer.get("toast", {}).get("i18n", {})
        token = str(event["token"])
        if "card" in answer:
            self._replier.update(token, answer["card"]["data"])
            return
        source = Source(token, PLATFORM, self._bot.workspace, str(event["operator"]["open_id"]))
        languages = {language: say(said[LOCALES[language]]) for language in Language}
        self._replier.message(source, Translated(languages[Language.ZH].blocks, languages), "late")

    def _changed(self, sent: Submission, why: str, values: Mapping[str, Any]) -> Form | None:
        """Give a form as it has to look with some values; None where the product does not make it again."""
        event = sent.event
        source = replace(event.source, id=f"{event.source.id}:{why}")
        answer = self._product.handle(FormChanged(source, event.name, event.ref, values))
        return answer.form if isinstance(answer, OpenForm) else None

    def _page(self, sent: Submission, form: Form, page: int, errors: Mapping[str, str] | None = None) -> Json:
        """Replace the card by a page of a form."""
        source = sent.event.source
        form = self._begun(source, form)
        made = self._form_card(source, form, max(page, 0), errors or {})
        self._remember(sent.message, form)
        return _card(made)

    def _replaced(self, source: Source, message: Message) -> Json:
        return _card(self._replier.shown(source, message, partial(self._reader.sign_button, source.workspace)))

    def _known(self, sent: Submission) -> Form | None:
        return self._forms.get(sent.message)

    def _answer(self, source: Source, answer: Rendered, *, notice: bool) -> None:
        match answer:
            case OpenForm(form):
                self._open(source, form, notice=notice)
            case Show(message):
                self._show(source, message)
            case Errors(sentences):
                self._show(source, say("\n".join(sentences.values())))

    def _show(self, source: Source, message: Message) -> None:
        """Write to the asker. It is for nobody else's eyes: where that is not allowed, the group is told just that."""
        if self._replier.message(source, message, "answer") is None and source.channel is not None:
            self._replier.message(source, self._named(_UNREACHABLE, source), "unreachable", group=True)

    def _open(self, source: Source, form: Form, *, notice: bool) -> None:
        """Put a form before the asker: in their chat with the bot or, where it may not write there, in the group."""
        form = self._begun(source, form)
        made = self._form_card(source, form, 0, {})
        message = self._replier.form(source, made)
        if message is None and source.channel is not None:
            message = self._replier.form(source, made, group=True)
        elif message and notice and source.channel is not None:
            self._replier.message(source, self._named(_NAMED_FORM, source), "notice", group=True)
        if message:
            self._remember(message, form)

    def _named(self, label: Label, source: Source) -> Message:
        return _translated(label, name=self._product.name_of(source.workspace, source.account) or "@")

    def _begun(self, source: Source, form: Form) -> Form:
        """Have what a form of several pages holds kept beside it: a page carries only what is on it."""
        if len(forms.pages(form)) == 1 or PAGES in form.ref:
            return form
        answer = self._product.handle(FormBegun(replace(source, id=f"{source.id}:begun"), form))
        return answer.form if isinstance(answer, OpenForm) else form

    def _form_card(self, source: Source, form: Form, page: int, errors: Mapping[str, str]) -> Json:
        more = page + 1 < len(forms.pages(form))
        carried = Metadata(form.name, dict(form.ref), page, more, source.channel, source.thread, source.link)
        signed = self._reader.sign_form(source.workspace, source.account, carried)
        language = Language.spoken_in(form.title + form.submit)
        return forms.form_card(form, signed, lambda key, **data: sentence(language, key, **data), page, errors)

    def _handle(self, event: Event) -> Rendered:
        self._product.name_of(event.source.workspace, event.source.account)
        return self._product.handle(event)

    def _then(self, source: Source, work: Callable[[], object]) -> None:
        """Do something after the answer: once, however often the event is delivered."""
        if self._product.is_first(source):
            self._follow(work)

    def _follow(self, work: Callable[[], object]) -> None:
        asked = time.monotonic()

        def done() -> None:
            # After an outage nobody wants what they asked for long before, all at once.
            if time.monotonic() - asked > PATIENCE_SECONDS:
                _log.warning("an answer was given up: others were waited for too long")
            else:
                work()

        self._followers.submit(done).add_done_callback(_ended)

    def _remember(self, message: str, form: Form) -> None:
        with self._lock:
            self._forms[message] = form
            self._forms.move_to_end(message)
            while len(self._forms) > _MOST_FORMS:
                self._forms.popitem(last=False)

    def _forget(self, message: str) -> None:
        with self._lock:
            self._forms.pop(message, None)


def _card(made: Json) -> Json:
    return {"card": {"type": "raw", "data": made}}


def _said(kind: str, text: str) -> Json:
    return toast(kind, Label(text, text))


def _is_short(message: Message) -> bool:
    """Say whether a message is one short sentence, for which a toast is enough."""
    alone = len(message.blocks) == 1 and isinstance(message.blocks[0], Paragraph)
    return alone and 0 < len(message.text) <= _SHORT and "\n" not in message.text


def _translated(label: Label, **data: str) -> Message:
    languages = {language: say(label.to(language).format(**data)) for language in Language}
    return Translated(languages[Language.ZH].blocks, languages)


def _ended(work: "Future[None]") -> None:
    if not work.cancelled() and (error := work.exception()) is not None:
        _log.error("what follows an answer failed", error=repr(error))
