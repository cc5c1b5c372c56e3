"""What a file is: by how it looks inside, never by what it is called or said to be; programs are refused."""

import re
import zipfile
from contextlib import suppress

import filetype

from dossier.errors import DossierError
from storage.spool import Spool

ANYTHING = "application/octet-stream"
TEXT = "text/plain"
_HEAD = 64 * 1024
_ZIP = "application/zip"
_TYPE = 200
# What runs when somebody opens it, whatever it is called.
_PROGRAMS = {"application/x-msdownload", "application/x-executable", "application/java-archive"}
# How programs begin that the library has no name for: Mach-O of either order and for several machines, Java's classes
# (which share a beginning with the latter), Android's.
_BEGINNINGS = (
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"dex\n",
)
# A script names the program that runs it on its first line.
_SCRIPT = re.compile(rb"(?:\xef\xbb\xbf)?#![ \t]*/")
_MACROS = "application/vnd.ms-office.vbaproject"
_MACRO_PARTS = ("word/vbaProject.bin", "xl/vbaProject.bin", "ppt/vbaProject.bin")
# What is called so is a picture, a PDF or a document of Office to whoever opens it.
_SORTS = {
    **dict.fromkeys(("png", "jpg", "jpeg", "jfif", "gif", "webp", "bmp", "tif", "tiff"), "picture"),
    "pdf": "pdf",
    **dict.fromkeys(("docx", "dotx", "odt"), "word"),
    **dict.fromkeys(("xlsx", "xltx", "ods"), "sheet"),
    **dict.fromkeys(("pptx", "ppsx", "potx", "odp"), "slides"),
}
_OFFICE_SORTS = ("word", "sheet", "slides")
_UNREADABLE = (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError, KeyError)
# One that is locked with a password is wrapped in this, and one packed in a way we do not know is a ZIP all the same.
_WRAPPED = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK")
# Something may stand before it; the programs that show one look so far.
_PDF_BEGINS = 1024
_OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


_FOUND = {"application/pdf": "pdf", TEXT: "text", **dict(zip(_OFFICE.values(), _OFFICE_SORTS, strict=True))}


def media_type(spool: Spool) -> str:
    """Give what a file is inside; what has no mark of its own is text where it reads as text, else anything."""
    head = spool.head(_HEAD)
    if head.startswith(_BEGINNINGS) or _SCRIPT.match(head):
        return "application/x-executable"
    guessed = filetype.guess_mime(head)
    if guessed is None:
        return TEXT if reads_as_text(head) else ANYTHING
    if head.startswith(b"PK"):
        return _packed_type(spool)
    return str(guessed)


def refuse_programs(kind: str, name: str) -> None:
    """Raise DossierError for what runs when it is opened."""
    if kind in _PROGRAMS:
        raise DossierError("file-program", name=name)
    if kind == _MACROS:
        raise DossierError("file-macros", name=name)


def refuse_disguised(kind: str, spool: Spool, name: str) -> None:
    """Raise DossierError for what is called a picture, a PDF or a document of Office and is plainly something else: it
    would never open.

    One kind of picture under the name of another is shown all the same, and a picture from Feishu has no name but the
    one we give it; of what has no mark nobody can tell.
    """
    _, dot, extension = name.rpartition(".")
    called, found = _SORTS.get(extension.casefold(), "") if dot else "", _sort(kind)
    head = spool.head(_PDF_BEGINS)
    if not called or found == called or kind == ANYTHING or not head or (called == "pdf" and b"%PDF-" in head):
        return
    if called in _OFFICE_SORTS and found == "other" and head.startswith(_WRAPPED) and not _is_plain_zip(spool):
        return
    raise DossierError("file-disguised", name=name, called=called, found=found)


def _is_plain_zip(spool: Spool) -> bool:
    """Tell whether something is a ZIP that can be read, and nothing in it says that it is a document."""
    try:
        with zipfile.ZipFile(spool.file) as packed:
            return {"[Content_Types].xml", "mimetype"}.isdisjoint(packed.namelist())
    except _UNREADABLE:
        return False


def _sort(kind: str) -> str:
    return "picture" if kind.startswith("image/") else _FOUND.get(kind, "other")


def reads_as_text(head: bytes) -> bool:
    """Tell whether the beginning of a file reads as text, in UTF-8, UTF-16 with its mark, or GB 18030."""
    return decoded(head) is not None


def decoded(head: bytes) -> str | None:
    """Give the beginning of a file as text, None where it is none. The last letter may be cut in two."""
    encodings = ("utf-16",) if head.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        for cut in range(4):
            with suppress(UnicodeDecodeError):
                text = head[: len(head) - cut].decode(encoding)
                if not any(letter < " " and letter not in "\t\n\r\f\x1b" for letter in text):
                    return text
    return None


def _packed_type(spool: Spool) -> str:
    try:
        with zipfile.ZipFile(spool.file) as packed:
            names = set(packed.namelist())
            entry = packed.getinfo("mimetype") if "mimetype" in names else None
            if entry is not None and entry.file_size < _TYPE and entry.compress_type == zipfile.ZIP_STORED:
                # OpenDocument and EPUB say what they are in an entry that is not packed.
                return packed.read(entry).decode("ascii")
    except _UNREADABLE:
        return _ZIP
    if "META-INF/MANIFEST.MF" in names or "AndroidManifest.xml" in names:
        return "application/java-archive"
    if not names.isdisjoint(_MACRO_PARTS):
        return _MACROS
    return next((kind for entry, kind in _OFFICE.items() if entry in names), _ZIP)
