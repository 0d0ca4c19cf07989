"""Event documents, as they really come."""

import json
from typing import Any

import pytest

from jobs.store_events import NotAnEvent, created_keys, read
from tests.jobs.events import bridged, first_event, notification, record


def keys(document: Any) -> list[str]:
    """What was created in our bucket."""
    return list(created_keys(document, "pictures"))


def test_each_record_tells_its_key() -> None:
    """Several in one document are all read, in their order."""
    names = ("Put", "Post", "Copy", "CompleteMultipartUpload")
    records = [record(f"incoming/{name}", name=f"ObjectCreated:{name}") for name in names]

    assert keys(notification(*records)) == [f"incoming/{name}" for name in names]


def test_keys_are_decoded() -> None:
    """Plus is a blank, percent is a byte of UTF-8, and a written plus stays one."""
    written = "incoming/Gr%C3%B6%C3%9Fe+38%2B+%281%29.jpg"

    assert keys(notification(record(written))) == ["incoming/Größe 38+ (1).jpg"]


def test_what_is_not_ours_is_left_out() -> None:
    """Other buckets, removals and tags tell nothing new."""
    document = notification(
        record("incoming/1", bucket="theirs"),
        record("incoming/2", name="ObjectRemoved:Delete"),
        record("incoming/3", name="ObjectTagging:Put"),
        record("incoming/4"),
    )

    assert keys(document) == ["incoming/4"]


def test_the_first_event_tells_nothing() -> None:
    """S3 tries the queue once it is configured."""
    assert keys(first_event()) == []


def test_eventbridge_writes_keys_as_they_are() -> None:
    """A plus in a key is a plus there."""
    assert keys(bridged("incoming/a+b c")) == ["incoming/a+b c"]
    assert keys(bridged("incoming/1", kind="Object Deleted")) == []
    assert keys(bridged("incoming/1", bucket="theirs")) == []


def test_sns_wraps_a_document() -> None:
    """A topic between bucket and queue is unpacked."""
    wrapped = {"Type": "Notification", "Message": json.dumps(notification(record("incoming/1")))}

    assert keys(wrapped) == ["incoming/1"]


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        {"Records": "many"},
        {"Records": [{}]},
        {"Records": [{"eventName": "ObjectCreated:Put", "s3": {"object": {"key": 1}}}]},
        {"source": "aws.s3", "detail-type": "Object Created", "detail": {}},
        {"Type": "Notification", "Message": "no JSON"},
    ],
)
def test_nonsense_is_told(document: Any) -> None:
    """What no store writes has a name."""
    with pytest.raises(NotAnEvent):
        keys(document)


def test_what_is_not_json_is_told() -> None:
    """Text in a queue may be anything."""
    with pytest.raises(NotAnEvent):
        read("<xml/>")
