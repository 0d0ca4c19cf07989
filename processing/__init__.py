"""Pictures in, facts and pictures out. No database, no network, no settings."""
