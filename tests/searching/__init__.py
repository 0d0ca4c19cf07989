"""Looking for pictures."""
