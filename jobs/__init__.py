"""The other door: work that the queue asks for."""
