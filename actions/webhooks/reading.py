"""Looking at webhooks, their log, and notices."""

from beanie import Document, PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.library import Window
from documents.notices import Notice
from documents.pages import Page, Raw, page
from documents.webhooks import Webhook

ALIVE: Raw = {"deleted_at": None}


async def webhooks(viewer: Viewer | None, window: Window) -> Page:
    """A page of all webhooks."""
    return await _page(viewer, Webhook, ALIVE, window)


async def webhook(viewer: Viewer | None, id: PydanticObjectId) -> Webhook | None:
    """One of them; None where there is none."""
    require(viewer, Permission.MANAGE_WEBHOOKS)
    return await Webhook.alive(id)


async def notices(viewer: Viewer | None, window: Window) -> Page:
    """A page of what people who run the house must be told."""
    return await _page(viewer, Notice, {}, window)


async def _page(viewer: Viewer | None, model: type[Document], where: Raw, window: Window) -> Page:
    require(viewer, Permission.MANAGE_WEBHOOKS)
    return await page(model, where, window.order, first=window.first, after=window.after)
