"""The schema: every operation, put together."""

from collections.abc import AsyncGenerator
from copy import copy
from typing import Any, Self

import strawberry
from graphql import GraphQLError
from strawberry.extensions import (
    AddValidationRules,
    MaxTokensLimiter,
    SchemaExtension,
)
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.tools import create_type
from strawberry.types import ExecutionContext, ExecutionResult
from strawberry.types.execution import PreExecutionError, StreamExecutionResult
from strawberry.types.graphql import OperationType

from graph.charging import Charge
from graph.errors import TranslateErrors
from graph.hooks import Hooks
from graph.limits import MOST_TOKENS, SizeRule
from graph.mutations.accept_suggestion import accept_suggestion
from graph.mutations.add_images_to_collection import add_images_to_collection
from graph.mutations.analyze_images import analyze_images
from graph.mutations.approve_images import approve_images
from graph.mutations.assign_images import assign_images
from graph.mutations.cancel_bulk_edit import cancel_bulk_edit
from graph.mutations.cancel_export import cancel_export
from graph.mutations.cancel_import import cancel_import
from graph.mutations.cancel_job import cancel_job
from graph.mutations.cancel_regeneration import cancel_regeneration
from graph.mutations.cancel_synchronization import cancel_synchronization
from graph.mutations.change_password import change_password
from graph.mutations.complete_uploads import complete_uploads
from graph.mutations.copy_metadata import copy_metadata
from graph.mutations.create_api_key import create_api_key
from graph.mutations.create_archive_upload import create_archive_upload
from graph.mutations.create_collection import create_collection
from graph.mutations.create_custom_field import create_custom_field
from graph.mutations.create_export import create_export
from graph.mutations.create_image_group import create_image_group
from graph.mutations.create_product import create_product
from graph.mutations.create_smart_collection import create_smart_collection
from graph.mutations.create_uploads import create_uploads
from graph.mutations.create_webhook import create_webhook
from graph.mutations.delete_collection import delete_collection
from graph.mutations.delete_custom_field import delete_custom_field
from graph.mutations.delete_image_group import delete_image_group
from graph.mutations.delete_images import delete_images
from graph.mutations.delete_product import delete_product
from graph.mutations.delete_webhook import delete_webhook
from graph.mutations.disable_user import disable_user
from graph.mutations.drop_suggestion import drop_suggestion
from graph.mutations.enable_user import enable_user
from graph.mutations.end_session import end_session
from graph.mutations.export_audit import export_audit
from graph.mutations.export_metadata_csv import export_metadata_csv
from graph.mutations.import_archive import import_archive
from graph.mutations.import_from_bucket import import_from_bucket
from graph.mutations.import_from_urls import import_from_urls
from graph.mutations.import_metadata_csv import import_metadata_csv
from graph.mutations.invite_user import invite_user
from graph.mutations.issue_password_pass import issue_password_pass
from graph.mutations.login import login
from graph.mutations.logout import logout
from graph.mutations.move_images import move_images
from graph.mutations.place_images import place_images
from graph.mutations.prepare_archive import prepare_archive
from graph.mutations.prepare_downloads import prepare_downloads
from graph.mutations.purge_images import purge_images
from graph.mutations.rebuild_stats import rebuild_stats
from graph.mutations.redeem_password_pass import redeem_password_pass
from graph.mutations.refresh_session import refresh_session
from graph.mutations.regenerate_renditions import regenerate_renditions
from graph.mutations.register import register
from graph.mutations.reject_images import reject_images
from graph.mutations.remove_images_from_collection import remove_images_from_collection
from graph.mutations.remove_location import remove_location
from graph.mutations.reorder_collection import reorder_collection
from graph.mutations.reorder_product_images import reorder_product_images
from graph.mutations.replace_image_file import replace_image_file
from graph.mutations.replay_deliveries import replay_deliveries
from graph.mutations.reprocess_images import reprocess_images
from graph.mutations.restore_image_version import restore_image_version
from graph.mutations.restore_images import restore_images
from graph.mutations.resubmit_images import resubmit_images
from graph.mutations.resume_export import resume_export
from graph.mutations.retry_import import retry_import
from graph.mutations.retry_job import retry_job
from graph.mutations.revert_bulk_edit import revert_bulk_edit
from graph.mutations.revert_metadata import revert_metadata
from graph.mutations.revoke_api_key import revoke_api_key
from graph.mutations.rotate_webhook_secret import rotate_webhook_secret
from graph.mutations.set_focal_point import set_focal_point
from graph.mutations.set_image_validity import set_image_validity
from graph.mutations.set_review_rules import set_review_rules
from graph.mutations.set_user_role import set_user_role
from graph.mutations.sign_upload_parts import sign_upload_parts
from graph.mutations.synchronize import synchronize
from graph.mutations.test_webhook import test_webhook
from graph.mutations.undo_decision import undo_decision
from graph.mutations.update_collection import update_collection
from graph.mutations.update_custom_field import update_custom_field
from graph.mutations.update_image import update_image
from graph.mutations.update_image_group import update_image_group
from graph.mutations.update_images import update_images
from graph.mutations.update_images_where import update_images_where
from graph.mutations.update_product import update_product
from graph.mutations.update_profile import update_profile
from graph.mutations.update_smart_collection import update_smart_collection
from graph.mutations.update_user import update_user
from graph.mutations.update_webhook import update_webhook
from graph.mutations.upload_images import upload_images
from graph.mutations.withdraw_images import withdraw_images
from graph.persisted import KeepNamed, text_of
from graph.queries.api_keys import api_keys
from graph.queries.audit import audit, audit_export
from graph.queries.bulk_edit import bulk_edit
from graph.queries.catalog_snapshot import catalog_snapshot
from graph.queries.changes import changes
from graph.queries.channels import channel_readiness_counts, channels
from graph.queries.check_duplicates import check_duplicates
from graph.queries.collection import collection
from graph.queries.collections import collections
from graph.queries.custom_fields import custom_fields
from graph.queries.download_archive import download_archive
from graph.queries.exports import export, exports
from graph.queries.image import image
from graph.queries.image_group import image_group
from graph.queries.image_groups import image_groups
from graph.queries.images import images
from graph.queries.imports import import_, imports
from graph.queries.jobs import jobs
from graph.queries.library_products import library_product, library_products
from graph.queries.limits import limits
from graph.queries.metadata_csv import metadata_export, metadata_import
from graph.queries.metadata_history import metadata_history
from graph.queries.node import node, nodes
from graph.queries.presets import presets
from graph.queries.product import product
from graph.queries.products import products
from graph.queries.regeneration import regeneration
from graph.queries.review_queue import review_queue, reviewers
from graph.queries.review_rules import review_rules, try_review_rules
from graph.queries.shop_push import shop_push
from graph.queries.similar_to import similar_to
from graph.queries.stats import stats
from graph.queries.synchronizations import (
    synchronization,
    synchronization_findings,
    synchronizations,
)
from graph.queries.trashed_images import trashed_images
from graph.queries.upload_parts import upload_parts
from graph.queries.users import users
from graph.queries.viewer import viewer
from graph.queries.webhooks import notices, webhook, webhook_event_schema, webhooks
from graph.reading import NameOne, ReadOnce, ValidateOnce
from graph.scalars import SCALARS
from graph.sharing import SharingExecutor
from graph.subscriptions.export_progress import export_progress
from graph.subscriptions.image_changed import image_changed
from graph.subscriptions.image_processing import image_processing
from graph.subscriptions.import_progress import import_progress
from graph.subscriptions.review_queue_changed import review_queue_changed
from graph.types.exports import Export
from graph.types.groups import Collection, ImageGroup
from graph.types.image import Image
from graph.types.imports import Import
from graph.types.job import Job
from graph.types.product import Product

