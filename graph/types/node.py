"""Relay's object identification."""

import strawberry


@strawberry.interface(description="Anything with a global id; `node` finds it again.")
class Node:
    """An object with a global id."""

    id: strawberry.ID = strawberry.field(description="Opaque and global; never changes.")


@strawberry.type(description="Where a page of a connection lies.")
class PageInfo:
    """Relay's page info for forward paging."""

    has_previous_page: bool = strawberry.field(
        description="Whether rows come before this page, as far as paging forward can tell."
    )
    start_cursor: str | None = strawberry.field(
        description="The cursor of the first row. Null for an empty page."
    )
    has_next_page: bool = strawberry.field(description="Whether more follows `endCursor`.")
    end_cursor: str | None = strawberry.field(
        description="The cursor of the last row: pass it as `after`. Null for an empty page."
    )
