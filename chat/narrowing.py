"""What narrows a list of records, found in words: somebody's name, and the choices of a kind's fields."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from dossier.deciding import ApprovalState
from dossier.fields import FieldSpec, Input, Option
from dossier.kinds import Kind, Kinds

# What people call a field besides its labels.
_ALSO = {"severity": ("优先级", "严重性", "级别", "priority")}
_CHINESE = "\u4e00-\u9fff"
_LATIN = rf"[^\W{_CHINESE}]"
_NOT_YET = re.compile(
    r"(?:需要?|要)?重新(?:批准|审批|审核|评审)的?|\bneeds? (?:new )?approval again\b"
    r"|(?:还没有?|尚未|没有|[还正]?在?等着?待?|[未没待])\s*(?:被|获得?)?\s*(?:批准|审批|审核|评审)(?:通过)?[的了]?"
    r"|[还正]?在?(?:审批|审核|评审)(?:之?中|阶段)的?|已?提交(?:了|过)?(?:审批|审核)的?"
    r"|\b(?:not|never|n['’]t)\s+(?:yet\s+)?(?:been\s+)?approved(?:\s+yet)?\b|\bunapproved\b"
    r"|\b(?:still\s+)?(?:waiting (?:for|on)|wait for|await(?:ing)?|pending|needs?) (?:an? )?approvals?\b"
    r"|\b(?:waiting )?to be approved\b|\bsubmitted(?: for approval)?\b|\bin (?:review|approval)\b",
    re.IGNORECASE,
)
# What was decided is said by these words; 通过 alone is also what a test or an acceptance came to.
_DECIDED = (
    (
        ApprovalState.APPROVED,
        (
            r"(?:已经?|获|被)*(?:批准|获批|(?<!审)批(?=[过了])|(?:审批|审核|评审)?通过)(?:审批|审核|评审)?[过了的]*"
            r"|\b(?:approved|approve|approvals?|signed off)\b"
        ),
    ),
    (
        ApprovalState.RETURNED,
        r"(?:已经?|被)*(?:驳回|退回|打回|拒绝)[过了的]*|\b(?:rejected|declined|returned|turned down|refused)\b",
    ),
)
_APPROVED_ANY = re.compile(
    r"(?:已经?|获|被)?(?:批准|获批)[过了的]*|(?<!审)批[过了]|\b(?:approved|approve|approvals|signed off)\b",
    re.IGNORECASE,
)
# Who asks means themselves: what they made or are to do; of somebody else that they are to do it.
_MINE = re.compile(
    r"由?我(?:在|来)?(?:负责|处理|跟进)|(?:分配?|指派|派)给我|我名下|(?:^|(?<=\s))我的(?=\s|$)"
    r"|\b(?:assigned to|owned by|handled by)\s+me\b|\bmy\b",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(
    r"(?:分配?|指派|派)给|[在来]?(?:负责|处理(?!中)|跟进)|名下|\b(?:assigned to|owned by|handled by)\b", re.IGNORECASE
)
_JOINING = r"\s*(?:为|是|[:：=]|\bis\b|\bof\b)?\s*"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Options that words name, by field; the kind whose fields they are, and the words without them."""

    kind: Kind | None
    options: tuple[tuple[str, tuple[str, ...]], ...]
    rest: str


def name_in(words: str, names: Collection[str]) -> tuple[str | None, str]:
    """Find one of some names in words, with or without its `@`: gives it and the words without it.

    Of names that begin alike the longest is meant; one in Latin letters is a word of its own, whatever stands between
    its parts: `LiLei's` names Li Lei.
    """
    said = _bare(words)
    for name in sorted((each for each in names if len(each) > 1 and _bare(each) in said), key=len, reverse=True):
        parts = r"[\s._-]*".join(re.escape(part) for part in re.split(r"[\s._-]+", name) if part)
        chinese = re.search(f"[{_CHINESE}]", name)
        word = parts if chinese else rf"(?<!{_LATIN}){parts}(?:['’]s)?(?!{_LATIN})"
        if match := re.search(rf"[@＠]?{word}", words, re.IGNORECASE):
            return name, f"{words[: match.start()]} {words[match.end() :]}"
    return None, words


