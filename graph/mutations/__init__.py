"""Changing: one file an operation, with its input, its payload and its resolver."""
