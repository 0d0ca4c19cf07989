"""Python's garbage collector, in processes that stay."""

import gc

# New containers before the youngest are looked through: a page of pictures makes thousands.
YOUNG = 5_000


def spare_what_is_here() -> None:
    """Take what exists now for permanent; call it once all is set up.

    Schema, documents and libraries are half a million objects that never become garbage. Looking
    through them took a quarter of a second a time, in which nobody was answered.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
