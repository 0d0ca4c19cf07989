"""Renditions: what they are made of, and making them again."""
