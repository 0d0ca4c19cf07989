"""Files that clients send: through us, or to the store directly."""
