"""Who changed what, when: listed, filtered, and taken along."""

import asyncio
import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from beanie import PydanticObjectId

from actions.auditing.entries import NEWEST_FIRST, AuditFilter
from actions.auditing.exports import sweep_audit_exports
from documents.audit import Actor, AuditEntry
from documents.audit_exports import AuditExport
from documents.clock import now
from documents.users import Role
from graph.ids import global_id
from storage.bucket import Bucket
from tests.graph.conftest import SignUp
from tests.graph.documents import APPROVE, ERRORS, REJECT, RESUBMIT
from tests.graph.reviewing import account, inner, waiting
from tests.graph.steps import fetched
from tests.server import Client, codes

AUDIT = """
query Audit($where: AuditWhere, $first: Int! = 20, $after: String) {
  audit(where: $where, first: $first, after: $after) {
    nodes {
      id at action subjectKind subjectId actor { userId apiKeyId rule } before after
    }
    pageInfo { hasNextPage endCursor } totalCount
  }
}"""
EXPORT = f"""
mutation Export($input: ExportAuditInput!) {{
  exportAudit(input: $input) {{ export {{ id format url rows }} {ERRORS} }}
}}"""
FILE = """
query File($id: ID!) {
  auditExport(id: $id) { url rows bytes format expiresAt job { kind state progress } }
}"""


async def listed(client: Client, where: dict[str, Any] | None = None) -> list[str]:
    """The actions of the entries that a filter finds, newest first."""
    found = (await client.ask(AUDIT, where=where))["audit"]
    assert found["totalCount"] == len(found["nodes"])
    return [node["action"] for node in found["nodes"]]


async def entered(count: int, **said: Any) -> None:
    """Keep so many entries, each a second older than the one before."""
    usual = {"actor": Actor(), "action": "a.b", "subject_kind": "a"}
    given: dict[str, Any] = {**usual, "subject_id": PydanticObjectId(), **said}
    start = now()
    kept = [AuditEntry(**given, at=start - timedelta(seconds=place)) for place in range(count)]
    if kept:
        await AuditEntry.insert_many(kept)


async def exported(client: Client, **input: Any) -> dict[str, Any]:
    """A file, once it is written."""
    answer = (await client.ask(EXPORT, input=input))["exportAudit"]
    assert answer["userErrors"] == []
    async with asyncio.timeout(20):
        while True:
            found = await client.ask(FILE, id=answer["export"]["id"])
            if found["auditExport"]["url"]:
                return dict(found["auditExport"])
            await asyncio.sleep(0.02)


async def test_entries_tell_who_did_what(admin: Client, reviewer: Client) -> None:
    """With what it replaced and what came of it, the subject by the id that clients know."""
    [id] = await waiting()
    await reviewer.ask(REJECT, input={"ids": [id], "reason": "QUALITY", "note": "Dark"})
    found = (await admin.ask(AUDIT, where={"subjectId": id}))["audit"]

    [entry] = found["nodes"]
    rita = (await account("rita")).id
    assert (entry["action"], entry["subjectKind"], entry["subjectId"]) == (
        "image.rejected",
        "image",
        id,
    )
    assert entry["actor"] == {"userId": global_id("User", rita), "apiKeyId": None, "rule": None}
    assert entry["before"]["review"]["state"] == "PENDING"
    assert entry["after"]["review"]["note"] == "Dark"
    assert entry["after"]["review"]["by"] == str(rita)


async def test_filters_narrow_the_audit(admin: Client, reviewer: Client) -> None:
    """By subject, kind, actor, rule, action and time, and all at once."""
    one, other = await waiting(2)
    await reviewer.ask(REJECT, input={"ids": [one], "reason": "QUALITY"})
    await admin.ask(RESUBMIT, input={"ids": [one]})
    await entered(1, subject_id=inner(other), subject_kind="image", actor=Actor(rule="R"))
    rita = global_id("User", (await account("rita")).id)
    images: dict[str, Any] = {"subjectKind": "image"}

    assert sorted(await listed(admin, images)) == ["a.b", "image.pending", "image.rejected"]
    assert await listed(admin, {"subjectId": one}) == ["image.pending", "image.rejected"]
    assert await listed(admin, {"userId": rita}) == ["image.rejected", "session.begun"]
    assert await listed(admin, {"rule": "R"}) == ["a.b"]
    assert await listed(admin, {**images, "actions": ["image.pending", "x"]}) == ["image.pending"]
    soon = (now() + timedelta(hours=1)).isoformat()
    assert await listed(admin, {**images, "since": soon}) == []
    assert len(await listed(admin, {**images, "until": soon})) == 3
    assert await listed(admin, {"userId": rita, "subjectId": one, "until": soon}) == [
        "image.rejected"
    ]
    assert await admin.refused(AUDIT, where={"subjectId": "x"}) == "BAD_REQUEST"
    assert await admin.refused(AUDIT, where={"actions": ["x"] * 51}) == "BAD_REQUEST"


