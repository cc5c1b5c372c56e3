"""Feishu and Lark: what the bot says as cards, what comes in as events."""

EVENTS_PATH, CARDS_PATH = "/feishu/events", "/feishu/cards"
