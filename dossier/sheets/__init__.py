"""Tables that other programs export: read as text, recognised by their columns, and turned into records."""
