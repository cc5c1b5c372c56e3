"""The two languages of the product and labels that exist in both."""

import re
from dataclasses import dataclass
from enum import StrEnum

# What sentences are held together by, in one language and in the other.
_ENGLISH = re.compile(
    r"\b(?:who|whose|what|which|when|where|how|is|are|was|were|has|have|does|did|the|by|of|for|from|in|about|with|show"
    r"|list|find|search|my|our)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]{3,}", re.IGNORECASE)
_CHINESE = re.compile(r"[的了吗呢吧谁哪几么啥缺还没有是在把给请看查找搜列欠最近上下本这那]")


class Language(StrEnum):
    """A language people can choose; the value is its BCP 47 tag."""

    ZH = "zh-CN"
    EN = "en-US"

    @property
    def own_name(self) -> str:
        """What its speakers call it."""
        return "简体中文" if self is Language.ZH else "English"

    @classmethod
    def of(cls, tag: str | None, default: "Language") -> "Language":
        """Give the language for a BCP 47 tag such as `en-GB` or `zh`; `default` for any other."""
        start = (tag or "").lower().split("-")[0].split("_")[0]
        return {"zh": cls.ZH, "en": cls.EN}.get(start, default)

    @classmethod
    def spoken_in(cls, text: str) -> "Language":
        """Guess the language of a sentence: Chinese as soon as it holds a Chinese character."""
        return cls.ZH if any("\u3400" <= char <= "\u9fff" for char in text) else cls.EN

    @classmethod
    def asked_in(cls, question: str, own: "Language | None" = None) -> "Language":
        """Guess the language of a question, which may name what is called in the other: changes approved by 王芳.

        Of words of both that are no sentence in either, as in "status 会员", it is the asker's `own`.
        """
        if _ENGLISH.search(question) and not _CHINESE.search(question):
            return cls.EN
        spoken = cls.spoken_in(question)
        mixed = spoken is cls.ZH and _WORD.search(question) and not _CHINESE.search(question)
        return own if own is not None and mixed else spoken


@dataclass(frozen=True, slots=True)
class Label:
    """A name in both languages."""

    zh: str
    en: str

    def to(self, language: Language) -> str:
        """Give the name in a language."""
        return self.zh if language is Language.ZH else self.en

    def both(self) -> tuple[str, str]:
        """Give both names, Chinese first."""
        return self.zh, self.en
