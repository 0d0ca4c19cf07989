"""Files from addresses that strangers give. No database, no store, no settings."""
