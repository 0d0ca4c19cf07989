"""The front door and the parts that it starts."""
