"""Google Merchant Center's pictures of a product: which of ours are fit, and for what.

Figures of https://support.google.com/merchants/answer/6324350 (image_link; 500 x 500 pixels for
all products from 31 January 2027), /6324370 (additional_image_link, at most ten), /9103186
(lifestyle_image_link, which takes no WebP) and /6324405 (id, at most 50 characters).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from feeds.addresses import written
from feeds.cells import is_safe
from feeds.items import File, Picture, Product, Skip, SkipReason, without

LEAST_SIDE = 500
MOST_PIXELS, MOST_BYTES = 64_000_000, 16 * 1000**2
MOST_ADDITIONAL = 10
LONGEST_ID = 50
LIFESTYLE, SWATCH = "LIFESTYLE", "SWATCH"
# JPEG is taken for every attribute.
ENDINGS = {"image/jpeg": (".jpg", ".jpeg")}


@dataclass(frozen=True, slots=True)
class Entry:
    """A product of the feed: the addresses of its pictures."""

    id: str
    image_link: str
    additional: Sequence[str]
    lifestyle: str | None

    @property
    def pictures(self) -> int:
        """How many there are."""
        return 1 + len(self.additional) + (self.lifestyle is not None)


def entry(product: Product) -> tuple[Entry | None, list[Skip]]:
    """What Google is told of a product, and the pictures that are left out.

    The first picture that is no LIFESTYLE is `image_link`, the first LIFESTYLE one is
    `lifestyle_image_link`; where there are only such, the first is `image_link`.
    """
    if refusal := _refusal(product):
        reason, facts = refusal
        return None, list(without(product, reason, **facts).skipped)
    fit, skipped = _fit(product.pictures)
    main = next((one for one in fit if one[0].role != LIFESTYLE), fit[0] if fit else None)
    if main is None or product.code is None:
        return None, skipped
    rest = [one for one in fit if one is not main]
    scene = next((one for one in rest if one[0].role == LIFESTYLE), None)
    more = [one for one in rest if one is not scene]
    skipped += [
        Skip(picture, SkipReason.TOO_MANY_IMAGES, {"limit": MOST_ADDITIONAL})
        for picture, _ in more[MOST_ADDITIONAL:]
    ]
    additional = [url for _, url in more[:MOST_ADDITIONAL]]
    return Entry(product.code, main[1], additional, scene[1] if scene else None), skipped


def _refusal(product: Product) -> tuple[SkipReason, Mapping[str, int]] | None:
    if product.code is None:
        return SkipReason.NO_PRODUCT, {}
    if len(product.code) > LONGEST_ID:
        return SkipReason.CODE_TOO_LONG, {"limit": LONGEST_ID, "actual": len(product.code)}
    if product.before:
        return SkipReason.TOO_MANY_IMAGES, {"limit": MOST_ADDITIONAL}
    return None if is_safe(product.code) else (SkipReason.CODE_UNSAFE, {})


def _fit(pictures: Sequence[Picture]) -> tuple[list[tuple[Picture, str]], list[Skip]]:
    fit: list[tuple[Picture, str]] = []
    skipped: list[Skip] = []
    for one in pictures:
        judged = _judged(one)
        if isinstance(judged, Skip):
            skipped.append(judged)
        else:
            fit.append((one, judged))
    return fit, skipped


def _judged(picture: Picture) -> str | Skip:
    """The address of the largest file that is fit, or why the largest of all is not."""
    made = [one for one in picture.files if one.content_type in ENDINGS]
    if not made:
        return Skip(picture, SkipReason.TYPE_REFUSED)
    made.sort(key=lambda one: one.width * one.height, reverse=True)
    refusals = []
    for file in made:
        refusal = _unfit(file)
        url = written(file.url)
        if refusal is None and url is not None:
            return url
        refusals.append(refusal or SkipReason.URL_REFUSED)
    largest = made[0]
    facts = {"width": largest.width, "height": largest.height, "bytes": largest.size}
    return Skip(picture, refusals[0], facts)


def _unfit(file: File) -> SkipReason | None:
    if min(file.width, file.height) < LEAST_SIDE:
        return SkipReason.IMAGE_TOO_SMALL
    if file.width * file.height > MOST_PIXELS or file.size > MOST_BYTES:
        return SkipReason.IMAGE_TOO_LARGE
    if not urlsplit(file.url).path.lower().endswith(ENDINGS[file.content_type]):
        return SkipReason.TYPE_REFUSED
    return None
