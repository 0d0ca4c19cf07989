"""Settings: the only place that reads the environment."""

import os
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from actions.accounts.rules import Registration
from actions.accounts.tokens import SHORTEST_SECRET
from actions.analysing.rules import DAILY_CALLS
from actions.importing.name_rule import NameRule
from actions.persisting.trusted import BadManifest, trusted
from actions.reviewing.approval import LEAST_SIDE, ApprovalNeed
from app.cores import cores
from app.errors import CannotStart
from app.presets import BadPresets, located, presets
from documents.syncs import SyncClass
from documents.users import Role
from fetching.rules import networks
from processing.channels.reading import ProfileRefused, profiles
from processing.quality.thresholds import Thresholds
from storage import keys

PREFIX = "ECOGRAM_"
# The tests' own; see tests/conftest.py.
TESTS = "ECOGRAM_TEST_"
MIB = 1024 * 1024
MOST_PROCESSES = 64
# Not an address that a client could use.
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104

COMMAS = (
    "allowed_origins",
    "approval_channels",
    "approval_needs",
    "import_networks",
    "sync_repair",
    "webhook_networks",
    "webhook_ports",
)
IMPORT_PREFIX = re.compile(r"([\w-][\w.-]*/)+", re.ASCII)


class BadSettings(CannotStart):
    """Some variables cannot be used; the message has a sentence for each."""


