"""Questions in plain Chinese or English, answered from the database."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chat.courtesies import Courtesy, courtesy_in
from chat.customers import customer_in
from chat.events import CommandGiven, MessagePosted
from chat.messages import Button, Buttons, Message, Paragraph
from chat.narrowing import name_in
from chat.questions import ASKING, Asked, Question, recognise, says_no_more
from chat.replies import Answer, Show
from chat.router import on, router
from dossier.errors import DossierError, NotFound
from dossier.kinds import Kind
from dossier.language import Language
from dossier.records.issue import OPEN_STATUSES
from dossier.records.test_case import TestResult
from dossier.tiers import Action
from dossier.views import DossierView
from handlers.approve import show_approvals
from handlers.attach_files import chosen, put
from handlers.confirm_pledge import show_pledge
from handlers.context import ALL, NUMBER, Context
from handlers.export import export_by_words
from handlers.give_help import help_for, is_guest, unknown_command
from handlers.hand_over import offer_to_hand_over
from handlers.keep_message import choose_kind
from handlers.kind_commands import ROOT
from handlers.list_records import besides, read_filter, show_list
from handlers.my_duties import show_my_duties
from handlers.set_member import show_members
from handlers.show_health import show_health
from handlers.show_orgchart import draw_orgchart
from handlers.show_owner import show_owned, show_owner
from handlers.show_profile import show_profile
from handlers.show_record import by_words, document_in, whole_card
from handlers.show_status import meant_by, show_missing, show_owed, show_status
from handlers.show_untested import show_untested
from handlers.tell_decisions import tell_decisions, topic_in
from handlers.tell_value import tell_value
from handlers.unknown_customers import not_of_theirs, require_known
from storage.record_queries import Filter

_LENGTH, _FEW = 300, 20
# Who is meant by their name, and what stands behind a customer's.
_NAMED = re.compile(r"[@＠]\S+|公司|集团")
_LATIN = re.compile(r"[a-z]{2,}", re.IGNORECASE)
# What stands behind a customer's short name in what people call them.
COMPANY = ("", "公司", "集团", "客户", "项目", "档案", "dossier", "project", "customer")
_ABOUT = re.compile(
    r"(?:关于|有关|涉及|和|与|跟)(?P<zh>[^的，。？?]+?)(?:有关|相关)?的?(?:有|是|，|。|？|\?|$)"
    r"|^\s*(?P<of>[^的，。？?\s]+?)(?:相关|有关|方面)的?\s*$"
    r"|\b(?:about|regarding|concerning|on)\s+(?:the\s+)?(?P<en>.+?)\s*[?.!]*$",
    re.IGNORECASE,
)
_DEFECTS = re.compile(r"缺陷|\bdefects?\b", re.IGNORECASE)
_INCIDENTS = re.compile(r"线上(?:的)?(?:问题|故障)|(?<!测试)故障|\bincidents?\b", re.IGNORECASE)
_NOT_RUN = re.compile(r"执行|跑|\brun\b", re.IGNORECASE)
# What stands before a name in a question for it, and around what is to be exported.
_CALLED = re.compile(
    r"^(?:请问|给我|告诉我|查|看|我要|客户|对接人?|联系人|对方|他们?|她们?)+|^(?:the\s+)", re.IGNORECASE
)
_BESIDES = re.compile(
    r"[。.!！?？的]|整[个份套]|档案|公司|清单|列表|表(?!格)|给我|\b(?:sheet|list|whole|entire|the|as|to|an?|of|for|dossier|file|please)\b",
    re.IGNORECASE,
)
_EXPORTING = re.compile(
    r"^\s*(?:请|帮我|麻烦)*(?:导出|下载)|^\s*(?:please |can you )?(?:export|download)\b", re.IGNORECASE
)
# What is asked of a dossier, if it is of one at all.
_IN_DOSSIERS = re.compile(
    r"多少|什么时候|何时|哪天|什么|哪|谁|查看|打开|\b(?:what|when|who|where|which|how|show|open)\b", re.IGNORECASE
)
_PARTED = re.compile(r"\s+|的|(?=[#＃])")
_OPEN = tuple(status.value for status in OPEN_STATUSES)


@on(MessagePosted)
def answer_question(event: MessagePosted, ctx: Context) -> Any:
    """Answer in the language of the question; a command written as a message is taken as one."""
    text = event.text.strip()
    if (given := event.as_command()) is not None:
        handler = router.find(given)
        if handler is None:
            return Show(unknown_command(given.name, ctx.voice, ctx.store.kinds, given.text))
        return handler(given, ctx)
    if event.files and NUMBER.fullmatch(text):
        return put(ctx, by_words(ctx, text), [file.model_dump() for file in event.files])
    if event.files:
        return choose_kind(chosen(event, ctx), ctx)
    if any(char.isalpha() for char in text):
        ctx = replace(ctx, voice=replace(ctx.voice, language=_language(ctx, text)))
    try:
        answer = _answer(ctx, text)
    except DossierError as error:
        error.language = ctx.voice.language
        raise
    if not isinstance(answer, Show):
        return answer
    return replace(answer, message=replace(answer.message, language=ctx.voice.language))


def _language(ctx: Context, text: str) -> Language:
    """Give the language of a question, whatever language the people and the dossiers in it are named in."""
    said = text[:_LENGTH]
    if not said.isascii() and _LATIN.search(said):
        said = besides(_NAMED.sub(" ", said), ctx.store.dossiers.named_in(said, Action.VISIT))
        found, names = True, ctx.store.people.names()
        while found:
            name, said = name_in(said, names)
            found = name is not None
        if not any(char.isalpha() for char in said):
            return ctx.voice.language
    return Language.asked_in(said, ctx.voice.language)


def _answer(ctx: Context, text: str) -> Answer:
    asked = _asked(ctx, text)
    if (named := document_in(ctx, text)) is not None:
        if asked and asked.question is Question.EXPORT:
            wanted: Answer = export_by_words(CommandGiven(ctx.source, "", _EXPORTING.sub(" ", text)), ctx)
            return wanted
        return Show(whole_card(ctx.store, ctx.voice, by_words(ctx, named[0])))
    topic = topic_in(text) if asked and asked.question is Question.DECISIONS else ""
    if asked and asked.question not in _OF_ANYTHING and (customer_in(text) or "").casefold() not in (topic, ""):
        require_known(ctx, text)
    if asked is None:
        if (answer := _named(ctx, text) or tell_value(ctx, text)) is None and _IN_DOSSIERS.search(text):
            require_known(ctx, text)
        return answer or _not_understood(ctx, text)
    if asked.question is Question.SEARCH:
        return show_list(ctx, ctx.dossiers(), Filter(text=asked.rest[:200]))
    if asked.question in _WITH_REST:
        return not_of_theirs(ctx, text, asked.question, _WITH_REST[asked.question](ctx, text, asked.rest))
    return not_of_theirs(ctx, text, asked.question, _ANSWERS[asked.question](ctx, text))


def _records(ctx: Context, text: str, kind: str, *, still_open: bool = False) -> Answer:
    """List records of a kind; with `still_open`, where nothing else narrows them, those that are."""
    meant = meant_by(ctx, text, Action.VISIT)
    read = read_filter(ctx, text, meant, ctx.store.kinds.named(kind))
    narrowed = read.person or read.choices or read.since or read.until or read.decided
    statuses = read.statuses or (_OPEN if still_open and not narrowed else ())
    # What else stands in a question are words of asking, not what is looked for, unless it says what they are about.
    text = _about(ASKING.sub(" ", read.text))
    return show_list(ctx, meant, replace(read, kind=ctx.store.kinds.named(kind), statuses=statuses, text=text))


def _issues(ctx: Context, text: str) -> Answer:
    """List issues, or defects or incidents where those are what is asked for: kinds of their own."""
    if _INCIDENTS.search(text[:_LENGTH]):
        return _records(ctx, text, "incident")
    return _records(ctx, text, "defect" if _DEFECTS.search(text[:_LENGTH]) else "issue", still_open=True)


def _tests(ctx: Context, text: str) -> Answer:
    """List the tests that failed, or those that were not run."""
    meant, kind = meant_by(ctx, text, Action.VISIT), ctx.store.kinds.named("test_case")
    result = TestResult.OPEN if _NOT_RUN.search(text[:_LENGTH]) else TestResult.FAILED
    read = read_filter(ctx, text, meant, kind)
    return show_list(ctx, meant, replace(read, kind=kind, statuses=(result.value,), choices=(), decided=None, text=""))


def _about(words: str) -> str:
    """Give what words say that something is about, "" where they do not."""
    found = _ABOUT.search(words)
    return next(filter(None, found.groups()), "").strip() if found else ""


def _status(ctx: Context, text: str) -> Answer:
    """Show where a dossier stands, or the record whose number is named."""
    if NUMBER.search(text):
        return Show(whole_card(ctx.store, ctx.voice, by_words(ctx, text)))
    return show_status(ctx, text)


def _profile(ctx: Context, text: str) -> Answer:
    return show_profile(ctx, text if ctx.store.dossiers.named_in(text, Action.VISIT) else "")


def _contacts(ctx: Context, text: str, name: str) -> Answer:
    """List contacts; one who is asked for by name is shown."""
    name = _CALLED.sub("", name).strip()
    if name and not ctx.store.dossiers.named_in(name, Action.VISIT):
        meant = meant_by(ctx, text, Action.VISIT)
        wanted = Filter(kind=ctx.store.kinds.named("contact"), text=name)
        found, _ = ctx.store.records.lines([each.id for each in meant], wanted, _FEW)
        # Others are found by whom they report to.
        called = [line for line in found if name.casefold() in line.title.casefold()]
        if len(called) == 1:
            return Show(whole_card(ctx.store, ctx.voice, ctx.store.records.get(called[0].uid)))
        if not found:
            require_known(ctx, text)
        return show_list(ctx, meant, wanted)
    require_known(ctx, text)
    return _records(ctx, text, "contact")


def _as_command(name: str) -> Callable[[Context, str, str], Answer]:
    """Give what answers a wish in words as the command would be."""

    def answer(ctx: Context, text: str, rest: str) -> Answer:
        named = ctx.store.dossiers.named_in(text, Action.VISIT)
        titles = " ".join(each.title for each in named)
        words = f"{titles} {_BESIDES.sub(' ', besides(rest, named))}"
        given = CommandGiven(ctx.source, f"{ROOT} {name}", " ".join(words.split()))
        handler = router.find(given)
        return handler(given, ctx) if handler else _not_understood(ctx, text)

    return answer


_OF_ANYTHING = (Question.HELP, Question.SEARCH, Question.CONTACTS)
"""What may be asked of somebody or something that is called as a customer could be."""
_WITH_REST: dict[Question, Callable[[Context, str, str], Answer]] = {
    Question.CONTACTS: _contacts,
    Question.EXPORT: _as_command("export"),
    Question.MOVE: _as_command("phase"),
    Question.SHARE: _as_command("share"),
}
_ANSWERS: dict[Question, Callable[[Context, str], Answer]] = {
    Question.HELP: lambda ctx, _: Show(help_for(ctx)),
    Question.MISSING: show_missing,
    Question.MINE: lambda ctx, _: show_status(ctx, ALL[0]),
    Question.MY_DUTIES: lambda ctx, _: show_my_duties(ctx),
    Question.APPROVALS: lambda ctx, _: show_approvals(ctx),
    Question.OWED: lambda ctx, text: show_owed(ctx, text, _kind_in(ctx, text)),
    Question.HANDOVER: offer_to_hand_over,
    Question.HEALTH: show_health,
    Question.PROFILE: _profile,
    Question.OWNER: show_owner,
    Question.OWNED: show_owned,
    Question.STATUS: _status,
    Question.GOALS: lambda ctx, text: _records(ctx, text, "goal"),
    Question.CHANGES: lambda ctx, text: _records(ctx, text, "change"),
    Question.ISSUES: _issues,
    Question.DECISIONS: tell_decisions,
    Question.UNTESTED: show_untested,
    Question.TESTS: _tests,
    Question.SATISFACTION: lambda ctx, text: _records(ctx, text, "survey"),
    Question.MEMBERS: show_members,
    Question.CONFIDENTIALITY: show_pledge,
    Question.DECIDERS: draw_orgchart,
    Question.RENEWAL: lambda ctx, text: _records(ctx, text, "renewal"),
}


def _named(ctx: Context, text: str) -> Answer | None:
    """Show what a message does nothing but name: a customer; a record by its number; or a kind of records, narrowed by
    who, when or which, if at all."""
    if NUMBER.search(text):
        if (done := _command_in(ctx, text)) is not None:
            return done
        return Show(whole_card(ctx.store, ctx.voice, by_words(ctx, text)))
    meant = ctx.dossiers(text, Action.VISIT)
    try:
        read = read_filter(ctx, ASKING.sub(" ", text[:_LENGTH]), meant)
    except NotFound:
        return None
    narrowed = read.person or read.choices or read.statuses or read.since or read.until or read.decided
    named = not read.kind and not narrowed and ctx.store.dossiers.named_in(text, Action.VISIT)
    if named and _no_more(named, read.text):
        return show_profile(ctx, text)
    about = _about(read.text)
    # Who says no more than "approved" asks for nothing.
    wanted = read.kind or (read.decided and (read.person or read.since or read.until))
    if not wanted or (read.text and not about):
        return None
    return show_list(ctx, meant_by(ctx, text, Action.VISIT), replace(read, text=about))


def _command_in(ctx: Context, text: str) -> Answer | None:
    """Do what a command does that stands before or behind a record's number: 修改 #2, #2 的历史, return #2 too dear."""
    words = [each for each in _PARTED.split(text.strip().rstrip("。.!！?？")) if each]
    word = words[-1] if NUMBER.match(words[0]) else words[0]
    meant, number = router.named(word, ROOT), NUMBER.search(text)
    if meant is None or number is None or not meant.usage.en.startswith("#"):
        return None
    behind = text[number.start() :].replace(word, " ", 1)
    handler = router.find(given := CommandGiven(ctx.source, f"{ROOT} {meant.name}", behind))
    answer: Answer | None = handler(given, ctx) if handler else None
    return answer


