"""Pictures of the demo: a channel with what was asked in it, and the weekly health report."""
