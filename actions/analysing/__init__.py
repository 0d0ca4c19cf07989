"""Asking models about pictures, and what becomes of their suggestions."""
