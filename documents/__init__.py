"""What we keep and what must always be true of it."""
