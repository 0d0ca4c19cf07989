"""Catalogues in the formats of shops, written piece by piece. No database, network or settings."""
