"""Pictures of what the bot shows in Slack, drawn from its real JSON by a small look-alike."""
