"""The outside: platform adapters, delivery, settings, wiring and the command line."""
