"""Documents that clients name instead of sending them."""