QUERIES = [
    api_keys,
    audit,
    audit_export,
    bulk_edit,
    catalog_snapshot,
    changes,
    channel_readiness_counts,
    channels,
    check_duplicates,
    collection,
    collections,
    custom_fields,
    download_archive,
    export,
    exports,
    image,
    image_group,
    image_groups,
    images,
    import_,
    imports,
    jobs,
    library_product,
    library_products,
    limits,
    metadata_export,
    metadata_history,
    metadata_import,
    node,
    nodes,
    notices,
    presets,
    product,
    products,
    regeneration,
    shop_push,
    similar_to,
    review_queue,
    review_rules,
    reviewers,
    stats,
    synchronization,
    synchronization_findings,
    synchronizations,
    trashed_images,
    try_review_rules,
    upload_parts,
    users,
    viewer,
    webhook,
    webhook_event_schema,
    webhooks,
]
MUTATIONS = [
    accept_suggestion,
    add_images_to_collection,
    analyze_images,
    approve_images,
    assign_images,
    cancel_bulk_edit,
    cancel_export,
    cancel_import,
    cancel_job,
    cancel_regeneration,
    cancel_synchronization,
    change_password,
    complete_uploads,
    copy_metadata,
    create_api_key,
    create_archive_upload,
    create_collection,
    create_custom_field,
    create_export,
    create_image_group,
    create_product,
    create_smart_collection,
    create_uploads,
    create_webhook,
    delete_collection,
    delete_custom_field,
    delete_image_group,
    delete_images,
    delete_product,
    delete_webhook,
    disable_user,
    drop_suggestion,
    enable_user,
    end_session,
    export_audit,
    export_metadata_csv,
    import_archive,
    import_from_bucket,
    import_from_urls,
    import_metadata_csv,
    invite_user,
    issue_password_pass,
    login,
    logout,
    move_images,
    place_images,
    prepare_archive,
    prepare_downloads,
    purge_images,
    rebuild_stats,
    redeem_password_pass,
    refresh_session,
    regenerate_renditions,
    register,
    reject_images,
    remove_images_from_collection,
    remove_location,
    reorder_collection,
    reorder_product_images,
    replace_image_file,
    replay_deliveries,
    reprocess_images,
    restore_image_version,
    restore_images,
    resubmit_images,
    resume_export,
    revert_bulk_edit,
    revert_metadata,
    retry_import,
    retry_job,
    revoke_api_key,
    rotate_webhook_secret,
    set_focal_point,
    set_image_validity,
    set_review_rules,
    set_user_role,
    sign_upload_parts,
    synchronize,
    test_webhook,
    undo_decision,
    update_collection,
    update_custom_field,
    update_image,
    update_image_group,
    update_images,
    update_images_where,
    update_product,
    update_smart_collection,
    update_profile,
    update_user,
    update_webhook,
    upload_images,
    withdraw_images,
]
SUBSCRIPTIONS = [
    export_progress,
    image_changed,
    image_processing,
    import_progress,
    review_queue_changed,
]


