"""Keys for shops."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from beanie import PydanticObjectId

from actions.access import OPERATOR, Permission, Viewer
from actions.accounts import keys
from actions.errors import (
    Forbidden,
    InvalidExpiry,
    InvalidName,
    ScopeMissing,
    Unauthenticated,
    UnknownScope,
    Why,
)
from documents.api_keys import ApiKey, Scope
from documents.audit import AuditEntry
from documents.errors import NoSuchDocument
from documents.users import Role
from tests.actions.members import come_in, sign_up

pytestmark = pytest.mark.usefixtures("database")
SCOPES = ["catalog:read"]


async def make(expires_at: datetime | None = None) -> tuple[ApiKey, str]:
    """A key for a shop, and its secret."""
    return await keys.create(OPERATOR, name="shop", scopes=SCOPES, expires_at=expires_at)


async def why(secret: str) -> Why:
    """Why the secret is not believed."""
    with pytest.raises(Unauthenticated) as refused:
        await keys.identify_key(secret)
    return refused.value.why


async def test_a_key_is_known_by_its_secret_and_reads_the_catalogue() -> None:
    """A program sends the secret, and is that key, no person."""
    key, secret = await make()
    viewer = await keys.identify_key(secret)

    assert secret.startswith(f"eco_{key.id}_")
    assert viewer == Viewer(api_key_id=key.id, name="shop", scopes=frozenset({Scope.CATALOG_READ}))
    assert viewer.permissions == {Permission.READ_CATALOG}


async def test_a_secret_is_not_kept() -> None:
    """Neither a stolen database nor a log line opens the shop's door."""
    key, secret = await make()
    raw = await ApiKey.get_pymongo_collection().find_one({"_id": key.id})

    assert secret.rpartition("_")[2] not in str(raw)
    assert key.secret_hash not in repr(key)


async def test_who_made_a_key_is_in_the_audit_with_what_it_opens() -> None:
    """And its secret is not."""
    ada = await come_in("ada@example.com")
    key, _ = await keys.create(ada, name=" shop ", scopes=SCOPES)
    [entry] = await AuditEntry.find({"action": "api_key.created"}).to_list()

    assert (entry.actor, entry.subject_id) == (ada.actor(), key.id)
    assert entry.after == {"name": "shop", "scopes": SCOPES, "expires_at": None}
    assert key.created_by == ada.user_id


@pytest.mark.parametrize("secret", ["", "eco", "eco__", "eco_x_y", "ecr_a_b_c", "\ud800", "_" * 99])
async def test_nonsense_is_no_key(secret: str) -> None:
    """Whatever a client sends gets an answer, never a crash."""
    assert await why(secret) is Why.INVALID


async def test_a_wrong_secret_of_a_known_key_is_no_key() -> None:
    """The id is no secret: only all of it is the key."""
    key, secret = await make()
    other, _ = await make()
    random = secret.rpartition("_")[2]
    wrong = [f"eco_{key.id}_{'0' * 64}", f"eco_{key.id}_", f"eco_{other.id}_{random}", secret + "0"]

    assert [await why(one) for one in [*wrong, f"eco_{key.id}_\ud800"]] == [Why.INVALID] * 5


async def test_a_key_runs_out() -> None:
    """EXPIRED says that it was one once."""
    key, secret = await make(datetime.now(UTC) + timedelta(hours=1))
    assert (await keys.identify_key(secret)).api_key_id == key.id
    await key.set({"expires_at": datetime.now(UTC) - timedelta(seconds=1)})

    assert await why(secret) is Why.EXPIRED


async def test_an_expiry_is_kept_as_the_moment_that_it_is() -> None:
    """Whatever the time zone and the precision it was told in."""
    summer = timezone(timedelta(hours=2))
    key, _ = await make(datetime(2999, 1, 1, 1, 0, 0, 123456, summer))
    kept = await ApiKey.get(key.id)

    assert kept is not None
    assert key.expires_at == kept.expires_at == datetime(2998, 12, 31, 23, 0, 0, 123000, UTC)


