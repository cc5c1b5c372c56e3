"""What somebody wants exported, and in which form."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dossier.kinds import Kind, Kinds
from dossier.language import Label


class What(StrEnum):
    """What is exported: a dossier as a whole, its cover, the records of a kind, or one record."""

    DOSSIER = "dossier"
    COVER = "cover"
    LIST = "list"
    RECORD = "record"


class Format(StrEnum):
    """The form it takes; the value is the extension of the file."""

    WORD = "docx"
    PDF = "pdf"
    EXCEL = "xlsx"
    CSV = "csv"
    JSON = "json"
    ZIP = "zip"

    @property
    def label(self) -> Label:
        """What people call it."""
        return _LABELS[self]


_LABELS = {
    Format.WORD: Label("Word 文档", "Word document"),
    Format.PDF: Label("PDF", "PDF"),
    Format.EXCEL: Label("Excel 表格", "Excel sheet"),
    Format.CSV: Label("CSV 表格", "CSV table"),
    Format.JSON: Label("JSON 数据", "JSON data"),
    Format.ZIP: Label("ZIP 压缩包", "ZIP archive"),
}

FORMATS = {
    What.DOSSIER: (Format.WORD, Format.PDF, Format.EXCEL, Format.CSV, Format.JSON, Format.ZIP),
    What.COVER: (Format.WORD, Format.PDF),
    What.LIST: (Format.EXCEL, Format.CSV, Format.JSON),
    What.RECORD: (Format.WORD, Format.PDF, Format.CSV, Format.JSON),
}
"""The forms each can take, the usual one first."""


@dataclass(frozen=True, slots=True)
class Request:
    """An export that is wanted of a dossier (its id); `record` and `kind` where it is one, or those of one kind.

    `reveal` says that sensitive fields are wanted too, as far as whoever asks may see them.
    """

    dossier: str
    what: What
    format: Format
    kind: Kind | None = None
    record: str = ""
    reveal: bool = False

    def data(self) -> dict[str, str | int]:
        """Give it as a job keeps it."""
        return {
            "dossier": self.dossier,
            "what": self.what.value,
            "format": self.format.value,
            "kind": self.kind.name if self.kind else "",
            "record": self.record,
            "reveal": int(self.reveal),
        }

    @classmethod
    def of(cls, data: Mapping[str, str | int], kinds: Kinds) -> "Request":
        """Read what `data` gave, with the kinds of the organisation."""
        return cls(
            str(data["dossier"]),
            What(str(data["what"])),
            Format(str(data["format"])),
            kinds.named(str(data["kind"])) if data["kind"] else None,
            str(data["record"]),
            bool(data["reveal"]),
        )
