"""What a message looks like: precision first, on a labelled set of ordinary talk, near-misses and the real thing."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dossier.kinds import kind_named
from dossier.looks import Looks, brings_document, looks_like, worth_asking

_SET: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("looks.jsonl").read_text(encoding="utf-8").splitlines()
]
# Written when the rules were done, and looked at once; the others were there to learn from.
HELD_OUT = [each for each in _SET if each["held_out"]]


def measured(messages: list[dict[str, Any]]) -> tuple[float, float]:
    """Give precision and recall: how much of what was found is right, and how much of what is there was found."""
    found = [(each["looks"], looks_like(each["text"])) for each in messages]
    right = sum(wanted == given for wanted, given in found if given is not None)
    return right / sum(given is not None for _, given in found), right / sum(wanted is not None for wanted, _ in found)


def test_the_set_is_mostly_ordinary_talk_and_has_every_look_in_both_languages() -> None:
    count = Counter(each["looks"] for each in _SET)
    assert count[None] > len(_SET) / 2
    for looks in Looks:
        texts = [each["text"] for each in _SET if each["looks"] == looks]
        chinese = sum(any("\u4e00" <= sign <= "\u9fff" for sign in text) for text in texts)
        assert min(chinese, len(texts) - chinese) >= 10, looks


@pytest.mark.parametrize(("messages", "least"), [(_SET, 0.95), (HELD_OUT, 0.95)], ids=["all", "held out"])
def test_nearly_everything_that_is_found_is_right(messages: list[dict[str, Any]], least: float) -> None:
    precision, recall = measured(messages)
    assert precision >= least
    assert recall >= 0.8


def test_a_look_is_a_kind_of_record() -> None:
    assert all(kind_named(looks) is not None for looks in Looks)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/change 客户要求登录页加短信验证",
        "／变更 客户要求登录页加短信验证",
        "> 客户要求登录页加短信验证\n好的，收到",
        "客户要求登录页加短信验证吗？",
    ],
)
def test_commands_quotes_and_questions_are_ordinary_talk(text: str) -> None:
    assert looks_like(text) is None


@pytest.mark.parametrize("piece", ["客户要求", "A", "customer wants to ", "- ", "1.一、", "等", "\t", "closed the "])
def test_only_the_beginning_of_a_text_is_read_whatever_it_is_made_of(piece: str) -> None:
    hostile = piece * (2_000_000 // len(piece))
    assert looks_like(hostile + "\n支付失败的问题已修复，原因是网关超时，已上线") is None


@pytest.mark.parametrize(
    ("text", "files", "brings"),
    [
        ("", ["需求评审.docx"], True),
        ("这是评审稿", ["截图.png", "ABC 需求确认 v2.PDF"], True),
        ("", ["截图.png", "notes.txt"], False),
        ("这份是最新的吗？", ["需求评审.docx"], False),
        ("/导入", ["defects.xlsx"], False),
        ("docx", [], False),
    ],
)
def test_a_document_is_told_by_the_names_of_files_unless_something_is_asked(
    text: str, files: list[str], brings: bool
) -> None:
    assert brings_document(text, files) is brings
    assert worth_asking(text, files) is brings
