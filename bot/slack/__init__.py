"""Slack: events in, messages and forms out."""