async def test_the_audit_is_walked_page_by_page(admin: Client) -> None:
    """Each entry once, newest first."""
    await entered(7)
    walked, after = [], None
    while True:
        page = (await admin.ask(AUDIT, where={"subjectKind": "a"}, first=3, after=after))["audit"]
        walked += [node["at"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break

    assert len(walked) == len(set(walked)) == 7
    assert walked == sorted(walked, reverse=True)


async def test_the_audit_is_for_admins(reviewer: Client, sign_up: SignUp) -> None:
    """Nobody else reads it, or has it written."""
    assert await reviewer.refused(AUDIT) == "FORBIDDEN"
    assert await reviewer.refused(EXPORT, input={}) == "FORBIDDEN"
    id = global_id("AuditExport", PydanticObjectId())
    assert await reviewer.refused(FILE, id=id) == "FORBIDDEN"
    boss = await sign_up("boss", Role.ADMIN)
    assert (await boss.ask(FILE, id=id))["auditExport"] is None


async def test_the_audit_is_taken_along(admin: Client, reviewer: Client, worker: None) -> None:
    """As lines of JSON and as a table, the same entries; that it was, is in the audit, too."""
    ids = await waiting(3)
    await reviewer.ask(APPROVE, input={"ids": ids})
    await entered(600, after={"note": 'Line\nand "quotes"; ã', "list": [1, None, True]})
    where = {"subjectKind": "a"}
    lines = await exported(admin, where=where)
    table = await exported(admin, where=where, format="CSV")
    told = [json.loads(line) for line in (await fetched(lines["url"])).text.splitlines()]
    rows = list(csv.DictReader(io.StringIO((await fetched(table["url"])).text)))

    assert (lines["rows"], table["rows"], len(told), len(rows)) == (600, 600, 600, 600)
    assert lines["job"]["state"] == "SUCCEEDED"
    assert [one["id"] for one in told] == [row["id"] for row in rows]
    assert told[0]["at"] > told[-1]["at"]
    assert json.loads(rows[0]["after"]) == told[0]["after"]
    assert told[0]["after"] == {"note": 'Line\nand "quotes"; ã', "list": [1, None, True]}
    assert rows[0]["user_id"] == ""
    assert await listed(admin, {"subjectKind": "audit_export"}) == ["audit.exported"] * 2


async def test_the_same_key_gives_the_same_file(
    admin: Client, bucket: Bucket, worker: None
) -> None:
    """Asked for again nothing is written anew; after a day the file is gone."""
    input = {"idempotencyKey": "k", "where": {"actions": ["a.b"]}}
    first = (await admin.ask(EXPORT, input=input))["exportAudit"]["export"]
    again = (await admin.ask(EXPORT, input=input))["exportAudit"]["export"]
    other = await admin.ask(EXPORT, input={**input, "format": "CSV"})
    await exported(admin)
    await AuditExport.get_pymongo_collection().update_many({}, {"$set": {"expires_at": now()}})
    swept = await sweep_audit_exports(bucket)

    assert first["id"] == again["id"]
    assert codes(other["exportAudit"]) == ["IDEMPOTENCY_KEY_REUSED"]
    assert swept == 2
    assert [info.key async for info in bucket.list("exports/")] == []
    assert (await admin.ask(FILE, id=first["id"]))["auditExport"] is None


@pytest.mark.usefixtures("database")
async def test_an_index_serves_each_filter() -> None:
    """In its order: nothing is sorted, and the audit is never read as a whole."""
    await entered(50)
    id = PydanticObjectId()
    filters = [
        AuditFilter(),
        AuditFilter(subject_id=id),
        AuditFilter(subject_kind="image"),
        AuditFilter(user_id=id),
        AuditFilter(rule="R"),
        AuditFilter(actions=["image.approved"]),
        AuditFilter(since=now()),
    ]
    for one in filters:
        found = AuditEntry.get_pymongo_collection().find(one.where()).sort(NEWEST_FIRST.sort)
        plan = str((await found.explain())["queryPlanner"]["winningPlan"])
        assert "COLLSCAN" not in plan
        assert "'SORT'" not in plan
