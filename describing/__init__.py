"""Asking a model what a picture shows; no database, no store, no settings."""
