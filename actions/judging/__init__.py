"""Whether pictures are fit to sell."""
