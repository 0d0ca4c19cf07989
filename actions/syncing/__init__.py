"""Comparing what is kept with what is stored, and putting it right."""
