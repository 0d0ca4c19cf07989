"""What is decided by itself, and what would be."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from actions.reviewing import trying
from actions.reviewing.approval import ApprovalNeed, ApprovalRules
from documents.audit import AuditEntry
from documents.clock import now
from documents.qualities import Verdict
from documents.review_rules import ReviewRules
from documents.reviews import ReviewState
from graph.ids import global_id
from jobs.tools import Tools
from tests import photos
from tests.graph.conftest import working
from tests.graph.documents import ERRORS
from tests.graph.reviewing import account, audited, inner, kept, told, waiting
from tests.graph.steps import image, processed, public
from tests.server import Client, Sent, codes

RULE = """
name action reason note reviewerId
when { leastScore mostScore failed readyFor unreadyFor importerIds hasProduct leastSide duplicate }
"""
SET = f"""
mutation Set($input: SetReviewRulesInput!) {{
  setReviewRules(input: $input) {{
    reviewRules {{ version byUserId at rules {{ {RULE} }} }} {ERRORS}
  }}
}}"""
RULES = f"{{ reviewRules {{ version byUserId at rules {{ {RULE} }} }} }}"
TRY = """
query Try($rules: [ReviewRuleInput!]!) {
  tryReviewRules(rules: $rules) {
    lookedAt undecided rules { rule { name } matched held decidedOtherwise examples { id } }
  }
}"""
Rule = dict[str, Any]


def rule(name: str, action: str, when: Rule | None = None, **more: Any) -> Rule:
    """A rule as clients send it."""
    return {"name": name, "action": action, "when": when or {}, **more}


async def ruled(client: Client, *rules: Rule, version: int = 0) -> dict[str, Any]:
    """The payload of setting these rules."""
    input = {"rules": list(rules), "expectedVersion": version}
    return dict((await client.ask(SET, input=input))["setReviewRules"])


async def tried(client: Client, *rules: Rule) -> dict[str, Any]:
    """What a dry run tells."""
    return dict((await client.ask(TRY, rules=list(rules)))["tryReviewRules"])


async def test_rules_are_kept_with_their_versions(admin: Client, reviewer: Client) -> None:
    """Each edit is a version, whose author and words stay; the audit has what it replaced."""
    assert (await reviewer.ask(RULES))["reviewRules"]["version"] == 0
    ada = global_id("User", (await account("ada")).id)
    when = {"leastScore": 90, "failed": ["NOISE"], "readyFor": ["google"], "importerIds": [ada]}
    first = await ruled(admin, rule(" Good ", "APPROVE", when, note="Ignored"))
    second = await ruled(admin, rule("Dark", "REJECT", reason="QUALITY", note="Dark"), version=1)
    found = (await reviewer.ask(RULES))["reviewRules"]

    assert first["reviewRules"]["rules"][0]["name"] == "Good"
    assert first["reviewRules"]["rules"][0]["note"] is None
    assert first["reviewRules"]["rules"][0]["when"]["importerIds"] == [ada]
    assert second["reviewRules"] == found
    assert (found["version"], found["byUserId"]) == (2, ada)
    assert await ReviewRules.count() == 2
    entries = await AuditEntry.find({"action": "review_rules.replaced"}).sort("_id").to_list()
    assert [one.before.get("version") for one in entries] == [None, 1]
    assert entries[1].before["rules"][0]["name"] == "Good"


async def test_of_two_who_edit_the_rules_one_wins(admin: Client) -> None:
    """The other is told which version is there."""
    answers = await asyncio.gather(*(ruled(admin, rule(f"R{n}", "APPROVE")) for n in range(6)))

    assert sorted(map(codes, answers)) == [[], *[["CONFLICT"]] * 5]
    lost = next(one for one in answers if one["userErrors"])
    assert told(lost) == [("CONFLICT", ["expectedVersion"], {"expected": "0", "current": "1"})]


BAD: list[tuple[Rule, str, list[str]]] = [
    (rule("R", "REJECT"), "INVALID_RULE", ["rules", "1", "reason"]),
    (rule("R", "ROUTE"), "INVALID_RULE", ["rules", "1", "reviewerId"]),
    (rule("R", "APPROVE", {"readyFor": ["ebey"]}), "INVALID_RULE", ["rules", "1", "when"]),
    (rule("R", "APPROVE", {"leastScore": 101}), "INVALID_RULE", ["rules", "1", "when"]),
    (rule("R", "APPROVE", {"leastSide": 9, "mostSide": 8}), "INVALID_RULE", ["rules", "1", "when"]),
    (rule("R", "APPROVE", {"failed": ["NOISE"] * 51}), "INVALID_RULE", ["rules", "1", "when"]),
    (rule("Good", "APPROVE"), "INVALID_RULE", ["rules", "0", "name"]),
    (rule(" ", "APPROVE"), "TEXT_MISSING", []),
    (
        rule("R", "APPROVE", {"importerIds": ["x"]}),
        "INVALID_ID",
        ["rules", "1", "when", "importerIds", "0"],
    ),
]


async def test_a_rule_that_cannot_work_is_refused(admin: Client) -> None:
    """With its place in the list and the part of it, and none of the list counts."""
    for bad, code, path in BAD:
        answer = await ruled(admin, rule("Good", "APPROVE"), bad)
        assert [error[:2] for error in told(answer)] == [(code, path)]

    assert await ReviewRules.count() == 0


async def test_a_rule_routes_to_reviewers_only(admin: Client, importer: Client) -> None:
    """An importer is no reviewer; twenty-one rules are too many; rules are an ADMIN's."""
    ivo = global_id("User", (await account("ivo")).id)
    answer = await ruled(admin, rule("R", "ROUTE", reviewerId=ivo))
    many = await ruled(admin, *(rule(f"R{n}", "APPROVE") for n in range(21)))

    assert told(answer)[0][:2] == ("INVALID_RULE", ["rules", "0", "reviewerId"])
    assert codes(many) == ["TOO_MANY"]
    empty = {"rules": [], "expectedVersion": 0}
    assert await importer.refused(SET, input=empty) == "FORBIDDEN"
    assert await importer.refused(TRY, rules=[]) == "FORBIDDEN"
    assert await importer.refused(RULES) == "FORBIDDEN"


