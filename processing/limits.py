"""What one picture may cost."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that one picture may take; whatever goes beyond ends as a typed error."""

    max_bytes: int = 50 * MIB
    max_pixels: int = 100_000_000
    max_frames: int = 1_000
    # Address space of the child. 100 megapixels of RGBA take 400 MB for each copy a codec holds.
    memory_bytes: int = 2048 * MIB
    # Processor time of all threads together, so it may pass the wall time on several cores.
    cpu_seconds: int = 90
    wall_seconds: float = 60.0
    # Largest file that the child may write.
    output_bytes: int = 64 * MIB
