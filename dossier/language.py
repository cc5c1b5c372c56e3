"""The two languages of the product and labels that exist in both."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language people can choose; the value is its BCP 47 tag."""

    ZH = "zh-CN"
    EN = "en-US"

    @classmethod
    def of(cls, tag: str | None, default: "Language") -> "Language":
        """Give the language for a BCP 47 tag such as `en-GB` or `zh`; `default` for any other."""
        start = (tag or "").lower().split("-")[0].split("_")[0]
        return {"zh": cls.ZH, "en": cls.EN}.get(start, default)

    @classmethod
    def spoken_in(cls, text: str) -> "Language":
        """Guess the language of a sentence: Chinese as soon as it holds a Chinese character."""
        return cls.ZH if any("\u3400" <= char <= "\u9fff" for char in text) else cls.EN


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
