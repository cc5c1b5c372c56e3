"""What may be attached, as far as its name and size tell before it is fetched; and what it is called with us."""

import re
import unicodedata

from dossier.errors import DossierError

MOST_MEGABYTES = 100
"""How large one file may be; Feishu gives out no larger ones either."""
MOST_BYTES = MOST_MEGABYTES * 1024 * 1024

_LENGTH, _NAME_BYTES, _EXTENSION_BYTES = 200, 240, 40
_FORBIDDEN = re.compile(r'[:*?"<>|]')
# No chat gives a file such a name by itself.
_LEADS_OUT = re.compile(r"(?:^|[\\/])\.\.(?:[\\/]|$)")
_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)", re.IGNORECASE)
# Control characters, what is not seen or turns the direction of a text, halves of letters.
_UNSEEN = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
_ENDING = re.compile(r"\.(?:tar\.)?(?=[0-9]*[a-z])[a-z0-9]{1,8}$", re.IGNORECASE | re.ASCII)
# What runs when somebody opens it on Windows, macOS or a telephone.
_PROGRAMS = "apk app appx bat cmd com cpl dll exe hta jar jse lnk msc msi msix pif ps1 reg scr url vbe vbs wsf wsh"
_SCRIPTS = "bash command csh fish ksh sh zsh"
_RUNS = frozenset(f"{_PROGRAMS} {_SCRIPTS}".split())
# Documents of Office that are to hold macros, which run when somebody opens them.
_MACROS = frozenset(("docm", "dotm", "ppam", "potm", "ppsm", "pptm", "xlam", "xlsm", "xltm"))


def plain_name(given: str) -> str:
    """Give what a file is called with us: the last part of a path, without what no file system takes, in 240 bytes."""
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rstrip("/").rpartition("/")[2]
    name = "".join(each for each in name if unicodedata.category(each) not in _UNSEEN)
    name = _FORBIDDEN.sub("-", " ".join(name.split())).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension.encode()) > _EXTENSION_BYTES:
        stem, dot, extension = name, "", ""
    room = _NAME_BYTES - len(f"{dot}{extension}".encode())
    stem = stem[:_LENGTH].encode()[:room].decode(errors="ignore").strip(" .") or "file"
    name = f"{stem}{dot}{extension}"
    # `nul.txt` is the device NUL to Windows, whatever follows the dot.
    return f"_{name}" if _RESERVED.match(name) else name


def without_extension(name: str) -> str:
    """Give what a file is called without its extension; what has no letter (`v1.2`) is none."""
    return _ENDING.sub("", name) or name


def is_program(name: str) -> bool:
    """Tell whether what is called so runs when somebody opens it."""
    return _extension(name) in _RUNS


def _extension(name: str) -> str:
    _, dot, extension = plain_name(name).rpartition(".")
    return extension.casefold() if dot else ""


def check(name: str, size: int) -> None:
    """Raise DossierError for what is not taken, whatever is in it. `size` is in bytes, 0 where it is not known."""
    if _LEADS_OUT.search(name) or "\0" in name:
        raise DossierError("file-name-unsafe", name=plain_name(name))
    if size > MOST_BYTES:
        raise DossierError("file-size", name=plain_name(name), max=MOST_MEGABYTES)
    if is_program(name):
        raise DossierError("file-program", name=plain_name(name))
    if _extension(name) in _MACROS:
        raise DossierError("file-macros", name=plain_name(name))
