"""The schema: every operation, put together."""

import strawberry
from graphql import GraphQLError
from strawberry.extensions import (
    MaxAliasesLimiter,
    MaxTokensLimiter,
    ParserCache,
    QueryDepthLimiter,
    ValidationCache,
)
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import create_type
from strawberry.types import ExecutionContext

from graph.errors import TranslateErrors
from graph.mutations.approve_images import approve_images
from graph.mutations.create_api_key import create_api_key
from graph.mutations.create_collection import create_collection
from graph.mutations.create_image_group import create_image_group
from graph.mutations.delete_images import delete_images
from graph.mutations.login import login
from graph.mutations.logout import logout
from graph.mutations.purge_images import purge_images
from graph.mutations.refresh_session import refresh_session
from graph.mutations.register import register
from graph.mutations.reject_images import reject_images
from graph.mutations.replace_image_file import replace_image_file
from graph.mutations.reprocess_images import reprocess_images
from graph.mutations.restore_image_version import restore_image_version
from graph.mutations.restore_images import restore_images
from graph.mutations.resubmit_images import resubmit_images
from graph.mutations.revoke_api_key import revoke_api_key
from graph.mutations.update_image import update_image
from graph.mutations.upload_images import upload_images
from graph.mutations.withdraw_images import withdraw_images
from graph.queries.api_keys import api_keys
from graph.queries.collections import collections
from graph.queries.image import image
from graph.queries.image_groups import image_groups
from graph.queries.images import images
from graph.queries.node import node, nodes
from graph.queries.products import products
from graph.queries.trashed_images import trashed_images
from graph.queries.viewer import viewer
from graph.scalars import SCALARS
from graph.subscriptions.image_processing import image_processing
from graph.types.groups import Collection, ImageGroup
from graph.types.image import Image
from graph.types.job import Job
from graph.types.product import Product

# Enough for every document that people write; what is deeper is an attack or a mistake.
MOST_DEPTH, MOST_ALIASES, MOST_TOKENS = 12, 30, 2_000

QUERIES = [
    api_keys,
    collections,
    image,
    image_groups,
    images,
    node,
    nodes,
    products,
    trashed_images,
    viewer,
]
MUTATIONS = [
    approve_images,
    create_api_key,
    create_collection,
    create_image_group,
    delete_images,
    login,
    logout,
    purge_images,
    refresh_session,
    register,
    reject_images,
    replace_image_file,
    reprocess_images,
    restore_image_version,
    restore_images,
    resubmit_images,
    revoke_api_key,
    update_image,
    upload_images,
    withdraw_images,
]
SUBSCRIPTIONS = [image_processing]


class Schema(strawberry.Schema):
    """Leaves logging to TranslateErrors: what is meant for a client is no error of ours."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Log nothing here."""


schema = Schema(
    query=create_type("Query", QUERIES, description="Reading."),
    mutation=create_type("Mutation", MUTATIONS, description="Changing."),
    subscription=create_type("Subscription", SUBSCRIPTIONS, description="Following."),
    types=[Collection, Image, ImageGroup, Job, Product],
    config=StrawberryConfig(scalar_map=SCALARS, disable_field_suggestions=False),
    extensions=[
        TranslateErrors,
        lambda: MaxTokensLimiter(max_token_count=MOST_TOKENS),
        lambda: MaxAliasesLimiter(max_alias_count=MOST_ALIASES),
        lambda: QueryDepthLimiter(max_depth=MOST_DEPTH),
        ParserCache,
        ValidationCache,
    ],
)
