"""Why an import, or one of its items, is refused."""

from actions.errors import Refused


class NothingToImport(Refused):
    """A call names nothing that could be imported."""

    code = "NO_FILES"

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} is empty: name one or more.")
        self.path = (field,)


class NothingToRetry(Refused):
    """Every item of the import is accounted for, and none was refused."""

    code = "NOTHING_TO_RETRY"

    def __init__(self) -> None:
        super().__init__("No item of this import was refused: there is nothing to retry.")


class InvalidPrefix(Refused):
    """What is to be imported from the bucket is not named as a folder below ours."""

    code = "INVALID_PREFIX"
    path = ("prefix",)

    def __init__(self, root: str) -> None:
        super().__init__(
            f"A prefix is the beginning of keys below {root!r}, at most 512 characters, without "
            "control characters and without empty parts or parts of dots: leave out the rest."
        )
        self.params = {"root": root, "max": 512}


class PlaceWithoutProduct(Refused):
    """A place on a product was given for an item that is on none."""

    code = "PRODUCT_CODE_MISSING"

    def __init__(self) -> None:
        super().__init__("A position or role needs a product: give a product code along with it.")
