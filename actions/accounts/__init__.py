"""Accounts, sign-in, keys of shops, and the people of the house."""
