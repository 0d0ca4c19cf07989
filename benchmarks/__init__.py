"""Measurements of the real service; run them by hand, never as tests."""
