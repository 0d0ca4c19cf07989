"""Telling shops of the catalogue's changes: who is told, of what, how often it is tried."""