def _url(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError("it must begin with http:// or https://")
    return text.rstrip("/")


def _by_comma(value: object) -> object:
    return (
        tuple(filter(None, value.replace(" ", "").split(","))) if isinstance(value, str) else value
    )


Url = Annotated[str, AfterValidator(_url)]


class Settings(BaseSettings):
    """What a deployment decides; each is documented in the README's table by its description."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    data: Path = Field(
        Path(".ecogram"),
        validate_default=True,
        description="The folder for everything embedded parts keep.",
    )
    host: str = Field("127.0.0.1", description="The address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="The port to listen on.")
    processes: int = Field(
        1, ge=1, le=MOST_PROCESSES, description="Processes that answer clients at that address."
    )
    public_url: Url | None = Field(
        None, description="Where clients find us; `http://HOST:PORT` by default."
    )
    published_url: Url | None = Field(
        None, description="Where the public finds `published/` (a CDN); we serve it by default."
    )
    public_catalog: bool = Field(
        False, description="Whether anybody may read the catalogue, without an API key."
    )
    catalog_seconds: int = Field(
        30,
        ge=0,
        le=86_400,
        description="How long a CDN may keep answers of the catalogue; 0 forbids it.",
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Origins of front-ends on other hosts, by comma: `https://shop.example`."
    )
    trusted_proxies: str = Field(
        "127.0.0.1",
        description=(
            "Proxies by comma, as addresses or networks, whose `X-Forwarded-*` headers are "
            "believed; `*` for all."
        ),
    )
    mongodb_uri: SecretStr | None = Field(
        None, description="A MongoDB replica set or sharded cluster; embedded by default."
    )
    mongodb_database: str = Field("ecogram", min_length=1, description="The database's name.")
    s3_bucket: str | None = Field(
        None, description="The bucket; without one, an embedded S3 server is started."
    )
    s3_endpoint_url: Url | None = Field(None, description="An S3-compatible store; AWS by default.")
    s3_public_endpoint_url: Url | None = Field(
        None, description="The store's address for clients, where it differs."
    )
    s3_region: str = Field("us-east-1", description="The bucket's region.")
    s3_access_key: str | None = Field(
        None, description="The access key; by default as boto3 finds it (role, profile)."
    )
    s3_secret_key: SecretStr | None = Field(None, description="The secret key.")
    s3_path_style: bool = Field(
        False, description="Whether the bucket is in the path, not in the host name."
    )
    s3_events_queue_url: Url | None = Field(
        None,
        description="An SQS queue that tells what arrives in the bucket; none by default.",
    )
    broker_url: SecretStr | None = Field(
        None,
        description="Celery broker (redis, rediss, amqp or sqs address); none by default.",
    )
    secret_key: SecretStr | None = Field(
        None,
        description=(
            "Signs access tokens, at least 32 bytes; several by comma, the newest first. "
            "By default one is made and kept in the data folder."
        ),
    )
    registration: Registration = Field(
        Registration.OPEN, description="`OPEN` or `CLOSED`: whether people may register."
    )
    default_role: Role = Field(
        Role.VIEWER, description="The role of those who register after the first."
    )
    max_upload_bytes: int = Field(50 * MIB, ge=1024, description="The largest file taken in.")
    max_pixels: int = Field(100_000_000, ge=1, description="The largest picture taken in.")
    job_seconds: int = Field(
        60, ge=1, description="How long one picture may take to decode and render."
    )
    job_memory_bytes: int = Field(
        2048 * MIB, ge=256 * MIB, description="How much memory one picture may take."
    )
    parallel_jobs: int = Field(
        default_factory=cores,
        ge=1,
        description="Pictures that one worker renders at the same time; its cores by default.",
    )
    parallel_imports: int = Field(
        4, ge=1, le=64, description="Files of one import that are taken in at the same time."
    )
    import_prefix: str = Field(
        "import/",
        description="The part of the bucket from which `importFromBucket` takes; ends with `/`.",
    )
    import_networks: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description=(
            "Networks that are not public but that `importFromUrls` may fetch from, by comma: "
            "`10.1.0.0/16`."
        ),
    )
    import_name_rule: str = Field(
        "",
        description=(
            "How files are named of which nobody says what they show: `{code}_{position}` for "
            "`SKU-123_2.jpg`, `{code}[_{position}]` where the position may be missing."
        ),
    )
    import_archive_bytes: int = Field(
        5 * 1024 * MIB,
        ge=MIB,
        le=5 * 1024 * MIB,
        description="The largest ZIP archive that is taken in.",
    )
    presets: str = Field(
        "",
        description=(
            "Sizes, fits, formats and rights of renditions: a JSON object by name, or the path "
            "of a JSON or TOML file. See docs/presets.md."
        ),
    )
    channels: Path | None = Field(
        None,
        description=(
            "A folder with channel profiles of your own, beside those that we ship. See "
            "docs/channels.md."
        ),
    )
    approval_channels: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description=(
            "Channels that a picture must be ready for to be approved, by comma: "
            "`google,amazon`; none by default."
        ),
    )
    approval_needs: Annotated[tuple[ApprovalNeed, ...], NoDecode] = Field(
        (),
        description=(
            "What a picture must have to be approved, by comma: `ALT_TEXT`, `CREDIT`, `LICENCE`, "
            "`MIN_SIZE`, `PRODUCT_CODE`; nothing by default. See docs/review.md."
        ),
    )
    approval_min_size: int = Field(
        LEAST_SIDE, ge=1, description="The shorter side that `MIN_SIZE` asks for, in pixels."
    )
    four_eyes: bool = Field(
        False,
        description=(
            "Whether nobody may approve a picture that they brought in, or whose file they "
            "replaced."
        ),
    )
    quality: str = Field(
        "",
        description=(
            "By what pictures are judged, as a JSON object of what differs from the defaults: "
            '`{"NOISE": {"warn": 6, "fail": null}}`. See docs/quality.md.'
        ),
    )
    trash_days: int = Field(
        30, ge=0, le=36_500, description="How long deleted pictures can be brought back."
    )
    kept_versions: int = Field(
        5, ge=0, le=100, description="Earlier files that are kept of a picture that was replaced."
    )
    sync_every: int = Field(
        0,
        ge=0,
        le=24 * 366,
        description="Hours between comparisons of store and records; 0 for none.",
    )
    sync_repair: Annotated[tuple[SyncClass, ...], NoDecode] = Field(
        (),
        description="What these repair, by comma; they only report by default. See docs/sync.md.",
    )
    sync_grace_minutes: int = Field(
        60,
        ge=1,
        le=60 * 24 * 365,
        description="What is younger is not judged when store and records are compared.",
    )
    exiftool: str = Field("exiftool", description="The ExifTool program.")
    openai_base_url: Url | None = Field(
        None,
        description="An endpoint that speaks OpenAI's chat completions; OpenAI's own by default.",
    )
    openai_api_key: SecretStr | None = Field(
        None, description="Its key; an endpoint of your own may need none."
    )
    openai_model: str | None = Field(
        None,
        min_length=1,
        description=(
            "The model that describes pictures; without one, or without key and endpoint, none "
            "is asked. See docs/ai.md."
        ),
    )
    openai_seconds: int = Field(
        60, ge=1, le=600, description="How long one answer of the model may take."
    )
    openai_daily_calls: int = Field(
        DAILY_CALLS,
        ge=1,
        description="How often the model is asked on one day (UTC), by all workers together.",
    )
    openai_accept: bool = Field(
        False,
        description=(
            "Whether what the model says is written without a person's word, where nothing has "
            "been said yet."
        ),
    )
    shopify_domain: str | None = Field(
        None,
        pattern=r"^[a-z0-9][a-z0-9.-]*$",
        description=(
            "The shop that pictures are brought to, as `name.myshopify.com`; none by default. See "
            "docs/shopify.md."
        ),
    )
    shopify_token: SecretStr | None = Field(
        None,
        description=(
            "Its Admin API access token, with the scopes `write_files` and `write_products`."
        ),
    )
    shopify_version: str = Field(
        "2026-10", pattern=r"^(\d{4}-\d{2}|unstable)$", description="The version of its Admin API."
    )
    webhook_networks: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description=(
            "Networks that are not public but that webhooks may lead to, by comma: `10.1.0.0/16`."
        ),
    )
    webhook_ports: Annotated[tuple[int, ...], NoDecode] = Field(
        (80, 443), description="The ports that webhooks may lead to, by comma."
    )
    cost_budget: int = Field(
        1_000_000,
        ge=0,
        description="Points that one client may have spent at once; 0 for no limit. "
        "See docs/limits.md.",
    )
    cost_rate: int = Field(20_000, ge=1, description="Points that a client gets back each second.")
    cost_request: int = Field(
        100_000, ge=1, description="Points that one request may cost, whoever asks."
    )
    persisted_queries: bool = Field(
        True,
        description="Whether clients may send a document once and its hash from then on.",
    )
    trusted_documents: Path | None = Field(
        None,
        description="A manifest of the documents that front-ends were built with. "
        "See docs/limits.md.",
    )
    only_trusted: bool = Field(
        False,
        description="Whether only those are run; administrators may still ask anything.",
    )
    introspection: bool = Field(True, description="Whether clients may ask for the schema.")
    graphiql: bool = Field(True, description="Whether browsers get GraphiQL at `/graphql`.")
    compiled_executor: bool = Field(
        True,
        description=(
            "Whether plain fields are read by functions that are compiled once per query; off, "
            "graphql-core executes each one."
        ),
    )
    kept_mib: int = Field(
        32,
        ge=0,
        le=4096,
        description=(
            "How much memory pages of the library may take that are kept until a picture changes, "
            "in MiB; 0 keeps none. See docs/performance.md."
        ),
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="What is logged."
    )
    log_format: Literal["console", "json"] = Field(
        "console", description="How it is logged: for people or for programs."
    )

    @model_validator(mode="before")
    @classmethod
    def _split(cls, values: dict[str, object]) -> dict[str, object]:
        for field in COMMAS:
            if field in values:
                values[field] = _by_comma(values[field])
        return values

    @model_validator(mode="after")
    def _both_or_none(self) -> "Settings":
        if (self.shopify_domain is None) != (self.shopify_token is None):
            raise ValueError("SHOPIFY_DOMAIN and SHOPIFY_TOKEN need each other")
        return self

    @field_validator("data")
    @classmethod
    def _wherever_we_are(cls, value: Path) -> Path:
        # Children that we start elsewhere, and ExifTool, are told whole paths.
        return value.absolute()

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        secrets = value.get_secret_value().split(",") if value else []
        if any(len(secret.encode()) < SHORTEST_SECRET for secret in secrets):
            raise ValueError(f"each secret needs at least {SHORTEST_SECRET} bytes")
        return value

    @field_validator("import_prefix")
    @classmethod
    def _nobody_elses(cls, value: str) -> str:
        if not IMPORT_PREFIX.fullmatch(value) or keys.is_ours(value):
            raise ValueError("it must be a folder that Ecogram keeps nothing in, as `import/`")
        return value

    @field_validator("import_name_rule")
    @classmethod
    def _rule(cls, value: str) -> str:
        if value:
            NameRule(value)
        return value

    @field_validator("presets")
    @classmethod
    def _of_a_house(cls, value: str) -> str:
        try:
            presets(value)
        except BadPresets as error:
            raise ValueError(str(error).removesuffix(".")) from error
        return located(value)

    @field_validator("quality")
    @classmethod
    def _judged(cls, value: str) -> str:
        if value:
            Thresholds.told(value)
        return value

    @field_validator("import_networks", "webhook_networks")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        networks(value)
        return value

    @field_validator("channels")
    @classmethod
    def _usable(cls, value: Path | None) -> Path | None:
        try:
            profiles(value)
        except ProfileRefused as refused:
            raise ValueError(str(refused).removesuffix(".")) from None
        return value and value.absolute()

    @field_validator("trusted_documents")
    @classmethod
    def _manifest(cls, value: Path | None) -> Path | None:
        try:
            if value is not None:
                trusted(value)
        except BadManifest as bad:
            raise ValueError(str(bad).removesuffix(".")) from None
        return value and value.absolute()

    @field_validator("only_trusted")
    @classmethod
    def _some_trusted(cls, value: bool, info: ValidationInfo) -> bool:
        if value and info.data.get("trusted_documents", "bad") is None:
            raise ValueError(f"it needs {PREFIX}TRUSTED_DOCUMENTS")
        return value

    @field_validator("approval_channels")
    @classmethod
    def _known(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if "channels" in info.data:
            known = profiles(info.data["channels"])
            if unknown := sorted(set(value) - known.keys()):
                raise ValueError(f"there is no channel {unknown[0]!r}, only {', '.join(known)}")
        return tuple(dict.fromkeys(value))

    @property
    def address(self) -> str:
        """Where clients find us, without a slash at the end."""
        host = "127.0.0.1" if self.host in EVERYWHERE else self.host
        return self.public_url or f"http://{host}:{self.port}"

    @property
    def origins(self) -> tuple[str, ...]:
        """The origins of pages that talk to us: our own, by each of its names, and the others."""
        local = [f"http://{name}:{self.port}" for name in ("127.0.0.1", "localhost")]
        return tuple(dict.fromkeys([self.address, *local, *self.allowed_origins]))


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of the environment. Raises BadSettings with a sentence for each bad one."""
    _refuse_unknown(os.environ if environment is None else environment)
    try:
        return Settings()
    except ValidationError as error:
        said = [
            f"{PREFIX}{'_'.join(map(str, one['loc'])).upper()}: {one['msg']}."
            for one in error.errors(include_url=False, include_input=False)
        ]
        raise BadSettings("\n".join(said)) from error


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    """A misspelt variable would silently do nothing."""
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    for name in environment:
        if name.startswith(PREFIX) and not name.startswith(TESTS) and name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else "; see the README's table."
            raise BadSettings(f"{name} is not a setting{hint}")
