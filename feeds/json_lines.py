"""JSON Lines: a JSON object a line, one for each picture, with all that shops may see of it."""

from typing import Any

import orjson

from feeds.items import File, Picture, Product, Written


class JsonLines:
    """Needs no heading and no end, so that a part of it can be read."""

    def begin(self) -> bytes:
        """Nothing."""
        return b""

    def one(self, product: Product) -> Written:
        """A line for each picture."""
        data = b"".join(
            orjson.dumps(_told(product, one), option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z)
            for one in product.pictures
        )
        return Written(data, len(product.pictures))

    def end(self) -> bytes:
        """Nothing."""
        return b""


def _told(product: Product, one: Picture) -> dict[str, Any]:
    focal = one.focal_point
    return {
        "id": one.id,
        "productCode": product.code,
        "productName": product.name,
        "role": one.role,
        "position": one.position,
        "title": one.title,
        "description": one.description,
        "altText": one.alt_text,
        "altTexts": dict(one.alt_texts),
        "decorative": one.decorative,
        "credit": one.credit,
        "copyrightNotice": one.copyright_notice,
        "licenseUrl": one.license_url,
        "digitalSourceType": one.digital_source_type,
        "dominantColor": one.dominant_color,
        "thumbHash": one.thumb_hash,
        "focalPoint": {"x": focal[0], "y": focal[1]} if focal else None,
        "version": one.version,
        "updatedAt": one.updated_at,
        "renditions": [_file(file) for file in one.files],
    }


def _file(file: File) -> dict[str, Any]:
    return {
        "preset": file.preset,
        "url": file.url,
        "width": file.width,
        "height": file.height,
        "bytes": file.size,
        "contentType": file.content_type,
    }
