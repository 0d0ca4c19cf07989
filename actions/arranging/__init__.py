"""Groups, collections and products: what belongs together, and in which order."""
