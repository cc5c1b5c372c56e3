"""Kinds and fields of an organisation's own: read from a file, checked, and put beside those of the product."""
