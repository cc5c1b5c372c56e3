"""The product's sentences: the same in both languages, all of them used, none missing, each with the data it needs."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import BaseNode, Message, MessageReference, VariableReference

from chat import standard, texts
from chat.cards.audit import ACTIONS
from chat.platform import Reason
from chat.texts import UnknownText, text, worded
from dossier.commitments import Promise
from dossier.deciding import ApprovalState, RequestState
from dossier.duties import DECIDED
from dossier.escalation import Listener
from dossier.fields import Input
from dossier.handover import HandoverState
from dossier.language import Language
from dossier.looks import Looks
from dossier.tiers import Action
from storage.suggestions import SCOPES

ROOT = Path(__file__).parents[3]
PACKAGES = ("bot", "handlers", "reminders", "storage", "chat", "dossier")
PROBLEMS = ("DossierError", "NotFound", "Conflict", "Refused", "refusal")
# Keys that are put together from the members of an enumeration.
COMPOSED = {
    *(f"problem-refused-{action}" for action in Action),
    *(f"hint-{each}" for each in (Input.DAY, Input.MOMENT, Input.PERSON)),
    *(f"undelivered-{reason}" for reason in Reason),
    *(f"access-{state}" for state in RequestState),
    *(f"access-you-{state}" for state in RequestState),
    *(f"problem-access-{state}" for state in (RequestState.GRANTED, RequestState.DECLINED, RequestState.EXPIRED)),
    *(f"notice-{state}" for state in (ApprovalState.APPROVED, ApprovalState.RETURNED)),
    *(f"problem-approval-{state}" for state in ApprovalState if state is not ApprovalState.OPEN),
    *(f"handover-{state}" for state in HandoverState),
    *(f"problem-handover-{state}" for state in HandoverState if state is not HandoverState.OPEN),
    *(f"nudge-{each}-{to}" for each in DECIDED for to in ("owner", "instead", "channel", "pm", "management")),
    *(f"audit-{action.replace('.', '-')}" for action in ACTIONS),
    *(f"grant-{span}" for span in ("for-good", "day", "week", "month")),
    *(f"suggest-{looks}" for looks in Looks),
    *(f"settings-suggest-{scope}" for scope in SCOPES),
    *(f"settings-suggest-off-{scope}" for scope in SCOPES[1:]),
    *(f"standard-may-{action}" for action in standard.ACTIONS),
    *(f"standard-on-{trigger}" for trigger in (*standard.RAISED, *standard.TIMED)),
    *(f"standard-told-{listener}" for listener in Listener),
    *(f"promise-{what}" for what in (Promise.NDA, Promise.TRAINING)),
    *(f"promise-short-{what}" for what in (Promise.NDA, Promise.TRAINING)),
    *(f"problem-{what}-{why}" for what in (Promise.STANDARD, Promise.TRAINING) for why in ("changed", "not-asked")),
}


@dataclass(frozen=True)
class Use:
    """A sentence called for in the source: its key, where, and the data it is given (None: not to be seen)."""

    key: str
    place: str
    data: frozenset[str] | None


@cache
def _variables(language: Language) -> dict[str, frozenset[str]]:
    """Give the names of the data in every sentence of a language."""
    found: dict[str, Message] = {}
    for file in sorted((ROOT / "chat" / "texts").glob(f"*{language}.ftl")):
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            if isinstance(entry, Message):
                found[entry.id.name] = entry
    return {key: frozenset(_named_in(entry, found)) for key, entry in found.items()}


def _named_in(node: object, sentences: dict[str, Message]) -> Iterator[str]:
    """Give the names of the data in a sentence, and in those it is put together from."""
    if isinstance(node, VariableReference):
        yield node.id.name
    elif isinstance(node, MessageReference):
        yield from _named_in(sentences[node.id.name], sentences)
    elif isinstance(node, list):
        yield from (name for each in node for name in _named_in(each, sentences))
    elif isinstance(node, BaseNode):
        yield from (name for each in vars(node).values() for name in _named_in(each, sentences))


@cache
def _sources() -> dict[str, ast.Module]:
    files = (file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py")))
    return {str(file.relative_to(ROOT)): ast.parse(file.read_text(encoding="utf-8")) for file in files}


def _uses() -> Iterator[Use]:
    for file, tree in _sources().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                place = f"{file}:{node.lineno}"
                for key in _literals(node.args[0]):
                    if name == "say" and key.islower() and "-" in key:
                        yield Use(key, place, _keywords(node))
                    elif name in ("Notice", "Problem"):
                        yield Use(key, place, _entries(node))
                    elif name in PROBLEMS:
                        yield Use(f"problem-{key}", place, _keywords(node))


def _literals(node: ast.expr) -> list[str]:
    """Give the string literals an argument can be: one, or those of both branches."""
    if isinstance(node, ast.IfExp):
        return [*_literals(node.body), *_literals(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _keywords(node: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in node.keywords]
    return None if None in names else frozenset(name for name in names if name)


def _entries(node: ast.Call) -> frozenset[str] | None:
    if len(node.args) < 2:
        return frozenset()
    given = node.args[1]
    if not isinstance(given, ast.Dict) or not all(isinstance(key, ast.Constant) for key in given.keys):
        return None
    return frozenset(str(key.value) for key in given.keys if isinstance(key, ast.Constant))


def test_both_languages_say_the_same_things() -> None:
    assert texts.keys(Language.ZH) ^ texts.keys(Language.EN) == set()
    assert len(texts.keys(Language.ZH)) > 100


def test_no_key_stands_twice_in_a_file() -> None:
    for file in sorted((ROOT / "chat" / "texts").glob("*.ftl")):
        body = FluentParser().parse(file.read_text(encoding="utf-8")).body
        keys = [entry.id.name for entry in body if isinstance(entry, Message)]
        assert len(keys) == len(set(keys)), f"{file.name}: {sorted({key for key in keys if keys.count(key) > 1})}"


@pytest.mark.parametrize("language", list(Language), ids=str)
def test_in_feishu_a_channel_is_called_a_group(language: Language) -> None:
    foreign = re.compile(r"频道|私信|/invite|[Cc]hannel|[Dd]irect message")
    said = {
        key: worded("feishu", language, key, **dict.fromkeys(names, "项目"))
        for key, names in _variables(language).items()
    }
    assert {key: each for key, each in said.items() if foreign.search(each)} == {}
    assert worded("slack", language, "bind-which") == text(language, "bind-which") != said["bind-which"]
    # Feishu has no mark before a group's name.
    assert worded("feishu", language, "notice-bound", channel="ABC", title="ABC").count("#") == 0


def test_what_every_platform_shows_alike_names_no_platforms_channels() -> None:
    said = {
        (file, str(given.value))
        for file, tree in _sources().items()
        if not file.startswith(("bot/slack/", "bot/web/"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Label"
        for given in node.args
        if isinstance(given, ast.Constant)
    }
    assert len(said) > 100
    assert {each for each in said if re.search("频道|私信|[Cc]hannel|[Dd]irect message", each[1])} == set()


def test_what_a_platform_says_in_words_of_its_own_is_said_in_both_languages() -> None:
    own = {}
    for language in Language:
        body = FluentParser().parse((ROOT / "chat" / "texts" / f"words-{language}.feishu.ftl").read_text("utf-8")).body
        own[language] = {entry.id.name: entry for entry in body if isinstance(entry, Message)}
        common = _variables(language)
        assert {
            key for key, each in own[language].items() if not set(_named_in(each, own[language])) <= common[key]
        } == set()
    assert own[Language.ZH].keys() == own[Language.EN].keys()


def test_both_languages_are_made_of_the_same_data() -> None:
    # A list of labels, or a label, is given in both languages at once: each sentence takes its own.
    own = {Language.ZH: "zh", Language.EN: "en"}
    said = {
        language: {key: {"label" if name == own[language] else name for name in names} for key, names in found.items()}
        for language, found in ((language, _variables(language)) for language in Language)
    }
    assert {key for key in said[Language.ZH] if said[Language.ZH][key] != said[Language.EN][key]} == set()


@pytest.mark.parametrize("language", list(Language), ids=str)
@pytest.mark.parametrize("value", [0, 1, 2, "词"])
def test_every_sentence_can_be_said(language: Language, value: object) -> None:
    for key, names in _variables(language).items():
        spoken = text(language, key, **dict.fromkeys(names, value))
        assert spoken.strip()
        assert "{" not in spoken


def test_every_sentence_the_source_calls_for_exists() -> None:
    uses = list(_uses())
    assert len(uses) > 100

    assert {(use.key, use.place) for use in uses if use.key not in texts.keys(Language.EN)} == set()


def test_every_sentence_is_given_all_its_data() -> None:
    starved = {
        (use.key, use.place, tuple(sorted(needed - use.data)))
        for use in _uses()
        if use.data is not None and use.key in texts.keys(Language.EN)
        for needed in (_variables(Language.ZH)[use.key] | _variables(Language.EN)[use.key],)
        if needed - use.data
    }
    assert starved == set()


def test_every_composed_key_exists() -> None:
    assert texts.keys(Language.EN) >= COMPOSED


def test_no_sentence_is_there_for_nothing() -> None:
    constants = {
        node.value
        for tree in _sources().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    used = constants | {f"problem-{each}" for each in constants} | {f"button-{each}" for each in constants} | COMPOSED

    assert texts.keys(Language.EN) - used == set()


def test_english_is_english_and_chinese_is_chinese() -> None:
    for key, names in _variables(Language.EN).items():
        assert Language.spoken_in(text(Language.EN, key, **dict.fromkeys(names, 1))) is Language.EN, key


def test_an_unknown_sentence_is_a_mistake_in_the_program() -> None:
    with pytest.raises(UnknownText, match="no-such-key"):
        text(Language.EN, "no-such-key")
    with pytest.raises(UnknownText, match="notice-saved"):
        text(Language.EN, "notice-saved", name="only this")


def test_everything_that_is_audited_has_words() -> None:
    noted = {
        key
        for tree in _sources().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add" and node.args
        if isinstance(node.func.value, ast.Attribute) and node.func.value.attr == "audit"
        for key in _literals(node.args[0])
    }
    assert len(noted) > 30
    assert noted - set(ACTIONS) == set()


@pytest.mark.parametrize(
    ("need", "kind", "said"),
    [
        (1, "UAT 反馈", "缺 UAT 反馈"),
        (1, "会议纪要", "缺会议纪要"),
        (3, "需求 PRD", "需求 PRD 只有 1/3 份"),
        (3, "需求", "需求只有 1/3 份"),
    ],
)
def test_a_latin_word_that_is_filled_into_chinese_stands_apart_from_it_on_either_side(
    need: int, kind: str, said: str
) -> None:
    assert text(Language.ZH, "loss-missing", need=need, kind=kind, have=1) == said


def test_what_is_set_apart_in_the_sentence_already_is_so_once() -> None:
    said = text(Language.ZH, "nudge-passed", name="Ann", title="ABC")
    assert said == "Ann 不再为 ABC 做记录，之前欠的从现在起转给"


@pytest.mark.parametrize("length", [2_000, 2_501, 20_000])
@pytest.mark.parametrize("language", list(Language), ids=str)
def test_what_is_filled_in_may_be_as_long_as_a_text_can_be(language: Language, length: int) -> None:
    comment = "字" * length
    said = text(language, "approval-returned", name="Ann", comment=comment)
    assert comment in said
    assert len(said) < length + 40
