"""Feishu and Lark: what the bot says as cards, what comes in as events."""
