"""The types that clients see, each prepared whole from a raw row."""
