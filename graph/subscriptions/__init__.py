"""Following: one file a subscription."""
