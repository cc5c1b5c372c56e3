"""Pictures of what the bot shows in Feishu, drawn from its real JSON by a small look-alike."""
