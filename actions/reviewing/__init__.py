"""Decisions about pictures."""
