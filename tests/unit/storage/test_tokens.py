"""Search tokens: Chinese words are found just as a scan for the letters would find them, others by their beginning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.tokens import Term, fts5, normal, terms, tokens, tsquery

_HAN = st.sampled_from("登录页加短信验证支付失败的一二㐀鿿𠀀豈々")
_MIXED = st.text(alphabet=st.one_of(_HAN, st.sampled_from("ab1 ,。|_-\n'\"*():&!<>")), max_size=40)


def _found(query: str, text: str) -> bool:
    """Match as the engines do: each term's tokens stand next to each other in the text, the last one may go on."""
    there = tokens(text).split()
    return all(
        any(
            there[at : at + len(term.tokens) - 1] == list(term.tokens[:-1])
            and at + len(term.tokens) <= len(there)
            and (
                there[at + len(term.tokens) - 1].startswith(term.tokens[-1])
                if term.prefix
                else there[at + len(term.tokens) - 1] == term.tokens[-1]
            )
            for at in range(len(there))
        )
        for term in terms(query)
    )


@given(_MIXED, st.text(alphabet=_HAN, min_size=1, max_size=2))
def test_one_and_two_chinese_characters_are_found_exactly_as_by_a_scan(text: str, word: str) -> None:
    assert _found(word, text) is (normal(word) in normal(text))


@given(_MIXED, st.text(alphabet=_HAN, min_size=3, max_size=6))
def test_no_longer_chinese_word_is_missed(text: str, word: str) -> None:
    assert _found(word, text + word + text)
    if _found(word, text):
        assert normal(word) in normal(text)


@given(st.text(max_size=80))
def test_a_text_is_found_by_every_word_it_is_indexed_under(text: str) -> None:
    assert all(_found(run, text) for run in tokens(text).split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("登录页", "登录 录页 页"),
        ("页", "页"),
        ("ABC登录 v2.3", "abc 登录 录 v2 3"),
        ("ＡＢＣ，１２", "abc 12"),
        ("Straße", "strasse"),
        ("user_name", "user name"),
        ("こんにちは 안녕", "こん んに にち ちは は 안녕 녕"),
        ("x" * 100, "x" * 60),
        ("，。 !", ""),
    ],
)
def test_tokens_are_pairs_and_words(text: str, expected: str) -> None:
    assert tokens(text) == expected


def test_a_query_asks_for_all_its_words() -> None:
    assert terms("短信验证 API") == [Term(("短信", "信验", "验证"), prefix=False), Term(("api",), prefix=True)]
    assert terms("信") == [Term(("信",), prefix=True)]
    assert len(terms("a " * 1000)) == 20


@given(st.text(max_size=60))
def test_nothing_typed_can_leave_its_quotes(query: str) -> None:
    """What is typed reaches both engines as quoted tokens of letters and digits, free of operators."""
    for term in terms(query):
        assert not set("".join(term.tokens)) & set("\"'*():&|!<>\\ ")
    if not terms(query):
        assert fts5(query, ["d1"]) is None
        assert tsquery(query, ["d1"]) is None
