"""One row for each picture: the columns of tables and sheets."""

from collections.abc import Callable

from feeds.items import File, Picture, Product

Cell = str | int | None
Column = Callable[[Product, Picture], Cell]

WEBP = "image/webp"


def _focal(place: int) -> Column:
    return lambda _, one: str(one.focal_point[place]) if one.focal_point else None


def _of_file(read: Callable[[File], Cell], content_type: str = "image/jpeg") -> Column:
    def cell(_: Product, one: Picture) -> Cell:
        file = one.largest(content_type)
        return read(file) if file else None

    return cell


# Files by their largest JPEG, which every shop takes; JSON Lines have them all.
COLUMNS: dict[str, Column] = {
    "imageId": lambda _, one: one.id,
    "productCode": lambda product, _: product.code,
    "productName": lambda product, _: product.name,
    "role": lambda _, one: one.role,
    "position": lambda _, one: one.position,
    "title": lambda _, one: one.title,
    "description": lambda _, one: one.description,
    "altText": lambda _, one: one.alt_text,
    "decorative": lambda _, one: "true" if one.decorative else "false",
    "credit": lambda _, one: one.credit,
    "copyrightNotice": lambda _, one: one.copyright_notice,
    "licenseUrl": lambda _, one: one.license_url,
    "digitalSourceType": lambda _, one: one.digital_source_type,
    "dominantColor": lambda _, one: one.dominant_color,
    "thumbHash": lambda _, one: one.thumb_hash,
    "focalX": _focal(0),
    "focalY": _focal(1),
    "url": _of_file(lambda file: file.url),
    "width": _of_file(lambda file: file.width),
    "height": _of_file(lambda file: file.height),
    "bytes": _of_file(lambda file: file.size),
    "webpUrl": _of_file(lambda file: file.url, WEBP),
    "version": lambda _, one: one.version,
    "updatedAt": lambda _, one: one.updated_at.isoformat(),
}


def cells(product: Product, picture: Picture) -> list[Cell]:
    """The row of a picture."""
    return [read(product, picture) for read in COLUMNS.values()]
