"""Reading: one file a query."""
