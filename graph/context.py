"""What a resolver is handed: who asks, and the parts of the house."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, TypeAlias, TypeVar

import strawberry
from beanie import Document, PydanticObjectId
from starlette.requests import HTTPConnection
from strawberry.dataloader import DataLoader

from actions.access import ANYBODY, Viewer, known
from actions.accounts.identity import identify, present
from actions.accounts.rules import AccountRules
from actions.analysing.rules import AnalysisRules
from actions.analysing.suggestions import load_suggestions
from actions.arranging.smart_lists import (
    SmartAsked,
    load_errors,
    load_smart_counts,
    load_smart_pages,
)
from actions.arriving.incoming import UploadRules
from actions.deleting.retention import Retention
from actions.delivery import Deliver
from actions.downloading.downloads import load_downloads
from actions.errors import Unauthenticated
from actions.exporting.asking import load_exports
from actions.exporting.reports import SkipsAsked, load_skip_pages
from actions.importing.reading import (
    ItemsAsked,
    load_imports,
    load_item_counts,
    load_item_pages,
)
from actions.importing.sources import ImportRules
from actions.library import load, load_products
from actions.limiting.budgets import Budgets
from actions.lists import Asked, load_counts, load_pages
from actions.metadata.custom_fields import load_fields
from actions.metadata.raw import load_raw_metadata
from actions.operating.listing import About, load_subjects
from actions.persisting.documents import NamedDocuments
from actions.pictures.duplicates import SameFile, SamePicture, load_same, load_similar
from actions.pictures.file_versions import load_versions
from actions.progress import Hub
from actions.publishing.feed import load_positions
from actions.publishing.freshness import Freshness
from actions.readiness.rules import ChannelRules
from actions.reviewing.approval import ApprovalRules
from actions.webhooks.log import Asked as DeliveriesAsked
from actions.webhooks.log import load_counts as load_delivery_counts
from actions.webhooks.log import load_pages as load_delivery_pages
from actions.webhooks.rules import bounds
from documents.collections import Collection
from documents.custom_fields import CustomField
from documents.downloads import Wanted
from documents.groups import ImageGroup
from documents.hearing import LIBRARY, PEOPLE
from documents.images import Image
from documents.jobs import Job
from documents.likeness import Similar
from documents.pages import Page, Raw
from documents.products import Product
from documents.suggestions import SuggestionState
from fetching.rules import FetchRules
from graph.compiled.packing import Fragments
from graph.following import rechecked
from graph.session_cookie import CookieUnavailable, SessionCookie
from processing.presets import BUILT_IN, Presets
from processing.quality.thresholds import Thresholds
from storage.bucket import Bucket
from storage.links import Presigner
from storage.upload_links import UploadPresigner

Event = TypeVar("Event")
Loader: TypeAlias = DataLoader[PydanticObjectId, Raw | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The parts that the front door opened and hands to everybody who is let in."""

    bucket: Bucket
    links: Presigner
    upload_links: UploadPresigner
    hub: Hub
    deliver: Deliver
    accounts: AccountRules
    uploads: UploadRules
    published_url: Callable[[str], str]
    retention: Retention = field(default_factory=Retention)
    imports: ImportRules = field(default_factory=ImportRules)
    analysis: AnalysisRules = field(default_factory=AnalysisRules)
    presets: Presets = BUILT_IN
    channels: ChannelRules = field(default_factory=ChannelRules)
    approval: ApprovalRules = field(default_factory=ApprovalRules)
    thresholds: Thresholds = field(default_factory=Thresholds)
    public_catalog: bool = False
    catalog_seconds: int = 30
    freshness: Freshness = field(default_factory=Freshness)
    library: Freshness = field(default_factory=partial(Freshness, read=LIBRARY))
    people: Freshness = field(default_factory=partial(Freshness, read=PEOPLE))
    # How much is kept of pages of the library, 0 for nothing; and of the rows that they show.
    kept_bytes: int = 0
    fragments: Fragments | None = None
    webhooks: FetchRules = field(default_factory=bounds)
    # Whether pictures are brought to a shop.
    pushes: bool = False
    budgets: Budgets = field(default_factory=Budgets)
    documents: NamedDocuments = field(default_factory=NamedDocuments)
    introspection: bool = True


