"""Into the trash, back from it, and away for good."""
