"""Looking for pictures: conditions, words, places, facets, looks."""
