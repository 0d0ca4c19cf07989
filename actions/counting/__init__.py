"""Numbers: what comes in, what is decided, how long it takes, and what is stored."""
