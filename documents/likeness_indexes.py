"""The indexes of images by which those that are alike find each other."""

from pymongo import ASCENDING, IndexModel

LIKENESS = [
    IndexModel([("original.sha256", ASCENDING), ("_id", ASCENDING)], name="same_file"),
    *(
        IndexModel(
            [(field, ASCENDING), ("_id", ASCENDING)],
            name=name,
            partialFilterExpression={field: {"$exists": True}},
        )
        for name, field in (
            ("same_picture", "facts.pixel_hash"),
            ("similar", "facts.perceptual_hash"),
        )
    ),
    IndexModel(
        [("group_id", ASCENDING), ("original.folded_name", ASCENDING), ("_id", ASCENDING)],
        name="same_name",
        partialFilterExpression={"original.folded_name": {"$exists": True}},
    ),
]
