"""The kinds of records, one file each; importing this package declares them all."""

from dossier.records import change, contact, customer, issue, minutes

__all__ = ["change", "contact", "customer", "issue", "minutes"]
