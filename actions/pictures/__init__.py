"""The way of one picture: checked, made, replaced, and done again."""
