"""Slack: events in, messages and forms out."""

EVENTS_PATH = "/slack/events"
