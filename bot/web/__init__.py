"""The local web chat of the demo."""