class Schema(strawberry.Schema):
    """Leaves logging to TranslateErrors: what is meant for a client is no error of ours."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Log nothing here."""

    async def execute(self, query: str | None, *args: Any, **options: Any) -> ExecutionResult:
        """One answer. A subscription has many, so it is refused: see `stream`."""
        asked = options.get("allowed_operation_types") or OperationType
        options["allowed_operation_types"] = set(asked) - {OperationType.SUBSCRIPTION}
        try:
            text = await _text(query, options)
        except GraphQLError as error:
            return ExecutionResult(data=None, errors=[error])
        return await super().execute(text, *args, **options)

    async def stream(
        self, query: str | None, *args: Any, **options: Any
    ) -> AsyncGenerator[StreamExecutionResult, None]:
        """Answers as they come."""
        try:
            text = await _text(query, options)
        except GraphQLError as error:
            return _refused(error)
        return await super().stream(text, *args, **options)

    def create_extensions_runner(
        self, execution_context: ExecutionContext, extensions: list[SchemaExtension]
    ) -> Hooks:
        """What asks the extensions."""
        return Hooks(execution_context, extensions)

    def interpreted(self) -> Self:
        """The same schema, run field by field by graphql-core alone."""
        other = copy(self)
        other.execution_context_class = StrawberryGraphQLCoreExecutionContext
        return other


async def _text(query: str | None, options: dict[str, Any]) -> str | None:
    return await text_of(query, options.get("operation_extensions"), options.get("context_value"))


async def _refused(error: GraphQLError) -> AsyncGenerator[StreamExecutionResult, None]:
    yield PreExecutionError(data=None, errors=[error])


schema = Schema(
    query=create_type("Query", QUERIES, description="Reading."),
    mutation=create_type("Mutation", MUTATIONS, description="Changing."),
    subscription=create_type("Subscription", SUBSCRIPTIONS, description="Following."),
    types=[Collection, Export, Image, ImageGroup, Import, Job, Product],
    config=StrawberryConfig(scalar_map=SCALARS, disable_field_suggestions=False),
    execution_context_class=SharingExecutor,
    extensions=[
        TranslateErrors,
        lambda: MaxTokensLimiter(max_token_count=MOST_TOKENS),
        lambda: AddValidationRules([SizeRule]),
        ReadOnce,
        ValidateOnce,
        NameOne,
        Charge,
        KeepNamed,
    ],
)
