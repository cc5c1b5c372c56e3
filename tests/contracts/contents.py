"""Kinds and contents the contracts are tried with."""

from dossier.kinds import Kind, kind_named


def _named(name: str) -> Kind:
    kind = kind_named(name)
    assert kind is not None
    return kind


ISSUE, MINUTES, CONTACT, CUSTOMER, CHANGE, DOCUMENT = (
    _named(name) for name in ("issue", "minutes", "contact", "customer", "change", "document")
)
PAYMENT = {"title": "支付失败", "found_on": "2026-11-17", "severity": "high", "status": "open"}
WANG = {"name": "王总", "phone": "13800001234", "email": "wang@example.com", "notes": "喜欢电话"}
