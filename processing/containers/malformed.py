"""What a walker says of a file that it cannot walk."""

# Honest files stay far below; what has more would only cost time.
MOST_PARTS = 100_000


class Malformed(Exception):
    """The file is not laid out as its format says, so nobody can tell what is in it."""