def choices_in(words: str, kind: Kind | None, kinds: Kinds) -> Chosen:
    """Find the options of a kind's fields in words; without a kind, of the first that has a field words name with one.

    An option is found by its name in either language, beside its field's name or alone: `severity high`, 高优先级,
    已修复. Of one Chinese character it stands alone: 中 is no option in 中午.
    """
    for each in [kind] if kind else kinds:
        found, rest = [], words
        for spec in each.fields:
            if spec.input is Input.CHOICE and not spec.sensitive:
                values, rest = _options(spec, rest, alone=kind is not None)
                found += [(spec.name, values)] if values else []
        if found:
            return Chosen(each, tuple(found), rest)
    return Chosen(kind, (), words)


def decided_in(words: str, kind: Kind | None) -> tuple[ApprovalState | None, str]:
    """Find in words that records of a kind were approved, or returned: gives that and the words without it.

    Nothing for a kind that nobody approves, and for words that one of its choices is called by. Without a kind only
    what was approved is found, of any.
    """
    if kind is None:
        found = None if _NOT_YET.search(words) else _APPROVED_ANY.search(words)
        return (ApprovalState.APPROVED, f"{words[: found.start()]} {words[found.end() :]}") if found else (None, words)
    if kind.approve is None:
        return None, words
    outcomes = {option.label.zh for spec in kind.fields if spec.name != "status" for option in spec.options}
    for state, pattern in _DECIDED:
        found = re.search(pattern, words, re.IGNORECASE)
        if found and not any(found[0].strip("已了的过") in each for each in outcomes):
            return state, f"{words[: found.start()]} {words[found.end() :]}"
    return None, words


def undecided_in(words: str, kind: Kind | None) -> tuple[tuple[str, ...], str]:
    """Find in words that records are yet to be approved: gives the statuses of those and the words without that."""
    spec = kind.field("status") if kind and kind.approved else None
    found = _NOT_YET.search(words)
    if kind is None or spec is None or found is None:
        return (), words
    left = tuple(option.value for option in spec.options if not kind.is_decided(option.value))
    return left, f"{words[: found.start()]} {words[found.end() :]}"


def whose_in(words: str, *, named: bool) -> tuple[bool, bool, str]:
    """Find in words whether records are of who asks, if nobody is `named`, and whether that is who is to do them.

    Gives both, and the words without that.
    """
    found = None if named else _MINE.search(words)
    if not named and found is None:
        return False, False, words
    owned = _ASSIGNED.search(found[0] if found else words) is not None
    return found is not None, owned, (_ASSIGNED if named else _MINE).sub(" ", words)


def _options(spec: FieldSpec, words: str, *, alone: bool) -> tuple[tuple[str, ...], str]:
    field = _any(dict.fromkeys((*spec.names, *_ALSO.get(spec.name, ()))))
    found = []
    # 未处理 before 处理: what holds another option's name is looked for first.
    for option in sorted(spec.options, key=lambda each: -len(each.label.zh)):
        name = _any(option.label.both())
        forms = [rf"{field}{_JOINING}{name}(?![a-z])", rf"{name}[\s-]*的?{field}"]
        forms += [_alone(option)] if alone else []
        words, times = re.subn("|".join(forms), " ", words, flags=re.IGNORECASE)
        found += [option.value] if times else []
    return tuple(found), words


def _alone(option: Option) -> str:
    zh, en = (re.escape(each) for each in option.label.both())
    short = rf"(?<![{_CHINESE}]){zh}(?=的|[^{_CHINESE}]|$)"
    return rf"{zh if len(option.label.zh) > 1 else short}|(?<![a-z]){en}(?![a-z])"


def _any(names: Iterable[str]) -> str:
    return "(?:" + "|".join(rf"(?<![a-z]){re.escape(n)}(?![a-z])" if n.isascii() else re.escape(n) for n in names) + ")"


def _bare(text: str) -> str:
    return re.sub(r"[\s._-]", "", text).casefold()
