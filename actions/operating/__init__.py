"""Seeing all work, and helping it along: what whoever runs the house does."""
