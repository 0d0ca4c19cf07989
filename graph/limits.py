"""How large a document may be."""

# Enough for every document that people write; what is deeper is an attack or a mistake.
MOST_DEPTH, MOST_ALIASES, MOST_TOKENS = 12, 30, 2_000
