"""The indexes of images: each serves one filter in keyset order.

Indexes of lists leave deleted pictures out rather than begin with `deleted_at`: every one that
begins so is tried for every list, whatever it asks for.
"""

from pymongo import ASCENDING, DESCENDING, IndexModel

from documents.custom_fields import CUSTOM_INDEXES
from documents.finding_indexes import ALIVE, FINDING_INDEXES
from documents.likeness_indexes import LIKENESS
from documents.products import ProductRole
from documents.qualities import QUALITY_INDEXES
from documents.readiness import READINESS_INDEXES
from documents.review_queue import QUEUE_INDEXES
from documents.validity_indexes import VALIDITY_INDEXES

# The index by which published images are found.
IN_SHOP_ORDER = "published_in_order"

INDEXES = [
    IndexModel([("original.clash_key", ASCENDING)], unique=True),
    *LIKENESS,
    *CUSTOM_INDEXES,
    *FINDING_INDEXES,
    *READINESS_INDEXES,
    *QUALITY_INDEXES,
    *QUEUE_INDEXES,
    *VALIDITY_INDEXES,
    # Which record names a key: see documents.named.
    IndexModel([("original.key", ASCENDING)], name="key"),
    IndexModel([("renditions.key", ASCENDING)], name="rendition_key"),
    IndexModel(
        [("publication.renditions.key", ASCENDING)],
        name="published_key",
        partialFilterExpression={"publication.at": {"$type": "date"}},
    ),
    IndexModel([("state", ASCENDING), ("updated_at", ASCENDING)]),
    *(
        IndexModel(
            [
                *((field, ASCENDING) for field in fields),
                (order, DESCENDING),
                ("_id", DESCENDING),
                # Beanie takes indexes of the same fields for one, and a queue has the bare order.
                *([] if fields else [("deleted_at", ASCENDING)]),
            ],
            partialFilterExpression=ALIVE,
        )
        for fields in (
            (),
            ("review.state",),
            ("state",),
            ("product_code",),
            ("group_id",),
            ("collection_ids",),
        )
        for order in ("created_at", "updated_at")
    ),
    # Those that are deleted are let go of too.
    *(IndexModel([(field, ASCENDING)]) for field in ("group_id", "collection_ids")),
    *(
        IndexModel(
            [(moment, DESCENDING), ("_id", DESCENDING)],
            name=name,
            partialFilterExpression={moment: {"$type": "date"}},
        )
        for name, moment in (("trash", "deleted_at"), ("purged", "purged_at"))
    ),
    IndexModel(
        [
            ("product_code", ASCENDING),
            ("product_position", ASCENDING),
            ("publication.at", ASCENDING),
            ("_id", ASCENDING),
        ],
        name=IN_SHOP_ORDER,
        partialFilterExpression={"publication.at": {"$type": "date"}},
    ),
    IndexModel(
        [
            ("deleted_at", ASCENDING),
            ("product_code", ASCENDING),
            ("product_position", ASCENDING),
            ("_id", ASCENDING),
        ],
        name="placed",
    ),
    IndexModel(
        [("product_code", ASCENDING)],
        name="one_main",
        unique=True,
        partialFilterExpression={"product_role": ProductRole.MAIN.value},
    ),
]
