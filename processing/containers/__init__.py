"""What a file of each format is made of, part by part, and which parts make up the picture."""

from processing.containers.bareness import bare, is_bare
from processing.containers.malformed import Malformed

__all__ = ["Malformed", "bare", "is_bare"]
