"""Following pictures live."""
