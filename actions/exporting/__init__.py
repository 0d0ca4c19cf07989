"""Exports of the catalogue: files that shops take in."""