@dataclass
class Context:
    """One request, or one websocket for as long as it is open."""

    connection: HTTPConnection
    house: House
    connection_params: dict[str, Any] = field(default_factory=dict)
    # None where no answer could set one: over a websocket, and in a stream.
    cookie: SessionCookie | None = None
    refusal: Unauthenticated | None = None
    _viewer: Viewer | None = None

    async def identify(self, credentials: Mapping[str, Any]) -> None:
        """Find out who asks. A wrong token refuses only what needs one: see `viewer`."""
        try:
            self._viewer = await identify(self.house.accounts, credentials)
        except Unauthenticated as error:
            self.refusal = error

    @property
    def signed_in(self) -> bool:
        """Whether somebody asks whom we know."""
        return self._viewer is not None

    @property
    def viewer(self) -> Viewer | None:
        """Who asks; None where no token was sent. Raises Unauthenticated for a wrong one."""
        if self.refusal is not None:
            raise self.refusal
        return self._viewer

    @property
    def reader(self) -> Viewer | None:
        """Who reads the catalogue: as `viewer`, but anybody may where it is open."""
        return self.viewer or (ANYBODY if self.house.public_catalog else None)

    def somebody(self) -> Viewer:
        """Who asks. Raises Unauthenticated where nobody does."""
        return known(self.viewer)

    def own_cookie(self) -> SessionCookie:
        """The cookie, for pages of our own. Refused: CookieUnavailable."""
        if self.cookie is None or not self.cookie.is_ours:
            raise CookieUnavailable
        return self.cookie

    async def while_signed_in(self, events: AsyncIterator[Event]) -> AsyncIterator[Event]:
        """Pass `events` on, until the account or session behind this websocket ends."""
        async with aclosing(rechecked(events, self._recheck)) as passed:
            async for event in passed:
                yield event

    async def _recheck(self) -> None:
        self._viewer = await present(self.somebody())

    @property
    def client(self) -> str:
        """The address that the client comes from, for rate limits."""
        return self.connection.client.host if self.connection.client else "unknown"

    @cached_property
    def images(self) -> Loader:
        """Images by id."""
        return self._loader(Image)

    @cached_property
    def file_versions(self) -> DataLoader[PydanticObjectId, list[Raw]]:
        """The files of images, by the image's id; none for one that was never replaced."""
        return DataLoader(load_fn=lambda ids: load_versions(self.viewer, ids), cache=False)

    @cached_property
    def raw_metadata(self) -> DataLoader[PydanticObjectId, dict[str, Any] | None]:
        """All tags of images' files, by the image's id."""
        return DataLoader(load_fn=lambda ids: load_raw_metadata(self.viewer, ids), cache=False)

    @cached_property
    def downloads(self) -> DataLoader[Wanted, tuple[Raw | None, Raw | None]]:
        """Files made to be taken along, each with the job that makes it."""
        return DataLoader(load_fn=lambda wanted: load_downloads(self.viewer, wanted), cache=False)

    @cached_property
    def suggestions(
        self,
    ) -> DataLoader[tuple[PydanticObjectId, SuggestionState | None], list[Raw]]:
        """What models suggest for images, by the image's id, in a state or in any."""
        return DataLoader(load_fn=lambda asked: load_suggestions(self.viewer, asked), cache=False)

    @cached_property
    def custom_fields(self) -> DataLoader[str, CustomField | None]:
        """Fields of the house's own, by key."""
        return DataLoader(load_fn=lambda keys: load_fields(self.viewer, keys), cache=False)

    @cached_property
    def groups(self) -> Loader:
        """Groups by id."""
        return self._loader(ImageGroup)

    @cached_property
    def collections(self) -> Loader:
        """Collections by id."""
        return self._loader(Collection)

    @cached_property
    def exports(self) -> Loader:
        """Exports by id, with their jobs; none of those of others."""
        return DataLoader(load_fn=lambda ids: load_exports(self.viewer, ids), cache=False)

    @cached_property
    def export_skip_pages(self) -> DataLoader[SkipsAsked, Page]:
        """Pages of the reports of exports that were loaded for the viewer."""
        return DataLoader(load_fn=load_skip_pages, cache=False)

    @cached_property
    def imports(self) -> Loader:
        """Imports by id; none of those of others that the viewer may not see."""
        return DataLoader(load_fn=lambda ids: load_imports(self.viewer, ids), cache=False)

    @cached_property
    def import_item_pages(self) -> DataLoader[ItemsAsked, Page]:
        """Pages of the items of imports that were loaded for the viewer."""
        return DataLoader(load_fn=load_item_pages, cache=False)

    @cached_property
    def import_item_counts(self) -> DataLoader[ItemsAsked, int]:
        """How many items imports have that were loaded for the viewer."""
        return DataLoader(load_fn=load_item_counts, cache=False)

    @cached_property
    def delivery_pages(self) -> DataLoader[DeliveriesAsked, Page]:
        """Pages of the logs of webhooks."""
        return DataLoader(
            load_fn=lambda asked: load_delivery_pages(self.viewer, asked), cache=False
        )

    @cached_property
    def delivery_counts(self) -> DataLoader[DeliveriesAsked, int]:
        """How many deliveries the logs of webhooks have."""
        return DataLoader(
            load_fn=lambda asked: load_delivery_counts(self.viewer, asked), cache=False
        )

    @cached_property
    def jobs(self) -> Loader:
        """Jobs by id."""
        return self._loader(Job)

    @cached_property
    def job_subjects(self) -> DataLoader[About, PydanticObjectId | None]:
        """What jobs are about that do not say so themselves."""
        return DataLoader(load_fn=lambda jobs: load_subjects(self.viewer, jobs), cache=False)

    @cached_property
    def products_by_id(self) -> Loader:
        """Products by id."""
        return self._loader(Product)

    @cached_property
    def products(self) -> DataLoader[str, Raw | None]:
        """Products by code."""
        return DataLoader(load_fn=lambda codes: load_products(self.viewer, codes), cache=False)

    @cached_property
    def image_pages(self) -> DataLoader[Asked, Page]:
        """Pages of the images of groups, collections and products."""
        return DataLoader(load_fn=lambda asked: load_pages(self.viewer, asked), cache=False)

    @cached_property
    def image_counts(self) -> DataLoader[Asked, int]:
        """How many images groups, collections and products have."""
        return DataLoader(load_fn=lambda asked: load_counts(self.viewer, asked), cache=False)

    @cached_property
    def smart_pages(self) -> DataLoader[SmartAsked, Page]:
        """Pages of what kept filters find."""
        return DataLoader(load_fn=lambda asked: load_smart_pages(self.viewer, asked), cache=False)

    @cached_property
    def smart_counts(self) -> DataLoader[SmartAsked, int]:
        """How many images kept filters find."""
        return DataLoader(load_fn=lambda asked: load_smart_counts(self.viewer, asked), cache=False)

    @cached_property
    def filter_errors(self) -> DataLoader[Raw, list[Exception]]:
        """Why kept filters find nothing any more."""
        return DataLoader(load_fn=lambda kept: load_errors(self.viewer, kept), cache=False)

    @cached_property
    def catalog_positions(self) -> DataLoader[tuple[str | None, PydanticObjectId], int]:
        """The places of published images on their products, by product code and image id."""
        return DataLoader(load_fn=lambda asked: load_positions(self.reader, asked), cache=False)

    @cached_property
    def same_images(self) -> DataLoader[SameFile | SamePicture, list[Raw]]:
        """Images with the file or the pixels of another one."""
        return DataLoader(load_fn=lambda asked: load_same(self.viewer, asked), cache=False)

    @cached_property
    def similar_images(self) -> DataLoader[Similar, list[tuple[Raw, int]]]:
        """Images that look like another one, with how near they are."""
        return DataLoader(load_fn=lambda asked: load_similar(self.viewer, asked), cache=False)

    def _loader(self, model: type[Document]) -> Loader:
        # Batches, but keeps nothing: a websocket lives long, and what it asks for changes.
        return DataLoader(load_fn=lambda ids: load(self.viewer, model, ids), cache=False)


Info: TypeAlias = strawberry.Info[Context, None]
