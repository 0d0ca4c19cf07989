"""Bringing what the catalogue shows to a shop, and taking back what it shows no longer."""
