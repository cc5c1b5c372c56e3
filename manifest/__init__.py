"""What to register at Slack and Feishu, generated from kinds and commands."""