async def test_rules_decide_when_a_picture_is_ready(
    admin: Client, reviewer: Client, importer: Client, tools: Tools
) -> None:
    """The first that fits approves, rejects or routes; its name is in review and audit.

    What it approves is published; a double is found; what nothing fits waits.
    """
    rita = global_id("User", (await account("rita")).id)
    await ruled(
        admin,
        rule("Double", "REJECT", {"duplicate": True}, reason="DUPLICATE", note="Seen"),
        rule("Small", "ROUTE", {"mostSide": 50}, reviewerId=rita),
        rule("Ours", "APPROVE", {"hasProduct": True, "leastScore": 0}),
    )
    good, small, free = (photos.jpeg(*size) for size in ((64, 80), (40, 80), (81, 64)))
    async with working(tools):
        [a] = await processed(importer, Sent("a.jpg", good), productCode="SKU-1")
        [b] = await processed(importer, Sent("b.jpg", good), productCode="SKU-1")
        [c] = await processed(importer, Sent("c.jpg", small), productCode="SKU-1")
        [d] = await processed(importer, Sent("d.jpg", free))
        shown = await public(reviewer, a)

    assert shown["review"]["state"] == "APPROVED"
    [approved] = await audited(a, "image.approved")
    assert (approved.actor.rule, approved.actor.user_id) == ("Ours", None)
    assert approved.after["rules_version"] == 1
    assert (await kept(b)).review.model_dump(exclude={"at"}) == {
        "state": ReviewState.REJECTED,
        "reason": "DUPLICATE",
        "note": "Seen",
        "by": None,
        "rule": "Double",
    }
    [routed] = await audited(c, "image.assigned")
    assert routed.actor.rule == "Small"
    assert (await kept(c)).assignee_id == (await account("rita")).id
    assert (await image(reviewer, d))["review"]["state"] == "PENDING"


