"""Archives of dossiers as they were before they had hashes."""

from typing import Any


def unchained(whole: dict[str, Any]) -> dict[str, Any]:
    """Give an archive in its second version: nothing in it has a hash."""
    whole = {name: value for name, value in whole.items() if name not in ("hash", "chain")}
    for name in ("records", "files", "people"):
        whole[name] = [_bare(each) for each in whole[name]]
    return whole | {"version": 2}


def _bare(part: dict[str, Any]) -> dict[str, Any]:
    bare = {name: value for name, value in part.items() if name not in ("hash", "sha256")}
    if "revisions" in bare:
        bare["revisions"] = [_bare(each) for each in bare["revisions"]]
    return bare
