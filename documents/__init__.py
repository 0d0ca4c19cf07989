"""What we keep and what must always be true of it."""

from typing import Any

from beanie import Document, init_beanie
from pymongo.asynchronous.database import AsyncDatabase

from documents.answers import Answer
from documents.api_keys import ApiKey
from documents.archives import Archive
from documents.attempts import Attempts
from documents.audit import AuditEntry
from documents.audit_exports import AuditExport
from documents.budgets import Budget
from documents.built_indexes import BuiltIndexes
from documents.bulk_edits import BulkEdit, BulkEditBatch, BulkEditRow
from documents.catalog import CatalogRow
from documents.catalog_checks import CatalogCheck
from documents.catalog_products import CatalogProduct
from documents.changes import Change
from documents.collections import Collection
from documents.custom_fields import CustomField
from documents.deliveries import Delivery
from documents.downloads import Download
from documents.export_skips import ExportSkip
from documents.exports import Export
from documents.feed import Feed
from documents.file_versions import FileVersion
from documents.fingerprints import Fingerprint
from documents.groups import ImageGroup
from documents.images import Image
from documents.import_items import ImportItem
from documents.imports import Import
from documents.indexing import build
from documents.jobs import Job
from documents.memberships import Membership
from documents.metadata_exports import MetadataExport
from documents.metadata_imports import MetadataImport, MetadataImportRow
from documents.metadata_revisions import MetadataRevision
from documents.notices import Notice
from documents.persisted_queries import PersistedQuery
from documents.products import Product
from documents.raw_metadata import RawMetadata
from documents.regenerations import Regeneration
from documents.retired_keys import RetiredKey
from documents.review_rules import ReviewRules
from documents.sessions import UserSession
from documents.shop_files import ShopCopy, ShopPush
from documents.spending import Spending
from documents.stat_ledger import Counted
from documents.stat_progress import StatProgress
from documents.stats import StatBucket, StatKey
from documents.suggestions import Suggestion
from documents.syncs import Finding, Synchronization
from documents.turns import Turn
from documents.twin_walks import TwinWalk
from documents.uploads import Upload
from documents.users import User
from documents.webhooks import Webhook

MODELS: tuple[type[Document], ...] = (
    Answer,
    ApiKey,
    Archive,
    Attempts,
    AuditEntry,
    AuditExport,
    Budget,
    BuiltIndexes,
    BulkEdit,
    BulkEditBatch,
    BulkEditRow,
    CatalogCheck,
    CatalogProduct,
    CatalogRow,
    Change,
    Collection,
    Counted,
    CustomField,
    Delivery,
    Download,
    Export,
    ExportSkip,
    Feed,
    FileVersion,
    Fingerprint,
    Finding,
    Image,
    ImageGroup,
    Import,
    ImportItem,
    Job,
    Membership,
    MetadataExport,
    MetadataImport,
    MetadataImportRow,
    MetadataRevision,
    Notice,
    PersistedQuery,
    Product,
    RawMetadata,
    Regeneration,
    RetiredKey,
    ReviewRules,
    ShopCopy,
    ShopPush,
    Spending,
    StatBucket,
    StatKey,
    StatProgress,
    Suggestion,
    Synchronization,
    Turn,
    TwinWalk,
    Upload,
    User,
    UserSession,
    Webhook,
)


async def bind(database: AsyncDatabase[Any]) -> None:
    """Bind every document to `database`, whatever indexes it has."""
    await init_beanie(database, document_models=list(MODELS), skip_indexes=True)


async def connect(database: AsyncDatabase[Any]) -> None:
    """Bind every document to `database`, and have their indexes: see documents.indexing.

    What earlier versions kept is completed. Raises IndexNotBuilt.
    """
    await bind(database)
    await build(MODELS)
    for model in (Collection, ImageGroup):
        await model.complete()
    # In a transaction a collection cannot well be made.
    await Feed.begin()
