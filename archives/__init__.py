"""Archives and lists that strangers send, read with care. No database, no network, no settings."""