def _no_more(named: list[DossierView], rest: str) -> bool:
    """Tell whether what is left of a message besides customers is nothing but the name of a project, or of a form."""
    return besides(rest, named).strip() in COMPANY


def _not_understood(ctx: Context, text: str) -> Answer:
    courtesy = courtesy_in(text)
    if courtesy is not None and not is_guest(ctx):
        return _returned(ctx, courtesy)
    if is_guest(ctx):
        if courtesy is not None:
            return Show(help_for(ctx))
        return Show(Message((Paragraph((ctx.voice.say("ask-not-understood-guest"),)), *help_for(ctx).blocks[2:])))
    said = Paragraph((ctx.voice.say("ask-not-understood"), "\n", ctx.voice.say("help-questions")))
    return Show(Message((said, Buttons((Button(ctx.voice.say("button-help"), "help"),)))))


_RETURNED = {Courtesy.HELLO: "ask-hello", Courtesy.THANKS: "ask-thanks"}


def _returned(ctx: Context, courtesy: Courtesy) -> Answer:
    """Return a greeting, or thanks, with two things that can be said next, about a dossier of theirs."""
    say, meant = ctx.voice.say, ctx.dossiers()
    greeting = say(_RETURNED[courtesy], name=ctx.store.actor.name)
    examples = say("ask-examples", dossier=meant[0].short_name if meant else "ABC")
    help_button = Button(say("button-help"), "help")
    return Show(Message((Paragraph((greeting, "\n", examples)), Buttons((help_button,)))))


def _asked(ctx: Context, text: str) -> Asked | None:
    """Give what is asked; in everyday words, only where a dossier can be meant: by channel or customer's name."""
    asked = recognise(text)
    if asked is None or not asked.vague or (ctx.channel and ctx.channel.dossier and says_no_more(text)):
        return asked
    # There is nothing else that 谁在负责 can be about.
    if asked.question is Question.OWNER and says_no_more(text):
        return asked
    return asked if ctx.store.dossiers.named_in(text, Action.VISIT) or customer_in(text) else None


def _kind_in(ctx: Context, text: str) -> Kind | None:
    """Give the kind of record a question names."""
    said = text.casefold()
    return next((each for each in ctx.store.kinds if each.command_zh in said or each.command in said), None)