async def test_a_revoked_key_is_dead_at_once_and_for_ever() -> None:
    """To revoke it again changes nothing and is not in the audit."""
    key, secret = await make()
    revoked = await keys.revoke(OPERATOR, key.id)
    again = await keys.revoke(OPERATOR, key.id)

    assert await why(secret) is Why.ENDED
    assert revoked.revoked_at is not None
    assert again.revoked_at == revoked.revoked_at
    assert await AuditEntry.find({"action": "api_key.revoked"}).count() == 1


async def test_a_key_that_is_not_there_cannot_be_revoked() -> None:
    """A wrong id is told."""
    with pytest.raises(NoSuchDocument):
        await keys.revoke(OPERATOR, PydanticObjectId())


async def test_the_last_use_is_written_at_most_once_a_minute() -> None:
    """A busy shop costs one write a minute, not one a request."""
    key, secret = await make()
    await asyncio.gather(*(keys.identify_key(secret) for _ in range(20)))
    first = await last_use(key)
    await keys.identify_key(secret)
    second = await last_use(key)
    await key.set({"last_used_at": datetime.now(UTC) - timedelta(seconds=61)})
    await keys.identify_key(secret)
    third = await last_use(key)

    assert first is not None
    assert third is not None
    assert second == first <= third
    assert third > datetime.now(UTC) - timedelta(seconds=30)


async def last_use(key: ApiKey) -> datetime | None:
    """When the key was used last, as it is kept."""
    kept = await ApiKey.get(key.id)
    assert kept is not None
    return kept.last_used_at


async def test_keys_are_listed_newest_first_a_page_at_a_time() -> None:
    """Dead ones too: that a key was revoked is worth seeing."""
    made = [(await make())[0].id for _ in range(5)]
    await keys.revoke(OPERATOR, made[4])
    first = await keys.list_keys(OPERATOR, first=3)
    second = await keys.list_keys(OPERATOR, first=3, after=first[-1].id)

    assert [key.id for key in first + second] == made[::-1]


async def test_only_an_admin_manages_keys() -> None:
    """A key is made by a person who may, never by another key."""
    await sign_up("ada@example.com")
    _, secret = await make()
    reviewer = await come_in("bob@example.com", Role.REVIEWER)
    shop = await keys.identify_key(secret)
    for viewer, error in ((reviewer, Forbidden), (shop, Forbidden), (None, Unauthenticated)):
        with pytest.raises(error):
            await keys.create(viewer, name="mine", scopes=SCOPES)
        with pytest.raises(error):
            await keys.revoke(viewer, PydanticObjectId())
        with pytest.raises(error):
            await keys.list_keys(viewer)


async def test_a_key_needs_a_scope_that_there_is() -> None:
    """The error points to the one that is wrong."""
    with pytest.raises(UnknownScope) as refused:
        await keys.create(OPERATOR, name="shop", scopes=["catalog:read", "catalog:write"])

    assert (refused.value.path, refused.value.params) == (("scopes", 1), {"scope": "catalog:write"})
    with pytest.raises(ScopeMissing):
        await keys.create(OPERATOR, name="shop", scopes=[])


async def test_a_key_needs_a_name_and_a_future() -> None:
    """Nothing is kept of what is refused."""
    past = datetime.now(UTC) - timedelta(seconds=1)
    without_zone = datetime(2999, 1, 1)  # noqa: DTZ001  which is what is wrong with it
    beyond = datetime.max.replace(tzinfo=timezone(-timedelta(hours=5)))
    for moment in (past, without_zone, beyond):
        with pytest.raises(InvalidExpiry):
            await make(moment)
    with pytest.raises(InvalidName):
        await keys.create(OPERATOR, name=" ", scopes=SCOPES)

    assert await ApiKey.find_all().count() == 0


async def test_a_scope_counts_once() -> None:
    """However often it was asked for."""
    key, _ = await keys.create(OPERATOR, name="shop", scopes=SCOPES * 3)

    assert key.scopes == [Scope.CATALOG_READ]
