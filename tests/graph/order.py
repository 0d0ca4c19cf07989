"""What people do to keep pictures in order, as single steps."""

from typing import Any

from tests import photos
from tests.graph.documents import ERRORS
from tests.graph.steps import upload
from tests.server import Client, Sent

GROUP = "id version name description eventName eventDate imageCount images { nodes { id } }"
COLLECTION = "id version name description imageCount cover { id } images { nodes { id } }"
PLACED = "id version productCode productRole productPosition"
PRODUCT = f"id version code name imageCount images {{ nodes {{ {PLACED} }} }}"
# What each mutation gives back, besides its errors.
GIVES = {
    "createImageGroup": f"group {{ {GROUP} }}",
    "updateImageGroup": f"group {{ {GROUP} }}",
    "deleteImageGroup": "deletedId",
    "moveImages": "images { id version group { id } }",
    "createCollection": f"collection {{ {COLLECTION} }}",
    "updateCollection": f"collection {{ {COLLECTION} }}",
    "deleteCollection": "deletedId",
    "addImagesToCollection": f"addedIds collection {{ {COLLECTION} }}",
    "removeImagesFromCollection": f"removedIds collection {{ {COLLECTION} }}",
    "reorderCollection": f"movedIds collection {{ {COLLECTION} }}",
    "createProduct": f"product {{ {PRODUCT} }}",
    "updateProduct": f"product {{ {PRODUCT} }}",
    "deleteProduct": "deletedId",
    "placeImages": f"images {{ {PLACED} }}",
    "reorderProductImages": f"images {{ {PLACED} }}",
}
NOBODY = "SW1hZ2U6NjUwMDAwMDAwMDAwMDAwMDAwMDAwMDAw"
Json = dict[str, Any]


def document(mutation: str) -> str:
    """The text of a mutation."""
    kind = mutation[0].upper() + mutation[1:]
    return (
        f"mutation ($input: {kind}Input!) "
        f"{{ {mutation}(input: $input) {{ {GIVES[mutation]} {ERRORS} }} }}"
    )


async def do(client: Client, mutation: str, **input: Any) -> Json:
    """The payload of a mutation."""
    return dict((await client.ask(document(mutation), input=input))[mutation])


async def done(client: Client, mutation: str, **input: Any) -> Json:
    """The payload of a mutation that must have no errors."""
    payload = await do(client, mutation, **input)
    assert payload["userErrors"] == []
    return payload


async def uploaded(client: Client, count: int, **said: Any) -> list[str]:
    """The ids of new pictures, in the order of their files."""
    files = [Sent(f"{number}.jpg", photos.jpeg()) for number in range(count)]
    return [result["imageId"] for result in await upload(client, *files, **said)]


async def group(client: Client, name: str = "May") -> str:
    """The id of a new group."""
    return str((await done(client, "createImageGroup", name=name))["group"]["id"])


async def collection(client: Client, *image_ids: str) -> str:
    """The id of a new collection with these images."""
    id = str((await done(client, "createCollection", name="Summer"))["collection"]["id"])
    if image_ids:
        await done(client, "addImagesToCollection", collectionId=id, imageIds=list(image_ids))
    return id


async def found(client: Client, kind: str, id: str) -> Json | None:
    """A group or a collection as `node` gives it; None where there is none."""
    fields = GROUP if kind == "ImageGroup" else COLLECTION
    query = f"query ($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ {fields} }} }} }}"
    node = (await client.ask(query, id=id))["node"]
    return None if node is None else dict(node)


async def order(client: Client, id: str) -> list[str]:
    """The images of a collection, walked through page by page."""
    query = """query ($id: ID!, $after: String) { collection(id: $id) { images(
        first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } } }"""
    walked, after = [], None
    while True:
        page = (await client.ask(query, id=id, after=after))["collection"]["images"]
        walked += [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return walked


async def on_product(client: Client, code: str) -> list[tuple[str, str, int | None]]:
    """The images of a product: id, role and position, in order."""
    query = f"query ($code: String!) {{ libraryProduct(code: $code) {{ {PRODUCT} }} }}"
    nodes = (await client.ask(query, code=code))["libraryProduct"]["images"]["nodes"]
    return [(node["id"], node["productRole"], node["productPosition"]) for node in nodes]


def paths(payload: Json) -> list[tuple[str, list[str]]]:
    """Code and path of each error of a payload."""
    return [(error["code"], error["path"]) for error in payload["userErrors"]]
