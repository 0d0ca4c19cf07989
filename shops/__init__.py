"""Shops that pictures are brought to. No database, no store, no settings, no connections."""