async def test_a_rule_lets_out_nothing_incomplete(
    admin: Client, importer: Client, tools: Tools
) -> None:
    """What approval asks for, it asks of rules, too: the next rule is asked then."""
    await ruled(
        admin,
        rule("All", "APPROVE"),
        rule("Rest", "REJECT", reason="OTHER"),
    )
    strict = replace(tools, approval=ApprovalRules(needs=(ApprovalNeed.PRODUCT_CODE,)))
    async with working(strict):
        [whole] = await processed(importer, Sent("a.jpg", photos.jpeg(64, 48)), productCode="S")
        [bare] = await processed(importer, Sent("b.jpg", photos.jpeg(48, 64)))

    assert (await kept(whole)).review.rule == "All"
    assert (await kept(bare)).review.rule == "Rest"


async def test_a_dry_run_looks_at_the_newest_alone(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many and no more, whatever there is: 1,000 of them unless a test says otherwise."""
    usual = trying.LOOKED_AT
    monkeypatch.setattr(trying, "LOOKED_AT", 3)
    verdict = Verdict(score=30, marks=["FAIL:NOISE"], by="x")
    day = timedelta(days=1)
    ids = [
        (await waiting(1, quality=verdict, created_at=now() - number * day))[0]
        for number in range(5)
    ]
    ran = await tried(admin, rule("Noisy", "REJECT", {"failed": ["NOISE"]}, reason="QUALITY"))
    [told] = ran["rules"]

    assert (usual, ran["lookedAt"], told["matched"]) == (1_000, 3, 3)
    assert {one["id"] for one in told["examples"]} == set(ids[:3])


async def test_a_dry_run_tells_what_would_have_been(admin: Client, reviewer: Client) -> None:
    """Counts and examples for each rule, first fits first; nothing is changed."""
    verdict = Verdict(score=30, marks=["FAIL:NOISE"], by="x")
    noisy = await waiting(7, quality=verdict, review={"state": "APPROVED"})
    fine = await waiting(2, quality=Verdict(score=95, marks=[], by="x"), readiness=["google:WARN"])
    same = await waiting(2, facts={"pixel_hash": "p", "width": 10, "height": 20})
    rita = global_id("User", (await account("rita")).id)
    ran = await tried(
        admin,
        rule("Noisy", "REJECT", {"failed": ["NOISE"], "mostScore": 40}, reason="QUALITY"),
        rule("Good", "APPROVE", {"leastScore": 90, "readyFor": ["google"]}),
        rule("Double", "ROUTE", {"duplicate": True, "unreadyFor": ["google"]}, reviewerId=rita),
    )

    assert (ran["lookedAt"], ran["undecided"]) == (11, 1)
    told = [
        (one["rule"]["name"], one["matched"], one["held"], one["decidedOtherwise"])
        for one in ran["rules"]
    ]
    assert told == [("Noisy", 7, 0, 7), ("Good", 2, 0, 0), ("Double", 1, 0, 0)]
    shown = [[one["id"] for one in rule["examples"]] for rule in ran["rules"]]
    assert len(shown[0]) == 5
    assert set(shown[0]) < set(noisy)
    assert set(shown[1]) == set(fine)
    assert shown[2] == [same[1]]
    assert await AuditEntry.find({"subject_kind": "image"}).count() == 0
    assert {(await kept(id)).version for id in (*noisy, *fine, *same)} == {1}
    assert inner(same[1]) > inner(same[0])


async def test_a_dry_run_refuses_what_cannot_be_set(admin: Client) -> None:
    """The same is asked of rules that are only tried."""
    assert await admin.refused(TRY, rules=[rule("R", "REJECT")]) == "BAD_REQUEST"
